"""Deleting an assessment: a page says what goes, and then it is gone for everyone."""

from django.apps import apps
from django.urls import reverse

from assessment.access import Person
from assessment.models import Assessment, AuditEvent, Domain, User
from roadmap import actions
from tests import factories
from tests.web import html
from tests.web.cast import Cast, cast


def delete(run: Assessment) -> str:
    return reverse("assessment:delete", args=[run.pk])


def rows_about(run: Assessment) -> dict[str, int]:
    """How many rows there are in each table that points at an assessment."""
    counts = {}
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if field.related_model is Assessment:
                counts[model.__name__] = model._default_manager.filter(
                    **{field.name: run.pk}
                ).count()
    return counts


def test_the_page_says_what_goes(learner: User) -> None:
    run = factories.finished(learner)
    response = factories.signed_in(learner).get(delete(run))
    assert "with its 18 answers, its report and the notes on it" in html.text(response)
    assert Assessment.objects.filter(pk=run.pk).exists()


def test_nothing_of_it_stays(learner: User, mentor: User, stranger: User) -> None:
    factories.mentorship(learner, stranger)  # who is told of the result
    run = factories.finished(learner, ratings={Domain.objects.all()[0].slug: 3})
    shared = factories.mentorship(learner, mentor, only=run)
    actions.write_note(shared, run, "Well done.", by=mentor)
    networking = Domain.objects.get(slug="networking")
    kept = actions.settle(run, networking, by=Person(user=learner), anew=False)
    assert all(rows_about(run).values())
    response = factories.signed_in(learner).post(delete(run))
    assert response.url == reverse("roadmap:me")
    assert not Assessment.objects.filter(pk=run.pk).exists()
    assert not any(rows_about(run).values())
    assert learner.assessments.get() == kept
    assert (
        factories.signed_in(mentor)
        .get(reverse("roadmap:mentee_report", args=[shared.pk, run.pk]))
        .status_code
        == 404
    )


def test_that_it_was_deleted_is_written_down(learner: User) -> None:
    run = factories.asking(learner)
    factories.signed_in(learner).post(delete(run))
    event = AuditEvent.objects.get(verb="deleted")
    assert (event.actor, event.learner, event.about) == (learner, learner, str(run.pk))


def test_deleting_twice_says_that_nothing_is_there(learner: User) -> None:
    run, client = factories.asking(learner), factories.signed_in(learner)
    client.post(delete(run))
    assert client.post(delete(run)).status_code == 404


def test_a_guest_can_delete_too(db: None) -> None:
    people: Cast = cast()
    run, guest = people.runs["guest.done"], people.client("guest")
    assert guest.get(delete(run)).status_code == 200
    guest.post(delete(run))
    assert not Assessment.objects.filter(pk=run.pk).exists()
    assert Assessment.objects.filter(pk=people.runs["guest.open"].pk).exists()
