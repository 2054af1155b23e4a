"""Forms of the roadmap: the start, an invitation, a note, a look at other roles."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from assessment.core.catalogue import Level
from assessment.core.stopping import Length
from roadmap.core.expected import middle_of
from roadmap.core.roles import NOT_NEEDED, Aim, Aims, Change
from roadmap.models import Background, Role
from roadmap.models.content import SENIORITIES

DEFAULT_ROLE = "mlops-engineer"


class StartForm(forms.Form):
    """What the report and the plan are for; everything has a default."""

    role = forms.ModelChoiceField(
        label="Which role do you aim at?",
        queryset=Role.objects.none(),
        to_field_name="slug",
        empty_label=None,
        error_messages={
            "invalid_choice": "Choose a role from the list.",
            "required": "Choose a role from the list.",
        },
    )
    background = forms.ModelChoiceField(
        label="What is your background?",
        queryset=Background.objects.none(),
        to_field_name="slug",
        required=False,
        empty_label="I'd rather not say",
        error_messages={"invalid_choice": "Choose a background from the list."},
    )
    hours_per_week = forms.IntegerField(
        label="How many hours a week can you learn?",
        min_value=1,
        max_value=60,
        initial=5,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 4, "autocomplete": "off"}),
        error_messages={
            "invalid": "Type a whole number of hours, such as 5.",
            "min_value": "At least 1 hour a week.",
            "max_value": "At most 60 hours a week.",
            "required": "Type how many hours a week, such as 5.",
        },
    )
    by_date = forms.DateField(
        label="Is there a date you aim for?",
        required=False,
        help_text="Optional.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"],
        error_messages={"invalid": "Type a date such as 2027-03-31."},
    )
    length = forms.TypedChoiceField(
        label="How long should it take?",
        coerce=Length,
        initial=Length.STANDARD,
        choices=[
            (
                length.value,
                f"{length.name.capitalize()}: {length.questions} questions, about {length.minutes} minutes",
            )
            for length in Length
        ],
        widget=forms.RadioSelect,
        help_text="More questions make the estimates narrower. You can stop early.",
        error_messages={
            "invalid_choice": "Choose one of the three lengths.",
            "required": "Choose a length.",
        },
    )

    def __init__(self, *args: Any, role: str = "", **kwargs: Any) -> None:
        """role: the slug of the role to offer first; what is no target role is ignored."""
        super().__init__(*args, **kwargs)
        targets = Role.objects.targets()
        known = role and targets.filter(slug=role).exists()
        self.fields["role"].queryset = targets
        self.fields["role"].initial = role if known else DEFAULT_ROLE
        self.fields["background"].queryset = Background.objects.filter(retired=False)

    def clean_by_date(self) -> Any:
        day = self.cleaned_data["by_date"]
        today = timezone.localdate()
        if day and not today < day <= today + timedelta(days=3660):
            raise forms.ValidationError("Choose a date after today, within ten years.")
        return day


class InviteForm(forms.Form):
    """A link for one mentor: for whom, what they see, for how long; consent is given here and nowhere else."""

    label = forms.CharField(
        label="Who is it for?",
        max_length=80,
        help_text="A name that tells you later whom you gave the link to.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Type a name, so that you know later whom the link was for."},
    )
    answers_too = forms.BooleanField(
        label="Also let them read my answers, question by question",
        required=False,
    )
    share_days = forms.TypedChoiceField(
        label="For how long?",
        coerce=int,
        initial=90,
        choices=[(30, "30 days"), (90, "90 days"), (365, "One year")],
        widget=forms.RadioSelect,
        error_messages={
            "invalid_choice": "Choose one of the three periods.",
            "required": "Choose a period.",
        },
    )
    consent = forms.BooleanField(
        label="I agree that the person who accepts this link sees my reports until then. I can stop it at any time.",
        error_messages={
            "required": "Tick this to agree, or go back: nothing is shared without it."
        },
    )


class NoteForm(forms.Form):
    text = forms.CharField(
        label="Write a note",
        max_length=4000,
        help_text="The learner reads it. There are no private notes.",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": "Write something first.",
            "max_length": "At most 4,000 characters; this has %(show_value)d.",
        },
    )


@dataclass(frozen=True)
class Control:
    """The two choices about one domain: the level to ask for and how much it counts. aim: what the role asks of it."""

    name: str
    aim: Aim
    level: forms.BoundField
    weight: forms.BoundField


class WhatIfForm(forms.Form):
    """A role, a second one beside it, and what to ask of single domains instead; everything may be left out."""

    LEVELS = [(level.name.lower(), level.name.capitalize()) for level in Level]
    WEIGHTS = [("0", "0: not needed"), ("1", "1: helps"), ("2", "2: matters"), ("3", "3: decides")]

    def __init__(
        self, data: QueryDict, *, roles: Mapping[str, Role], domains: Mapping[str, str]
    ) -> None:
        """roles: by slug. domains: names by slug."""
        super().__init__(data)
        self.domains = domains
        known = _by_seniority(roles.values())
        self.fields["role"] = self._choice("Role", known, "Choose a role from the list.")
        self.fields["second"] = self._choice(
            "Compare with", [("", "No second role"), *known], "Choose a second role from the list."
        )
        for slug, name in domains.items():
            levels, weights = f"level-{slug}", f"weight-{slug}"
            self.fields[levels] = self._choice(
                f"Level wanted in {name}", self.LEVELS, f"{name}: choose a level from the list."
            )
            self.fields[weights] = self._choice(
                f"Weight of {name}", self.WEIGHTS, f"{name}: choose a weight from 0 to 3."
            )

    @staticmethod
    def _choice(label: str, choices: Sequence[Any], refusal: str) -> forms.ChoiceField:
        return forms.ChoiceField(
            label=label,
            choices=choices,
            required=False,
            error_messages={"invalid_choice": refusal},
        )

    def clean(self) -> dict[str, Any]:
        asked = [name for name in self.data if name.startswith(("level-", "weight-"))]
        if any(name not in self.fields for name in asked):
            raise forms.ValidationError("One of the changes is to a domain that is not known here.")
        return super().clean() or {}

    @property
    def chosen(self) -> dict[str, str]:
        """What was chosen and can be: by name, without what was left out."""
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def changes(self) -> dict[str, Change]:
        """The changes to what the role asks, by domain. A level counts as the score in its middle."""
        found = {}
        for slug in self.domains:
            level, weight = (self.chosen.get(f"{what}-{slug}") for what in ("level", "weight"))
            if level or weight:
                found[slug] = Change(
                    score=int(middle_of(Level[level.upper()])) if level else None,
                    weight=int(weight) if weight else None,
                )
        return found

    def controls(self, aims: Aims) -> list[Control]:
        """The choices about every domain, for a role's aims."""
        return [
            Control(name, aims.get(slug, NOT_NEEDED), self[f"level-{slug}"], self[f"weight-{slug}"])
            for slug, name in self.domains.items()
        ]


def _by_seniority(roles: Iterable[Role]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Choices of roles in groups, from entry to lead."""
    found: dict[str, list[tuple[str, str]]] = {label: [] for _, label in SENIORITIES}
    for role in roles:
        found[role.get_seniority_display()].append((role.slug, role.name))
    return [(label, choices) for label, choices in found.items() if choices]
