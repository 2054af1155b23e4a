"""The admin pages: staff alone, people may be changed, content and results are only read."""

import numpy as np
import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.admin import site
from django.contrib.auth.models import Group
from django.db import transaction
from django.test import Client
from django.urls import reverse

from assessment.admin import PersonalAdmin
from assessment.bank import current_bank
from assessment.core.calibration import Calibration
from assessment.core.responses import Outcome
from assessment.core.stored import to_json
from assessment.models import AuditEvent, Domain, MeasurementVersion, SelfRating
from config.care.personal import PERSONAL
from roadmap import actions
from roadmap.subjects import Subject
from tests import factories, second_factors
from tests.web import html
from tests.web.cast import PEOPLE, Cast, cast
from tests.web.routes import all_routes

# Status of GET (and of HEAD), then of an empty POST, for staff with all rights.
EDITABLE = {
    "changelist": (200, 200),
    "add": (200, 200),
    "change": (200, 200),
    "delete": (200, 200),
    "history": (200, 200),
}
READ_ONLY = {
    "changelist": (200, 200),
    "add": (403, 403),
    "change": (200, 403),
    "delete": (403, 403),
    "history": (200, 200),
}
REMOVABLE = READ_ONLY | {"delete": (200, 200)}
MODELS = {
    "account.emailaddress": EDITABLE,  # by who has all rights
    "assessment.anchor": READ_ONLY,
    "assessment.assessment": READ_ONLY,
    "assessment.auditevent": READ_ONLY,
    "assessment.contentversion": READ_ONLY,
    "assessment.domain": READ_ONLY,
    "assessment.domainresult": READ_ONLY,
    "assessment.guide": READ_ONLY,
    "assessment.measurementversion": READ_ONLY,
    "assessment.misconception": READ_ONLY,
    "assessment.option": READ_ONLY,
    "assessment.question": READ_ONLY,
    "assessment.questionrevision": READ_ONLY,
    "assessment.reportedproblem": READ_ONLY | {"change": (200, 200)},
    "assessment.response": READ_ONLY,
    "assessment.section": READ_ONLY,
    "assessment.selfrating": READ_ONLY,
    "assessment.skill": READ_ONLY,
    "assessment.user": EDITABLE,
    "auth.group": EDITABLE,
    "mfa.authenticator": REMOVABLE,
    "roadmap.background": READ_ONLY,
    "roadmap.certification": READ_ONLY,
    "roadmap.goal": READ_ONLY,
    "roadmap.interviewitem": READ_ONLY,
    "roadmap.invitation": READ_ONLY,
    "roadmap.mentorship": READ_ONLY,
    "roadmap.note": READ_ONLY,
    "roadmap.portfolioitem": READ_ONLY,
    "roadmap.probe": READ_ONLY,
    "roadmap.project": READ_ONLY,
    "roadmap.resource": READ_ONLY,
    "roadmap.role": READ_ONLY,
    "roadmap.sharingrequest": READ_ONLY,
    "roadmap.step": READ_ONLY,
    "roadmap.steplift": READ_ONLY,
    "roadmap.studyplan": READ_ONLY,
    "roadmap.wantedscore": READ_ONLY,
}
OTHERS = {
    "admin:index": ("/admin/", (200, 200)),
    "admin:app_list": ("/admin/assessment/", (200, 200)),
    "admin:login": ("/admin/login/", (302, 200)),
    "admin:logout": ("/admin/logout/", (200, 302)),
    "admin:password_change": ("/admin/password_change/", (302, 302)),
    "admin:password_change_done": ("/admin/password_change/done/", (302, 302)),
    "admin:autocomplete": ("/admin/autocomplete/", (403, 405)),
    "admin:jsi18n": ("/admin/jsi18n/", (200, 405)),
    "admin:view_on_site": ("/admin/r/0/0/", (404, 404)),
    "admin:assessment_user_link": ("/admin/assessment/user/{user}/link/", (405, 302)),
    "an object": ("/admin/assessment/user/{user}/", (302, 302)),
    "anything else": ("/admin/nowhere/", (404, 404)),
}


