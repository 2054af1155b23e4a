"""Words are found where a reader would find them, and forms of a word share one root."""

from assessment.core.wording import content_words


def test_forms_of_a_word_share_one_root() -> None:
    forms = content_words(
        "retrain retrains retrained retraining serve serving stop stopped policy policies"
    )
    assert set(forms) == {"retrain", "serv", "stop", "policy"}
