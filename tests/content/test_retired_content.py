"""What is taken out of the files is retired, stays for old results, and comes back as the same row."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from assessment.bank import current_bank
from assessment.core.responses import Outcome
from assessment.models import (
    Anchor,
    Domain,
    DomainResult,
    Misconception,
    Option,
    Question,
    QuestionRevision,
    Response,
    Skill,
    User,
)
from assessment.models.content import Projected
from roadmap.library import current_library
from roadmap.models import (
    Background,
    Certification,
    InterviewItem,
    PortfolioItem,
    Probe,
    Resource,
    Role,
    Step,
    StepLift,
    StudyPlan,
    WantedScore,
)
from tests import factories
from tests.content.small import Files
from tests.content.tables import content_models, dump


def no_question(files: Files) -> None:
    files.cut("questions/serving.yaml", "slow-first-request")


def no_misconception(files: Files) -> None:
    files.cut("misconceptions.yaml", "drift-is-always-harm")
    files.edit("questions/monitoring.yaml", "      misconception: drift-is-always-harm\n", "")
    files.edit("roadmap/steps/monitoring.yaml", "  helps: [drift-is-always-harm]\n", "")


def no_step(files: Files) -> None:
    files.cut("roadmap/steps/monitoring.yaml", "read-a-drift-report")
    files.edit("roadmap/steps/monitoring.yaml", "skill: log-reading\n      from: 1\n      to: 2\n",
               "{skill: log-reading, from: 1, to: 2}\n    - {skill: drift-detection, from: 0, to: 1}\n")  # fmt: skip


def no_background(files: Files) -> None:
    files.path("roadmap/backgrounds.yaml").write_text("[]\n", "utf-8")


def no_role(files: Files) -> None:
    files.path("roadmap/targets/platform-engineer.yaml").unlink()
    files.edit("roadmap/targets/mlops-engineer.yaml", "[platform-engineer, ", "[")
    files.edit("roadmap/backgrounds.yaml", ", platform-engineer]", "]")


def no_certification(files: Files) -> None:
    files.cut("roadmap/certifications.yaml", "nursing-licence")


def no_resource(files: Files) -> None:
    files.cut("roadmap/resources.yaml", "batch-tutorial")


def nothing_to_show(files: Files) -> None:
    files.path("roadmap/portfolio.yaml").write_text("[]\n", "utf-8")


def no_prompt(files: Files) -> None:
    files.path("roadmap/interview.yaml").write_text("[]\n", "utf-8")


def no_plan(files: Files) -> None:
    files.path("roadmap/study_plans.yaml").write_text("[]\n", "utf-8")


def no_card(files: Files) -> None:
    files.cut("roadmap/probes/monitoring.yaml", "a-report-in-words")


def no_skill(files: Files) -> None:
    files.edit("domains/monitoring.yaml",
               "  - id: log-reading\n    name: Reading logs\n    sources: [g2.s01-drift]\n", "")  # fmt: skip
    files.edit("misconceptions.yaml", "[request-paths, log-reading]", "[request-paths]")
    files.edit("questions/monitoring.yaml", "skill: log-reading", "skill: drift-detection")
    files.edit("roadmap/steps/monitoring.yaml", "skill: log-reading", "skill: drift-detection")
    files.edit("roadmap/study_plans.yaml", "[log-reading]", "[drift-detection]")
    for card in ("first-lines-of-a-log", "log-across-services"):
        files.cut("roadmap/probes/monitoring.yaml", card)


def no_monitoring(files: Files) -> None:
    """Take out a whole domain with everything about it."""
    for name in ("domains", "questions", "roadmap/steps", "roadmap/probes"):
        files.path(f"{name}/monitoring.yaml").unlink()
    files.cut("misconceptions.yaml", "drift-is-always-harm")
    files.edit("misconceptions.yaml", "[request-paths, log-reading]", "[request-paths]")
    files.edit("roadmap/backgrounds.yaml", "  brings: [monitoring]\n", "")
    files.edit("roadmap/certifications.yaml", "[serving, monitoring]", "[serving]")
    path = files.path("roadmap/study_plans.yaml")
    path.write_text(path.read_text("utf-8").split("    - first: 5")[0], "utf-8")
    for role in ("mlops-engineer", "platform-engineer"):
        path = files.path(f"roadmap/targets/{role}.yaml")
        path.write_text(path.read_text("utf-8").split("  - domain: monitoring")[0], "utf-8")


REMOVALS = {
    "a question": (Question, "slow-first-request", no_question),
    "a misconception": (Misconception, "drift-is-always-harm", no_misconception),
    "a step": (Step, "read-a-drift-report", no_step),
    "a background": (Background, "devops", no_background),
    "a role": (Role, "platform-engineer", no_role),
    "a certification": (Certification, "nursing-licence", no_certification),
    "a resource": (Resource, "batch-tutorial", no_resource),
    "something to show": (PortfolioItem, "running-endpoint", nothing_to_show),
    "a prompt": (InterviewItem, "why-so-slow", no_prompt),
    "a study plan": (StudyPlan, "one-week", no_plan),
    "a card": (Probe, "a-report-in-words", no_card),
    "a domain": (Domain, "monitoring", no_monitoring),
    "a skill": (Skill, "log-reading", no_skill),
}


@pytest.mark.parametrize(("model", "slug", "remove"), REMOVALS.values(), ids=list(REMOVALS))
def test_what_is_taken_out_is_retired_and_comes_back_as_the_same_row(
    loaded: Files, model: type[Projected], slug: str, remove: Callable[[Files], None]
) -> None:
    texts, rows = loaded.texts(), model._default_manager.filter(slug=slug).values()
    before = rows.get()
    remove(loaded)
    line = f"{model._meta.verbose_name} {slug}: retired"
    assert line in loaded.load()
    assert rows.get() == before | {"retired": True}
    assert loaded.load() == []
    loaded.restore(texts)
    assert line in loaded.load()
    assert rows.get() == before


@pytest.mark.parametrize(
    "remove", [no_question, no_background, no_certification, no_resource, no_prompt, no_plan]
)
def test_everything_is_as_it_was_when_an_entry_has_come_back(
    loaded: Files, remove: Callable[[Files], None]
) -> None:
    texts, before = loaded.texts(), dump(content_models())
    remove(loaded)
    loaded.load()
    loaded.restore(texts)
    loaded.load()
    assert dump(content_models()) == before


def test_rows_inside_a_retired_row_stay_with_it(loaded: Files) -> None:
    before = dump([Anchor, Option, QuestionRevision])
    no_monitoring(loaded)
    loaded.load()
    assert dump([Anchor, Option, QuestionRevision]) == before
    assert StepLift.objects.filter(step__slug="read-a-drift-report").exists()


def test_a_retired_role_keeps_what_it_asked_for(loaded: Files) -> None:
    no_role(loaded)
    loaded.load()
    assert WantedScore.objects.filter(role__slug="platform-engineer").count() == 2


def test_a_role_no_longer_asks_for_a_retired_domain(loaded: Files) -> None:
    no_monitoring(loaded)
    loaded.load()
    wanted = WantedScore.objects.filter(role__slug="mlops-engineer")
    assert [row.domain.slug for row in wanted] == ["serving"]


def test_pages_do_not_name_what_is_retired(loaded: Files, client: Client) -> None:
    loaded.edit("roadmap/steps/serving.yaml", "  projects: [local-endpoint]\n", "")
    loaded.path("roadmap/projects.yaml").write_text("[]\n", "utf-8")
    no_step(loaded)
    loaded.load()
    library = current_library()
    assert list(library.steps) == ["serve-a-model", "follow-a-request-in-logs"]
    assert not list(library.steps["serve-a-model"].projects.all())
    belief = Misconception.objects.get(slug="drift-is-always-harm")
    assert not list(library.misconceptions[belief.pk].steps.all())
    assert client.get(reverse("roadmap:step", args=["read-a-drift-report"])).status_code == 404


def test_pages_do_not_name_retired_places_prompts_and_things_to_show(
    loaded: Files, client: Client
) -> None:
    page, words = reverse("roadmap:step", args=["serve-a-model"]), {
        "A tutorial on batches", "An endpoint that runs", "Why is the first request slow?",
    }  # fmt: skip
    assert all(word in client.get(page).content.decode() for word in words)
    for remove in (no_resource, nothing_to_show, no_prompt, no_plan):
        remove(loaded)
    loaded.load()
    after = client.get(page).content.decode()
    assert "The serving forum" in after
    assert not any(word in after for word in words)
    assert "A tutorial on batches" not in client.get(reverse("roadmap:resources")).content.decode()
    assert not current_library().study_plans


def test_a_retired_card_is_no_longer_in_the_library(loaded: Files) -> None:
    def asked() -> list[str]:
        return [card.slug for card in current_library().probes["drift-detection"]]

    assert asked() == ["a-drift-you-saw", "a-report-in-words", "an-alert-for-drift"]
    no_card(loaded)
    loaded.load()
    assert asked() == ["a-drift-you-saw", "an-alert-for-drift"]


def test_the_page_of_a_domain_does_not_name_its_retired_skills(
    loaded: Files, client: Client
) -> None:
    page = reverse("roadmap:domain", args=["monitoring"])
    assert "Reading logs" in client.get(page).content.decode()
    no_skill(loaded)
    loaded.load()
    assert "Detecting drift" in client.get(page).content.decode()
    assert "Reading logs" not in client.get(page).content.decode()


def test_a_retired_question_is_never_asked_and_its_old_answer_stays(
    loaded: Files, learner: User
) -> None:
    factories.finished(learner, Outcome.RIGHT)
    answers = dump([Response, DomainResult])
    no_question(loaded)
    loaded.load()
    assert dump([Response, DomainResult]) == answers
    bank = current_bank()
    revision = QuestionRevision.objects.get(question__slug="slow-first-request")
    assert not bank.items.servable[bank.index[revision.pk]]
    again = factories.finished(learner, Outcome.RIGHT)
    assert not again.responses.filter(question=revision.question).exists()


def test_an_old_report_still_opens_when_a_domain_has_gone(loaded: Files, learner: User) -> None:
    run = factories.finished(learner, Outcome.WRONG)
    no_monitoring(loaded)
    loaded.load()
    client = factories.signed_in(learner)
    for name in ("roadmap:report", "assessment:review"):
        page = client.get(reverse(name, args=[run.pk]))
        assert page.status_code == 200
    assert "Monitoring" in client.get(reverse("roadmap:report", args=[run.pk])).content.decode()
