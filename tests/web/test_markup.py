"""What people and authors write never becomes markup, script or a request for anybody else."""

import re

import pytest
from django.apps import apps
from django.contrib import admin
from django.core import mail
from django.db import models
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from justhtml import JustHTML

from assessment.core.responses import Outcome
from assessment.models import ContentVersion, User
from assessment.templatetags.waymark import markdown, markdown_inline
from roadmap import actions
from roadmap.models import Scope, Step, StepState
from roadmap.subjects import Subject
from tests import factories
from tests.web import html
from tests.web.browsing import every_response
from tests.web.cast import Cast, cast

pytestmark = pytest.mark.drill

NAME = "\"><b data-bird hx-get=/bird hx-trigger=load onclick=x()>'"  # fits the shortest field
PEOPLES = {  # what people write, and where
    "assessment.User": ["name"],
    "assessment.ReportedProblem": ["comment"],
    "roadmap.Invitation": ["label"],
    "roadmap.Cohort": ["name"],
    "roadmap.Agreement": ["text"],
    "roadmap.Note": ["text"],
    "roadmap.MentorRating": ["evidence"],
    "roadmap.ProbeOutcome": ["note", "question"],
    "roadmap.Progress": ["note"],
}
KEYS = ("slug", "fingerprint", "digest", "kind", "asks", "relevance", "ladder", "seniority")


@pytest.fixture
def people(db: None) -> Cast:
    """The cast, who have also written to each other."""
    made = cast()
    lena, max_, shared = made.users["learner"], made.users["mentor"], made.mentorship
    shared.scope = Scope.ANSWERS
    shared.save(update_fields=["scope"])
    factories.answered(made.runs["learner.open"], lena, Outcome.RIGHT)
    made.runs["learner.open"].refresh_from_db()
    factories.reported(lena)
    step = Step.objects.filter(retired=False)[0]
    actions.mark_step(step, StepState.DONE, by=factories.person(lena), note="x", link="")
    actions.write_note(shared, made.runs["learner.done"], "x", by=max_)
    actions.write_about(shared, Subject(), "x", by=lena)
    return made


def smuggled(response: HttpResponse) -> list[str]:
    """Elements of a page that carry the mark."""
    if not response.headers.get("Content-Type", "").startswith("text/html"):
        return []
    return [node.name for node in html.parsed(response).query("[data-bird]")]


def assert_only_text(people: Cast, *persons: str) -> None:
    """No page that these people get has the mark as an element; some have it as text."""
    as_text = 0
    for person in persons:
        for url, response in every_response(people, person).items():
            assert smuggled(response) == [], (person, url)
            as_text += b"data-bird" in response.content
    assert as_text > 3


def test_I01_V1_2_1_what_people_write_is_text_on_every_page(people: Cast) -> None:
    for label, fields in PEOPLES.items():
        apps.get_model(label)._default_manager.update(**dict.fromkeys(fields, NAME))
    assert_only_text(people, "learner", "mentor", "stranger")
    staff = people.client("staff")
    for label in PEOPLES:
        if admin.site.is_registered(apps.get_model(label)):
            page = reverse(f"admin:{label.replace('.', '_').lower()}_changelist")
            assert smuggled(staff.get(page)) == []


def test_I01_V1_2_1_what_is_refused_is_shown_again_as_text(people: Cast) -> None:
    mentor, client = people.client("mentor"), people.client("learner")
    talk = reverse("roadmap:talk", args=[people.mentorship.pk])
    sent = [
        client.post(reverse("roadmap:invite"), {"label": NAME, "email": NAME, "until": NAME}),
        client.post(talk, {"text": NAME * 100}),
        client.post(reverse("roadmap:start"), {"hours_per_week": NAME, "by_date": NAME}),
        client.post(people.url("assessment:take", "learner.open"), {"number": NAME}),
        mentor.post(people.url("roadmap:agree", "mentorship"), {"text": NAME, "by_date": NAME}),
        mentor.post(people.url("roadmap:cohort_invite", "cohort"), {"addresses": NAME}),
        mentor.post(
            people.url("roadmap:mentor_rate", "mentorship/learner.done"), {"evidence": NAME}
        ),
        Client().post(reverse("account_login"), {"login": NAME, "password": "x"}),
        Client().get("/mentor/", {"q": NAME}),
        Client().get(f"/nowhere/{NAME}/"),
    ]
    assert [smuggled(response) for response in sent] == [[]] * len(sent)
    assert sum(b"data-bird" in response.content for response in sent) >= 5


