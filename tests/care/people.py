"""Two people with a row in every table about people, and words that tell whose a row is."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.socialaccount.models import SocialAccount, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.utils import timezone

from assessment.actions import log_staff_look
from assessment.core.responses import Outcome
from assessment.models import Assessment, Domain, User, Verb
from roadmap import actions
from roadmap.models import (
    Cohort,
    CohortSnapshot,
    Mentorship,
    Period,
    Probe,
    ProbeOutcome,
    Progress,
    Step,
)
from tests import factories, second_factors


@dataclass(frozen=True)
class Life:
    """A learner, her mentor, and what came of it. `word` is in every text about the learner."""

    word: str
    learner: User
    mentor: User
    run: Assessment
    open_run: Assessment
    shared: Mentorship
    cohort: Cohort
    client: Client


def life(word: str) -> Life:
    """A learner with a row about her in every table about people: what she did, and what a mentor wrote about her."""
    learner = factories.user(email=f"{word}@example.org", name=f"{word} Learner")
    mentor = factories.user(email=f"max{learner.pk}@example.org", name=f"Max the {learner.pk}th")
    client = factories.proved(learner)
    slug = Domain.objects.values_list("slug", flat=True)[0]
    run = factories.finished(learner, ratings={slug: 3})
    open_run = factories.answered(factories.asking(learner), learner, Outcome.RIGHT)
    factories.reported(learner, f"{word} thinks that two answers are right.")
    _account(word, learner, client)
    shared = _mentoring(word, learner, mentor, run)
    actions.change_digest(learner, Period.WEEKLY)
    cohort = factories.cohort(learner, name=f"{word} cohort")
    _counted(cohort, learner, run)
    return Life(word, learner, mentor, run, open_run, shared, cohort, client)


def _account(word: str, learner: User, client: Client) -> None:
    address = EmailAddress.objects.create(user=learner, email=learner.email, primary=True)
    EmailConfirmation.objects.create(
        email_address=address, key=f"key-of-{word}", sent=timezone.now()
    )
    second_factors.with_app(learner)
    theirs = SocialAccount.objects.create(
        user=learner, provider="openid_connect", uid=f"{word}-uid", extra_data={"name": word}
    )
    SocialToken.objects.create(account=theirs, token=f"token-for-{word}")
    UserSession.objects.create(
        user=learner,
        ip="192.0.2.7",
        session_key=str(client.session.session_key),
        user_agent=f"Browser of {word}",
    )
    learner.groups.add(Group.objects.get_or_create(name="Editors")[0])
    learner.user_permissions.add(Permission.objects.all()[0])
    staff = User.objects.filter(is_staff=True).first() or User.objects.create_superuser(
        "sten@example.org", factories.PASSWORD, name="Sten"
    )
    entry = {"action_flag": CHANGE, "change_message": "[]", "action_time": timezone.now()}
    people = ContentType.objects.get_for_model(User)
    LogEntry.objects.create(
        user=staff, content_type=people, object_id=learner.pk, object_repr=str(learner), **entry
    )
    LogEntry.objects.create(
        user=learner, content_type=people, object_id=staff.pk, object_repr=str(staff), **entry
    )
    log_staff_look([learner.pk], "assessment", by=staff)


def _mentoring(word: str, learner: User, mentor: User, run: Assessment) -> Mentorship:
    factories.invitation(learner, label=f"{word} invites", email="somebody@example.net")
    invited, _ = factories.invitation(learner, label=f"{word} invited", answers_too=True)
    shared = actions.accept_invitation(invited, by=mentor)
    actions.confirm_mentorship(shared, by=learner)
    factories.request_to(
        learner, factories.user(email=f"nora{learner.pk}@example.org", name="Asker")
    )
    actions.ask("nobody@example.net", by=learner)
    actions.log_look(shared, Verb.VIEWED, run, by=mentor)
    actions.write_note(shared, run, f"{word}, well done.", by=mentor)
    actions.write_note(shared, run, f"Thanks, says {word}.", by=learner)
    domain = Domain.objects.all()[0]
    shared.ratings.create(domain=domain, level=2, evidence=f"{word} showed me a pipeline.")
    factories.agreement(shared, text=f"{word} writes a runbook")
    card = Probe.objects.all()[0]
    ProbeOutcome.objects.create(
        mentorship=shared,
        card=card.slug,
        question=card.ask,
        skill=card.skill,
        level=1,
        note=f"{word} named three metrics.",
    )
    Progress.objects.create(
        learner=learner, step=Step.objects.all()[0], state="doing", note=f"=note of {word}"
    )
    return shared


def _counted(cohort: Cohort, learner: User, run: Assessment) -> None:
    factories.join_link(cohort)
    CohortSnapshot.objects.create(
        cohort=cohort,
        taken_on=timezone.localdate(),
        table={"groups": None},
        counted={str(learner.pk): str(run.pk), "987654321": "somebody else's"},
    )
