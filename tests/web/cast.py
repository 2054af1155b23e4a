"""The six people of the access tests, and one of everything that somebody owns."""

from dataclasses import dataclass
from uuid import uuid4

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.signing import get_cookie_signer
from django.test import Client
from django.urls import reverse

from assessment import actions, guests
from assessment.access import Person
from assessment.models import Assessment, User
from roadmap.digests import token_of
from roadmap.models import (
    Agreement,
    CohortMember,
    Invitation,
    JoinLink,
    Mentorship,
    Notice,
    SharingRequest,
    Step,
)
from tests import factories, second_factors

PEOPLE = ("anonymous", "guest", "learner", "mentor", "stranger", "staff")


def guest_client(token: str, **fields: object) -> Client:
    """A browser that holds a guest's cookie."""
    client = Client(**fields)  # type: ignore[arg-type]
    signer = get_cookie_signer(salt=settings.GUEST_COOKIE_NAME + guests.SALT)
    client.cookies[settings.GUEST_COOKIE_NAME] = signer.sign(token)
    return client


@dataclass(frozen=True)
class Cast:
    """People, and what the learner and the guest own: the learner is asked questions, the guest rates herself."""

    users: dict[str, User]
    token: str
    runs: dict[str, Assessment]
    mentorship: Mentorship
    accepted: Mentorship
    request: SharingRequest
    invitation: Invitation
    secret: str
    member: CohortMember  # the learner in a cohort that the mentor leads
    coach: CohortMember  # a mentor of that cohort
    link: JoinLink
    join_secret: str
    agreement: Agreement
    passkey: Authenticator  # of the learner
    notice: Notice  # to the learner

    def client(self, person: str, **fields: object) -> Client:
        if person == "guest":
            return guest_client(self.token, **fields)
        client = Client(**fields)  # type: ignore[arg-type]
        if person != "anonymous":
            client.force_login(self.users[person])
        return client

    def url(self, route: str, of: str) -> str:
        """The address of a route, about a thing of the cast: `-`, a run, `mentorship` or `mentorship/<run>`; or two runs."""
        about, *others = of.split("/")
        extra = {
            "assessment:rate": [1],
            "assessment:take": [1],
            "assessment:problem": [1],
            "roadmap:why_domain": ["model-serving"],
            "roadmap:settle": ["model-serving"],
            "roadmap:mentor_rate": ["model-serving"],
            "roadmap:study_plan": ["plan-30-days"],
        }.get(route, [])
        pks = [self.runs[name].pk for name in (about, *others) if name in self.runs]
        if about in self.runs:
            return reverse(route, args=[*pks, *extra])
        if about == "mentorship":
            return reverse(route, args=[self.mentorship.pk, *pks, *extra])
        fixed: dict[str, list[object]] = {
            "invitation": [self.invitation.pk],
            "agreement": [self.agreement.pk],
            "secret": [self.secret],
            "accepted": [self.accepted.pk],
            "request": [self.request.pk],
            "cohort": [
                self.member.cohort_id,
                *(
                    {"member": self.member.pk, "coach": self.coach.pk, "link": self.link.pk}[name]
                    for name in others
                ),
            ],
            "join": [self.join_secret],
            "notice": [self.notice.pk],
            "token": [token_of(self.users["learner"])],
            "domain": ["model-serving"],
            "certification": ["certified-mlops-engineer"],
            "step": [Step.objects.filter(retired=False).values_list("slug", flat=True)[0]],
            "key": ["no-such-key"],
            "passkey": [self.passkey.pk],
            "issuer": ["no-such-issuer"],
            "uid-key": ["1", "no-such-key"],
        }
        return reverse(route, args=fixed.get(about, []))

    def url_of_nothing(self, route: str, of: str) -> str:
        """The same address about a thing that does not exist."""
        url = self.url(route, of)
        for run in self.runs.values():
            url = url.replace(str(run.pk), str(uuid4()))
        url = url.replace(f"/cohorts/{self.member.cohort_id}/", "/cohorts/987654/")
        if url == self.url(route, of):
            owned = {
                "invitation": self.invitation,
                "accepted": self.accepted,
                "request": self.request,
                "agreement": self.agreement,
                "passkey": self.passkey,
                "notice": self.notice,
            }
            pk = owned.get(of, self.mentorship).pk
            url = url.replace(f"/{pk}/", "/987654/")
        return url


def cast() -> Cast:
    users = {
        "learner": factories.user(email="lena@example.org", name="Lena Learner"),
        "mentor": factories.user(email="max@example.org", name="Max Mentor"),
        "stranger": factories.user(email="sam@example.org", name="Sam Stranger"),
        "staff": second_factors.with_app(
            User.objects.create_superuser("sten@example.org", factories.PASSWORD, name="Sten")
        ),
    }
    token = "a guest's token"
    guest, lena = Person(guest_key=guests.key_of(token)), Person(user=users["learner"])
    invitation, secret = factories.invitation(users["learner"], label="Nobody yet")
    cohort = factories.cohort(users["mentor"])
    link, join_secret = factories.join_link(cohort)
    shared = factories.mentorship(users["learner"], users["mentor"])
    agreement = factories.agreement(shared)
    return Cast(
        users=users,
        token=token,
        runs={
            "learner.before": actions.finish_early(factories.asking(lena), by=lena),
            "learner.done": actions.finish_early(factories.asking(lena), by=lena),
            "learner.open": factories.asking(lena),
            "guest.before": actions.finish_early(factories.asking(guest), by=guest),
            "guest.done": actions.finish_early(factories.asking(guest), by=guest),
            "guest.open": factories.started(guest),
        },
        request=factories.request_to(users["learner"], users["mentor"]),
        accepted=factories.accepted(users["learner"], factories.user(email="nora@example.org")),
        invitation=invitation,
        secret=secret,
        member=factories.joined(cohort, users["learner"]),
        coach=factories.joined(cohort, factories.user(email="cora@example.org"), kind="mentor"),
        link=link,
        join_secret=join_secret,
        mentorship=shared,
        agreement=agreement,
        notice=users["learner"].notices.get(agreement=agreement),
        passkey=second_factors.with_passkey(users["learner"]),
    )
