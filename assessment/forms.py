"""Forms of the assessment: sign-up, name, codes, what is wrong with a question, and self-rating."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpRequest

from assessment.confirming import Confirmation
from assessment.form_words import CODE
from assessment.models import Domain, ProblemKind, User
from assessment.models.problems import WORDS


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


PROBLEMS = {
    ProblemKind.KEY: "What counts as right seems wrong, or not the only right answer",
    ProblemKind.UNCLEAR: "It is unclear, or can be read in two ways",
    ProblemKind.OUTDATED: "It is out of date",
    ProblemKind.WORDING: "A mistake in the wording, or in how it looks",
    ProblemKind.OTHER: "Something else",
}


class ProblemForm(forms.Form):
    """What is wrong with a question."""

    kind = forms.TypedChoiceField(
        label="What is wrong?",
        coerce=ProblemKind,
        choices=PROBLEMS.items(),
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose what is wrong.",
            "invalid_choice": "Choose one of the five.",
        },
    )
    comment = forms.CharField(
        label="Tell more about it",
        required=False,
        max_length=WORDS,
        help_text="Optional. It helps most to say what would be right, and where to read about it.",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": f"At most {WORDS:,} characters; this has %(show_value)d."},
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("kind") == ProblemKind.OTHER and data.get("comment") == "":
            self.add_error("comment", "Say what it is.")
        return data


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
