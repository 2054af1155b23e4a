"""Resources are found by skills, the most specific first, and by words."""

from hypothesis import given, settings
from hypothesis import strategies as st

from roadmap.core.resources import ResourceFacts, helpful, search

SKILLS = ("serve", "scale", "watch", "log")
known = settings(deadline=None, max_examples=60, derandomize=True)


def resource(name: str, *covers: str, text: str = "") -> ResourceFacts:
    return ResourceFacts(name, name, frozenset(covers), text or name)


def test_what_speaks_of_little_else_comes_first() -> None:
    broad, narrow = resource("broad", "serve", "scale", "watch"), resource("narrow", "serve")
    assert helpful(["serve"], [broad, narrow]) == ("narrow", "broad")


def test_of_two_equally_specific_ones_the_one_that_helps_with_more_comes_first() -> None:
    one, two = resource("a", "serve"), resource("b", "serve", "scale")
    assert helpful(["serve", "scale"], [one, two]) == ("b", "a")


def test_what_helps_with_nothing_wanted_is_left_out() -> None:
    assert helpful(["serve"], [resource("logs", "log"), resource("unrelated")]) == ()


def test_there_are_at_most_as_many_as_asked_for() -> None:
    many = [resource(name, "serve") for name in "dcba"]
    assert helpful(["serve"], many, at_most=3) == ("a", "b", "c")


def test_a_search_needs_every_word_in_any_case_and_takes_parts_of_words() -> None:
    found = [resource("one", text="Kubeflow Slack: a chat"), resource("two", text="A chat")]
    assert search(found, words="CHAT kube") == ("one",)
    assert search(found, words="  ") == ("one", "two")
    assert search(found, words="chat forum") == ()


def test_a_search_for_skills_puts_the_most_specific_first() -> None:
    found = [resource("broad", "serve", "log"), resource("narrow", "serve"), resource("log", "log")]
    assert search(found) == ("broad", "narrow", "log")
    assert search(found, skills=["serve"]) == ("narrow", "broad")
    assert search(found, words="bro", skills=["serve"]) == ("broad",)
    assert search(found, skills=[]) == ()


resources_of_any_kind = st.lists(st.frozensets(st.sampled_from(SKILLS)), max_size=8).map(
    lambda sets: [resource(f"r{n}", *covers) for n, covers in enumerate(sets)]
)


@known
@given(found=resources_of_any_kind, wanted=st.sets(st.sampled_from(SKILLS)), data=st.data())
def test_helpful_ones_share_a_skill_and_their_order_does_not_depend_on_the_files(
    found: list[ResourceFacts], wanted: set[str], data: st.DataObject
) -> None:
    ids = helpful(wanted, found)
    assert set(ids) == {r.id for r in found if r.covers & wanted}
    assert helpful(wanted, data.draw(st.permutations(found))) == ids
    facts = {r.id: r for r in found}
    shares = [len(facts[i].covers & wanted) / len(facts[i].covers) for i in ids]
    assert shares == sorted(shares, reverse=True)