@pytest.fixture
def people(db: None) -> Cast:
    """The cast, with one of everything that the admin shows."""
    people = cast()
    lena, run = people.users["learner"], people.runs["learner.open"]
    Group.objects.create(name="Helpers")
    EmailAddress.objects.create(user=lena, email=lena.email, primary=True)
    SelfRating.objects.create(assessment=run, domain=Domain.objects.all()[0], level=2)
    factories.answered(run, lena, Outcome.RIGHT)
    factories.reported(lena)
    done = people.runs["learner.done"]
    actions.write_note(people.mentorship, done, "Well done.", by=people.users["mentor"])
    MeasurementVersion.objects.create(number=2, note="Made up.", parameters=nothing_learnt())
    return people


def nothing_learnt() -> dict[str, object]:
    """What a calibration stores that has learnt nothing."""
    bank = current_bank()
    columns = np.zeros(len(bank.items), dtype=int)
    calibration = Calibration(bank.launch, bank.prior, attempts=0, answers=columns)
    return to_json(calibration, bank.revision_pks, bank.domain_pks)


def addresses(people: Cast) -> dict[str, tuple[str, tuple[int, int]]]:
    """Every route of the admin: its address, and what staff gets there."""
    found = {
        name: (url.format(user=people.users["learner"].pk), statuses)
        for name, (url, statuses) in OTHERS.items()
    }
    for label, pages in MODELS.items():
        model = apps.get_model(label)
        for page, statuses in pages.items():
            args = [] if page in ("changelist", "add") else [model._default_manager.all()[0].pk]
            name = f"admin:{label.replace('.', '_')}_{page}"
            found[name] = (reverse(name, args=args), statuses)
    return found


def statuses(client: Client, url: str) -> tuple[int, int, int]:
    got = []
    for method in ("get", "head", "post"):
        with transaction.atomic():
            got.append(getattr(client, method)(url).status_code)
            transaction.set_rollback(True)
    return got[0], got[1], got[2]


@pytest.mark.parametrize("chosen", ["None", "1x", "9" * 30, "\u0663", ""])
def test_V2_2_1_a_selection_that_cannot_be_is_refused_in_every_list(
    people: Cast, chosen: str
) -> None:
    client = people.client("staff")
    for model in site._registry:
        url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        for action in ("delete_selected", "make_verified"):
            sent = {"action": action, "_selected_action": chosen, "post": "yes"}
            assert client.post(url, sent).status_code < 500, url
    url = reverse("admin:account_emailaddress_changelist")
    sent = {"action": "make_verified", "_selected_action": "None"}
    assert client.post(url, sent).status_code == 400


def test_A01_every_route_of_the_admin_is_in_the_tables(people: Cast) -> None:
    named = {route.name for route in all_routes() if route.is_admin and route.name != "admin:"}
    assert set(addresses(people)) - {"an object", "anything else"} == named


def test_A01_staff_changes_people_and_reads_the_rest(people: Cast) -> None:
    for name, (url, (get, post)) in addresses(people).items():
        head = (
            200 if name == "admin:login" else get
        )  # Django's own sign-in page sees HEAD as a post
        assert statuses(people.client("staff"), url) == (get, head, post), name


@pytest.mark.parametrize("person", [person for person in PEOPLE if person != "staff"])
def test_A01_nobody_else_gets_further_than_a_sign_in_page(people: Cast, person: str) -> None:
    client = people.client(person)
    for name, (url, _) in addresses(people).items():
        if name == "admin:login":
            continue
        for method in ("get", "head", "post"):
            response = getattr(client, method)(url)
            assert response.status_code == 302, (name, method)
            assert response.headers["Location"].split("?")[0] in (
                reverse("account_login"),
                reverse("admin:login"),
                reverse("admin:index"),
            ), (name, method)