def test_I01_what_authors_write_is_text_or_harmless_markdown(people: Cast) -> None:
    """Content is trusted less than code: a file from elsewhere must not run anything either."""
    for app in ("assessment", "roadmap"):
        for model in apps.get_app_config(app).get_models():
            texts = [
                field.name
                for field in model._meta.concrete_fields
                if isinstance(field, models.TextField | models.CharField)
                and model.__module__.endswith(("models.content", "models.library"))
                and field.name not in KEYS
                and not field.choices
                and not field.unique
                and not isinstance(field, models.URLField)
            ]
            if texts and model is not ContentVersion:
                model._default_manager.update(**dict.fromkeys(texts, NAME))
    ContentVersion.objects.create(digest="marked", summary="")  # so that memory is filled anew
    assert_only_text(people, "learner", "mentor")
    assert_only_text(people, "guest", "anonymous")


MARKDOWN = (
    "<script>x()</script>",
    "<img src=x onerror=x()>",
    "<div hx-get=/x hx-trigger=load style='position:fixed'>x</div>",
    "[x](javascript:x())",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:x())",
    "[x](http://example.org 'a\" onmouseover=x()')",
    "![x](http://example.org/x.png)",
    "<javascript:x()>",
    "`</code><b onclick=x()>`",
    '```x" onclick=x()\ncode\n```',
    "[a]: javascript:x()\n\n[a]",
    "| a |\n|---|\n| <b hx-on:click=x()> |",
)
TAG = re.compile(
    "p|a|em|strong|code|pre|ul|ol|li|blockquote|h[1-6]|[hb]r|table|thead|tbody|tr|th|td"
)


@pytest.mark.parametrize("text", MARKDOWN)
def test_I01_V1_3_1_V1_3_5_markdown_makes_no_tag_or_attribute_that_could_act(text: str) -> None:
    for made in (markdown(text), markdown_inline(text)):
        for node in JustHTML(made, sanitize=False, fragment=True).query("*"):
            assert TAG.fullmatch(node.name), made
            assert set(node.attrs) <= {"href", "title", "class", "start"}, made
            assert re.match(r"https?://|$", str(node.attrs.get("href") or "")), made


@pytest.mark.parametrize(
    "link",
    [
        "javascript:x()",
        "JaVaScRiPt:x()",
        "data:text/html,x",
        "java\tscript:x()",
        "//x\\y",
        "ftp://x.example",
    ],
)
def test_V1_2_2_a_link_to_anything_but_a_web_page_is_refused(learner: User, link: str) -> None:
    step = Step.objects.filter(retired=False)[0]
    url = reverse("roadmap:progress", args=[step.slug])
    response = factories.signed_in(learner).post(url, {"state": "done", "link": link})
    assert response.status_code == 422
    assert not learner.progress.exists()


def mails_of(people: Cast, name: str) -> list[mail.EmailMultiAlternatives]:
    """The mails about people who are called something: an invitation, its acceptance, and a cohort's link."""
    lena, nora = people.client("learner"), factories.user(email="olga@example.org")
    User.objects.update(name=name)
    apps.get_model("roadmap.Cohort")._default_manager.update(name=name)
    terms = {
        "label": name,
        "email": nora.email,
        "scope": "summary",
        "share_days": "30",
        "consent": "on",
    }
    assert lena.post(reverse("roadmap:invite"), terms).status_code == 302
    link = re.findall(r"/invitation/\S+/", mail.outbox[-1].body)[0]
    assert factories.signed_in(nora).post(link).status_code == 302
    cohort = {"addresses": "ida@example.org", "confirm": "yes"}
    url = people.url("roadmap:cohort_invite", "cohort")
    assert people.client("mentor").post(url, cohort).status_code == 302
    return mail.outbox


def test_I01_mails_hold_what_people_write_as_text(people: Cast) -> None:
    sent = mails_of(people, NAME)
    assert len(sent) == 3
    for message in sent:
        assert message.content_subtype == "plain"
        for page in getattr(message, "alternatives", []):
            assert not JustHTML(page.content, sanitize=False).query("[data-bird], [hx-get]")
            assert "data-bird" in page.content


def test_I01_V1_3_11_a_line_end_in_a_name_adds_no_header(people: Cast) -> None:
    for message in mails_of(people, "Lena\r\nBcc: everyone@example.org\r\n\r\nA body"):
        headers = message.message()
        assert headers["Bcc"] is None
        assert len(message.recipients()) == 1
        assert "\n" not in str(headers["Subject"])


def test_V1_3_7_template_code_in_what_people_write_is_printed_as_it_is(people: Cast) -> None:
    sent = mails_of(people, "{{ 7|add:7 }}{% now 'Y' %}")
    assert all("{{ 7|add:7 }}{% now 'Y' %}" in message.body for message in sent)
    page = people.client("mentor").get("/mentor/").content.decode()
    assert "{{ 7|add:7 }}{% now &#x27;Y&#x27; %}" in page
