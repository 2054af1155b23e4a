"""The pattern of a refusal, on every form of the site: what was sent stays, and every error is said twice and led to."""

from dataclasses import dataclass

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve, reverse
from justhtml import Element, JustHTML

from assessment.core.catalogue import Kind
from assessment.models import User
from tests import factories
from tests.web import html
from tests.web.access_table import TABLE
from tests.web.cast import PEOPLE, Cast, cast

ROWS = [line.split() for line in TABLE.split("\n") if line and not line.startswith("route")]
CONTROLS = "input:not([type=hidden]), textarea, select"
BUBBLES = (
    "[required], [min], [max], [minlength], [pattern], [type=email], [type=number], [type=url]"
)
NONSENSE = "x" * 5000  # too long for every line, no choice of any list, no number, no date
OF_NO_USE = ("This field is required.", "Enter a valid email address.")  # Django's own words
TAKES_ANYTHING = {
    "roadmap:certifications": "a search that knows nothing of what it is sent finds nothing",
    "roadmap:cohort": "a consent that is not ticked is not given",
}


@dataclass(frozen=True)
class Form:
    """A form of a page that somebody saw. shape: the names of its controls, the same for the same form elsewhere."""

    person: str
    page: str
    action: str
    method: str
    hidden: dict[str, str]
    names: tuple[str, ...]

    def send(self, client: Client, value: str) -> HttpResponse:
        data = {**self.hidden, **dict.fromkeys(self.names, value)}
        send = client.post if self.method == "post" else client.get
        return send(self.action, data, follow=False)


def forms_of(person: str, page: str, tree: JustHTML) -> list[Form]:
    """The forms of a page into which something can be filled in."""
    found = []
    for form in tree.query("main form"):
        names = tuple(sorted({c.attrs["name"] for c in form.query(CONTROLS) if "name" in c.attrs}))
        hidden = {
            i.attrs["name"]: i.attrs.get("value") or "" for i in form.query("input[type=hidden]")
        }
        action = (form.attrs.get("action") or page).split("#")[0]
        if names:
            method = form.attrs.get("method", "get")
            assert "novalidate" in form.attrs or not form.query(BUBBLES), page
            found.append(Form(person, page, action, method, hidden, names))
    return found


@pytest.fixture
def people(db: None) -> Cast:
    return cast()


def all_forms(people: Cast) -> list[Form]:
    """Every form that somebody of the cast comes across, once for each set of controls."""
    found: dict[tuple[str, ...], Form] = {}
    for row, person in seen_by():
        page = people.url(*row)
        response = people.client(person).get(page)
        if response["Content-Type"].startswith("text/html"):
            for form in forms_of(person, page, html.parsed(response)):
                found.setdefault(form.names, form)
    return list(found.values())


def seen_by() -> list[tuple[tuple[str, str], str]]:
    """Every route that shows a page, with one of the people to whom it does."""
    found = {}
    for route, of, *answers in ROWS:
        for person, answer in zip(PEOPLE, answers, strict=True):
            if answer.startswith("200"):
                found.setdefault(route, ((route, of), person))
    return list(found.values())


def one(tree: JustHTML, selector: str) -> Element:
    return tree.query(selector)[0]


def described(control: Element, tree: JustHTML) -> str:
    """What a screen reader says after the name of a control, or of the group that it is in."""
    node: Element | None = control
    while node is not None and "aria-describedby" not in node.attrs:
        node = node.parent
    ids = node.attrs["aria-describedby"].split() if node is not None else []
    return " ".join(e.to_text() for name in ids for e in tree.query(f"#{name}"))


def complaints(response: HttpResponse) -> list[str]:
    """What a page that refuses lacks of the pattern."""
    tree = html.parsed(response)
    lacks = []
    if not html.title(response).startswith("Error: "):
        lacks.append("the title does not say Error")
    if len(tree.query(".error-summary[role=alert][tabindex='-1'][data-focus]")) != 1:
        lacks.append("no summary that takes the focus")
    by_field = [e.to_text().removeprefix("Error:").strip() for e in tree.query(".field-error")]
    for line in tree.query(".error-summary li"):
        said = line.to_text().strip()
        links = line.query("a")
        if not links:
            continue  # about the form as a whole: there is no field to lead to
        control = tree.query(links[0].attrs["href"])
        if not control or control[0].name not in ("input", "select", "textarea"):
            lacks.append(f"“{said}” leads to no control")
        elif said not in described(control[0], tree):
            lacks.append(f"“{said}” does not describe its control")
        if said not in " ".join(by_field):
            lacks.append(f"“{said}” is not said by the field")
        if said in OF_NO_USE:
            lacks.append(f"“{said}” does not say what to do")
    return lacks


def test_X05_every_form_refuses_with_the_same_pattern(people: Cast) -> None:
    refused, wrong, taken = 0, {}, set()
    for form in all_forms(people):
        answers = [form.send(people.client(form.person), value) for value in ("", NONSENSE)]
        errors = [a for a in answers if a.status_code == 422 or b"error-summary" in a.content]
        for answer in errors:
            refused += 1
            if lacks := complaints(answer):
                wrong[f"{form.page} {form.names}"] = lacks
        if not errors:
            taken.add(resolve(form.page).view_name)
    assert wrong == {}
    assert taken == set(TAKES_ANYTHING)
    assert refused > 20


@pytest.mark.parametrize("kind", list(Kind), ids=str)
def test_X05_a_question_offers_all_its_answers_and_chooses_none(learner: User, kind: Kind) -> None:
    run = factories.asking_kind(learner, kind.value)
    url = reverse("assessment:take", args=[run.pk, 1])
    tree = html.parsed(factories.signed_in(learner).get(url))
    assert one(tree, "main form fieldset > legend").to_text().strip()
    assert not tree.query("main [checked], main [selected]")
    assert one(tree, "main label.unknown").to_text().strip() == "I don't know yet"
    for box in tree.query("main [type=radio], main [type=checkbox]"):
        assert box.parent is not None
        assert box.parent.name == "label"  # so the whole row chooses it
        assert box.parent.attrs["for"] == box.attrs["id"]


def test_X05_what_was_typed_stays(learner: User) -> None:
    sent = {"role": "sre-for-ml-systems", "length": "quick", "hours_per_week": "many"}
    answer = factories.signed_in(learner).post(reverse("roadmap:start"), sent)
    assert answer.status_code == 422
    assert one(html.parsed(answer), "[name=hours_per_week]").attrs["value"] == "many"
    assert {"sre-for-ml-systems", "quick"} <= set(html.checked(answer))


def test_X10_nothing_is_typed_twice_and_browsers_can_fill_it_in(learner: User) -> None:
    asked = {
        "account_signup": Client(),
        "account_login": Client(),
        "account_reset_password": Client(),
    }
    signed_in = factories.signed_in(learner)
    lost = User.objects.create(email="lost@example.org", password="!")
    asked["account_set_password"] = factories.signed_in(lost)
    asked |= dict.fromkeys(
        ["account_change_password", "account_email", "account_reauthenticate"], signed_in
    )
    for route, client in asked.items():
        tree = html.parsed(client.get(reverse(route), follow=True))
        fields = tree.query("main input[type=password], main input[type=email]")
        assert fields, route
        for field in fields:
            assert not field.attrs["name"].endswith("2"), route
            assert field.attrs.get("autocomplete") not in (None, "", "off"), (route, field.attrs)
        new = tree.query("main input[autocomplete=new-password]")
        assert len(new) <= 1, route