def test_A01_staff_without_rights_sees_no_rows(people: Cast) -> None:
    helper = factories.signed_in(
        second_factors.with_app(factories.user(email="helper@example.org", is_staff=True))
    )
    for name, (url, _) in addresses(people).items():
        if name not in OTHERS:
            assert helper.get(url).status_code == 403, name
            assert helper.post(url).status_code == 403, name


def test_V15_3_1_a_secret_is_not_shown_even_as_its_hash(people: Cast) -> None:
    url = reverse("admin:roadmap_invitation_change", args=[people.invitation.pk])
    page = people.client("staff").get(url).content.decode()
    assert "Nobody yet" in page
    assert people.invitation.secret_hash not in page
    assert people.secret not in page


@pytest.mark.parametrize(
    "label",
    [
        "assessment.assessment",
        "assessment.response",
        "assessment.domainresult",
        "assessment.selfrating",
        "assessment.reportedproblem",
        "roadmap.goal",
        "roadmap.note",
        "roadmap.mentorship",
        "roadmap.invitation",
    ],
)
@pytest.mark.parametrize("page", ["change", "history", "changelist"])
def test_P07_a_learner_reads_which_of_the_staff_looked(people: Cast, label: str, page: str) -> None:
    lena, model = people.users["learner"], apps.get_model(label)
    owner = "learner" if hasattr(model, "learner") else "assessment__learner"
    row = model._default_manager.filter(**{owner: lena})[0]
    args = [] if page == "changelist" else [row.pk]
    looks = lena.audit_events.looks().filter(actor=people.users["staff"])
    assert (
        people.client("staff")
        .get(reverse(f"admin:{label.replace('.', '_')}_{page}", args=args))
        .status_code
        == 200
    )
    assert looks.count() == 1
    text = html.text(people.client("learner").get("/sharing/"))
    assert "Sten looked as staff, on the administration pages" in text


def test_P07_a_note_that_is_on_no_report_is_the_learners_too(people: Cast) -> None:
    lena, staff = people.users["learner"], people.client("staff")
    note = actions.write_about(people.mentorship, Subject(), "Between us.", by=lena)
    page = staff.get(reverse("admin:roadmap_note_change", args=[note.pk]))
    assert "Between us." in html.text(page)
    assert lena.audit_events.looks().filter(actor=people.users["staff"]).count() == 1


# Tables about people whose rows say nothing of what a learner did: accounts, and acts by their kind.
OF_ACCOUNTS = {"account.EmailAddress", "assessment.AuditEvent", "assessment.User", "auth.Group"}
OF_ACCOUNTS |= {"mfa.Authenticator", "roadmap.SharingRequest"}


def test_P07_every_table_about_learners_leaves_a_trace_and_has_an_owner_for_each_row() -> None:
    shown = {model: page for model, page in site._registry.items() if model._meta.label in PERSONAL}
    untold = {
        model._meta.label for model, page in shown.items() if not isinstance(page, PersonalAdmin)
    }
    assert untold <= OF_ACCOUNTS
    for model, page in shown.items():
        if isinstance(page, PersonalAdmin):
            way = model
            for step in page.owner.split("__")[:-1]:
                field = way._meta.get_field(step)
                assert not field.null, f"a {model._meta.verbose_name} without {step} is nobody's"
                way = field.related_model


def test_P07_staff_refused_is_no_look_and_a_guest_has_nobody_to_tell(people: Cast) -> None:
    helper = factories.signed_in(
        second_factors.with_app(factories.user(email="helper@example.org", is_staff=True))
    )
    run = people.runs["learner.done"]
    change = "admin:assessment_assessment_change"
    for url in (reverse(change, args=[run.pk]), reverse("admin:assessment_assessment_changelist")):
        assert helper.get(url).status_code == 403
    guest = reverse(change, args=[people.runs["guest.done"].pk])
    assert people.client("staff").get(guest).status_code == 200
    assert not AuditEvent.objects.looks().exists()
