"""Which rows of which table are about a person, and which tables hold nothing personal: every table is in one of two lists.

What is downloaded, what a deletion has to reach and what docs/data-map.md says follow from these lists.
A new table fails the tests until it is in one of them.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q

from assessment.actions import sessions_of
from assessment.models import QuestionRevision, User
from roadmap.models import Side
from roadmap.secrets import address_hash

Shown = Callable[[Any, User], Any]


@dataclass(frozen=True)
class Held:
    """What a table holds about a person.

    paths: the ways from a row to the account it is about. also: rows that no such way leads to. left_out: columns that
    are secrets or about somebody else. untold: columns told as late as on the pages, where a question still waits.
    shown: how a column is shown where not as stored. stays: what is left when the account is deleted, and why.
    """

    what: str
    paths: tuple[str, ...] = ()
    also: Callable[[User], Q] | None = None
    left_out: tuple[str, ...] = ()
    untold: tuple[str, ...] = ()
    shown: Mapping[str, Shown] = field(default_factory=dict)
    stays: str = ""


def _you_or_another(value: Model | None, user: User) -> str | None:
    return value and ("you" if value == user else "another person")


def _own_entry(value: Mapping[str, str], user: User) -> dict[str, str]:
    return {key: run for key, run in value.items() if key == str(user.pk)}


def _entries_about(user: User) -> Q:
    people = ContentType.objects.get_for_model(User)
    return Q(content_type=people, object_id=str(user.pk))


_OF_RUN = ("assessment__learner",)
_OF_BOTH = ("mentorship__learner", "mentorship__mentor")

PERSONAL: Mapping[str, Held] = {
    "assessment.User": Held("Your account.", ("pk",), left_out=("password",)),
    "assessment.User_groups": Held("Groups of staff that you are in.", ("user",)),
    "assessment.User_user_permissions": Held("Rights that you have as staff.", ("user",)),
    "account.EmailAddress": Held("Your e-mail addresses.", ("user",)),
    "account.EmailConfirmation": Held(
        "Mails that asked you to confirm an address.", ("email_address__user",), left_out=("key",)
    ),
    "mfa.Authenticator": Held(
        "Your second factors and passkeys, without their secrets.", ("user",), left_out=("data",)
    ),
    "socialaccount.SocialAccount": Held(
        "The sign-in of your organisation that you use, and what it said about you.", ("user",)
    ),
    "socialaccount.SocialToken": Held(
        "When what that sign-in gave the site runs out.",
        ("account__user",),
        left_out=("token", "token_secret"),
    ),
    "usersessions.UserSession": Held(
        "Browsers in which you signed in: what they call themselves, their address, and when.",
        ("user",),
        left_out=("session_key",),
    ),
    "sessions.Session": Held(
        "Browsers in which you are signed in.",
        also=lambda user: Q(pk__in=[session.pk for session in sessions_of(user)]),
        left_out=("session_key", "session_data"),
    ),
    "admin.LogEntry": Held(
        "What you changed as staff, and what staff changed in your account.",
        ("user",),
        also=_entries_about,
        left_out=("object_repr", "change_message"),
        stays="That staff changed an account, without saying whose.",
    ),
    "assessment.Assessment": Held("Your assessments.", ("learner",)),
    "assessment.SelfRating": Held("How you rated yourself.", _OF_RUN),
    "assessment.Response": Held(
        "Your answers to questions.", _OF_RUN, untold=("outcome", "seconds")
    ),
    "assessment.DomainResult": Held("The results of your finished assessments.", _OF_RUN),
    "assessment.AuditEvent": Held(
        "What was done with your data and by whom, and what you did.",
        ("learner", "actor"),
        shown={"learner": _you_or_another},
        stays="What you did with somebody else's data, without your name: they can read that it was done.",
    ),
    "assessment.ReportedProblem": Held(
        "What you reported about questions, and what came of it.", ("learner",), untold=("answer",)
    ),
    "roadmap.Goal": Held("What you said at the start of an assessment.", _OF_RUN),
    "roadmap.Progress": Held("Steps that you marked, with your notes and links.", ("learner",)),
    "roadmap.Invitation": Held(
        "Invitations that you made.", ("learner",), left_out=("secret_hash",)
    ),
    "roadmap.Mentorship": Held(
        "With whom you share, and who shares with you.", ("learner", "mentor")
    ),
    "roadmap.SharingRequest": Held(
        "Requests to share: yours, and those to your address.",
        ("mentor",),
        also=lambda user: Q(email_hash=address_hash(user.email)),
        left_out=("email_hash",),
        stays="A request to your address, until it runs out: it holds a keyed hash, and says nothing of an account.",
    ),
    "roadmap.MentorRating": Held(
        "Levels that a mentor gave you, or you gave as a mentor.", _OF_BOTH
    ),
    "roadmap.Note": Held(
        "What you and your mentors wrote to each other, and what you wrote as a mentor.",
        ("mentorship__learner", "author"),
    ),
    "roadmap.Agreement": Held(
        "What you and your mentors agreed, and what you agreed to do as a mentor.",
        ("mentorship__learner", "made_by"),
        also=lambda user: Q(mentorship__mentor=user, who=Side.MENTOR),
    ),
    "roadmap.ProbeOutcome": Held("What a mentor heard from you, or you as a mentor.", _OF_BOTH),
    "roadmap.Notice": Held("What happened that concerns you: your inbox.", ("recipient",)),
    "roadmap.Digest": Held("How often you want mails about what is new.", ("user",)),
    "roadmap.Cohort": Held(
        "Cohorts that you made.",
        ("created_by",),
        stays="The cohort, for its members, without your name.",
    ),
    "roadmap.CohortMember": Held("Cohorts that you are in, and what they may see.", ("user",)),
    "roadmap.JoinLink": Held(
        "Links to join a cohort that you made.",
        ("created_by",),
        left_out=("secret_hash",),
        stays="The link, without your name, until it runs out.",
    ),
    "roadmap.CohortSnapshot": Held(
        "Counts of a cohort in which you are counted.",
        also=lambda user: Q(counted__has_key=str(user.pk)),
        left_out=("table",),
        shown={"counted": _own_entry},
        stays="Two numbers that lead nowhere: without them counts of different days would tell who left.",
    ),
}

NOT_PERSONAL: Mapping[str, str] = {
    "assessment.MeasurementVersion": "What all answers together teach about the questions.",
    "auth.Group": "Names of groups of staff.",
    "auth.Group_permissions": "What groups of staff may do.",
    "auth.Permission": "What can be allowed.",
    "config.FailedMail": "That a mail was not taken: not to whom, nor what it said.",
    "contenttypes.ContentType": "Names of tables.",
    "socialaccount.SocialApp": "How the site speaks with the sign-in of an organisation.",
}
CONTENT = ("assessment.models.content", "roadmap.models.content")  # the same for everybody


def is_content(model: type[Model]) -> bool:
    """Whether a table holds what authors wrote: such tables are not listed."""
    return model.__module__ in CONTENT


def all_models() -> Iterable[type[Model]]:
    """Every table of every app, also those between two others."""
    return (
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    )


def rows_about(user: User, name: str) -> list[Model]:
    """The rows of a table that are about a person, in the order they were made."""
    model, held = apps.get_model(name), PERSONAL[name]
    mine = Q(pk__in=[])
    for way in held.paths:
        mine |= Q(**{way: user.pk})
    if held.also:
        mine |= held.also(user)
    columns = [column for column in model._meta.concrete_fields if is_named(column)]
    named = [c.name for c in columns]
    questions = [f"{c.name}__question" for c in columns if c.related_model is QuestionRevision]
    # Fetched apart: thousands of rows point at the same few.
    return list(
        model._base_manager.filter(mine).order_by("pk").prefetch_related(*named, *questions)
    )


def is_named(column: Any) -> bool:
    """Whether a column points at something that is told by its name: people and content, not other rows of theirs."""
    other = column.related_model
    return bool(other) and (other is User or other._meta.label not in PERSONAL)
