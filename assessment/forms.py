"""Forms of the assessment: sign-up, self-rating, and the answer to a question."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpRequest

from assessment.actions import Given
from assessment.confirming import Confirmation
from assessment.core.catalogue import Kind
from assessment.core.responses import Outcome, grade_choice, grade_number
from assessment.form_words import CODE
from assessment.models import Domain, Option, QuestionRevision, User

UNKNOWN = "unknown"
NUMBER = re.compile(r"[+-]?\d{1,15}([.,]\d{0,15})?|[+-]?[.,]\d{1,15}")
GROUPED = re.compile(r"[1-9]\d{0,2}(,\d{3})+(\.\d*)?")


class SignUpForm(forms.Form):
    """The part of the sign-up form that is ours; allauth adds e-mail and password."""

    name = forms.CharField(
        label="Your name",
        max_length=80,
        required=False,
        help_text="Optional. What a mentor sees when you share.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ["email", "password1", "name"]

    def signup(self, request: HttpRequest, user: User) -> None:
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])


class NameForm(forms.Form):
    name = forms.CharField(
        label="Your name",
        max_length=80,
        required=False,
        help_text="What a mentor sees when you share, and a learner when you are their mentor.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class CodeForm(forms.Form):
    """The code that was sent by mail."""

    code = forms.CharField(
        label="Code",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}),
        error_messages=CODE,
    )

    def __init__(self, *args: Any, sent: Confirmation | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sent = sent

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if self.sent is None or not self.sent.is_right(code):
            raise forms.ValidationError("This is not the code that was sent.")
        return code


class RatingForm(forms.Form):
    """One page of self-ratings: five anchors for each of a few domains; each may be left out."""

    def __init__(self, *args: Any, domains: Sequence[Domain], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.domains = domains
        for domain in domains:
            self.fields[domain.slug] = forms.TypedChoiceField(
                label=domain.name,
                help_text=domain.scope,
                required=False,
                coerce=int,
                empty_value=None,
                choices=[(anchor.level, anchor) for anchor in domain.anchors.all()],
                widget=forms.RadioSelect,
            )

    def levels(self) -> dict[int, int | None]:
        """The chosen level, or None, by domain pk."""
        return {domain.pk: self.cleaned_data[domain.slug] for domain in self.domains}


class AnswerForm(forms.Form):
    """The answer to one question. Options are named by the place where this learner sees them, never by the content's."""

    SURE = {"yes": True, "no": False}

    def __init__(
        self, *args: Any, revision: QuestionRevision, options: Sequence[Option], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.revision, self.options = revision, options
        self.kind = Kind(revision.kind)
        places = [(str(place), option.text) for place, option in enumerate(options, start=1)]
        if self.kind is Kind.ONE:
            self.fields["choice"] = forms.ChoiceField(
                choices=[*places, (UNKNOWN, "I don't know yet")], required=False
            )
        elif self.kind is Kind.MANY:
            self.fields["choice"] = forms.MultipleChoiceField(choices=places, required=False)
        elif self.kind is Kind.NUMBER:
            self.fields["number"] = forms.CharField(required=False, max_length=40, strip=True)
        else:
            for place, text in places:
                self.fields[f"rank-{place}"] = forms.CharField(label=text, required=False)
        self.fields["unknown"] = forms.BooleanField(required=False)
        # Anything else than yes or no says nothing.
        self.fields["sure"] = forms.CharField(required=False)

    @property
    def wanted(self) -> int:
        """How many options are right; a question of kind many says so."""
        return sum(option.key for option in self.options)

    @property
    def chosen(self) -> set[int]:
        """Places that were chosen in what was sent, to show it again."""
        return (
            {int(place) for place in self.data.getlist("choice") if place.isdecimal()}
            if self.is_bound
            else set()
        )

    @property
    def lines(self) -> list[tuple[str, Option, str]]:
        """For kind order: field name, option, and the place that was sent for it (to show it again)."""
        names = [f"rank-{place}" for place in range(1, len(self.options) + 1)]
        return [
            (name, option, self.data.get(name, ""))
            for name, option in zip(names, self.options, strict=True)
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        several = self.kind is Kind.ONE and len(set(self.data.getlist("choice"))) > 1
        if data.get("choice") == UNKNOWN:  # one radio among the others, where there are radios
            data |= {"choice": "", "unknown": True}
        if several or (data.get("unknown") and self._something_given()):
            self.add_error(None, "Choose either an answer or “I don't know yet”, not both.")
        elif not data.get("unknown") and not self.errors:
            self.given = self._given()
        return data

    def result(self) -> Given:
        """The graded answer of a valid form."""
        if self.cleaned_data["unknown"]:
            return Given(Outcome.UNKNOWN, [], None)
        sure = self.SURE.get(self.cleaned_data["sure"])
        if self.kind is Kind.NUMBER:
            assert isinstance(self.given, float)
            outcome = grade_number(
                self.given, self.revision.answer or 0.0, self.revision.tolerance or 0.0
            )
            return Given(outcome, self.given, sure)
        assert isinstance(self.given, list)
        if self.kind is Kind.ORDER:
            keys = sorted(option.position for option in self.options)
        else:
            keys = [option.position for option in self.options if option.key]
        return Given(grade_choice(self.kind, self.given, keys), self.given, sure)

    def _something_given(self) -> bool:
        return any(
            self.cleaned_data.get(name) for name in self.fields if name not in ("unknown", "sure")
        )

    def _given(self) -> list[int] | float | None:
        """What was chosen, as content positions or a number; adds an error when the answer is not complete."""
        data = self.cleaned_data
        if self.kind is Kind.ONE:
            if not data["choice"]:
                self.add_error("choice", "Choose an answer, or “I don't know yet”.")
                return None
            return [self._position(data["choice"])]
        if self.kind is Kind.MANY:
            if len(set(data["choice"])) != self.wanted:
                self.add_error(
                    "choice", f"Choose exactly {self.wanted} answers, or “I don't know yet”."
                )
                return None
            return sorted(self._position(place) for place in set(data["choice"]))
        if self.kind is Kind.NUMBER:
            return self._number(data["number"])
        ranks = [data[f"rank-{place}"] for place in range(1, len(self.options) + 1)]
        if sorted(ranks) != [str(n) for n in range(1, len(ranks) + 1)]:
            self.add_error(
                None,
                f"Give each line its own place from 1 to {len(ranks)}, or choose “I don't know yet”.",
            )
            return None
        order = sorted(range(len(ranks)), key=lambda i: int(ranks[i]))
        return [self.options[i].position for i in order]

    def _position(self, place: str) -> int:
        return self.options[int(place) - 1].position

    def _number(self, text: str) -> float | None:
        # A comma is a decimal sign in much of the world and groups thousands in the rest: "1,400" could be either.
        plain = text.replace(" ", "")
        if GROUPED.fullmatch(plain):
            self.add_error("number", "Type it without a sign between the thousands, such as 1400.")
            return None
        if not NUMBER.fullmatch(plain):
            self.add_error("number", "Type a number, such as 12.5, or choose “I don't know yet”.")
            return None
        return float(plain.replace(",", "."))
