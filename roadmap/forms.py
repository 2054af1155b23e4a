"""Forms of the roadmap that change something: the start, the plan, progress, ratings and notes."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from assessment.core.stopping import Length
from assessment.models import Domain
from roadmap.fields import day_field, level_field, words_field
from roadmap.models import Background, Period, Role, StepState

DEFAULT_ROLE = "mlops-engineer"


class FrameForm(forms.Form):
    """The time a learner has: what a plan is fitted to."""

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
    by_date = day_field("Is there a date you aim for?", help_text="Optional.")

    def clean_by_date(self) -> Any:
        day = self.cleaned_data["by_date"]
        today = timezone.localdate()
        if day and not today < day <= today + timedelta(days=3660):
            raise forms.ValidationError("Choose a date after today, within ten years.")
        return day


class StartForm(FrameForm):
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

    field_order = ["role", "background", "hours_per_week", "by_date", "length"]

    def __init__(self, *args: Any, role: str = "", **kwargs: Any) -> None:
        """role: the slug of the role to offer first; what is no target role is ignored."""
        super().__init__(*args, **kwargs)
        targets = Role.objects.targets()
        known = role and targets.filter(slug=role).exists()
        self.fields["role"].queryset = targets
        self.fields["role"].initial = role if known else DEFAULT_ROLE
        self.fields["background"].queryset = Background.objects.filter(retired=False)


class ProgressForm(forms.Form):
    """How far a learner is with a step, and what shows it."""

    state = forms.ChoiceField(
        label="How far are you?",
        choices=StepState.choices,
        widget=forms.RadioSelect,
        error_messages={
            "invalid_choice": "Choose one of the four states.",
            "required": "Choose one of the four states.",
        },
    )
    note = words_field(
        "What shows it?",
        most=2000,
        help_text="Optional: what you made, measured or learnt. Mentors you share with can read it.",
        rows=3,
    )
    link = forms.URLField(
        label="A link to it",
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text="Optional: a repository, a page, a recording.",
        error_messages={
            "invalid": "Type a whole address, such as https://example.org/my-project.",
            "max_length": "At most 500 characters.",
        },
    )

    def clean_state(self) -> StepState:
        return StepState(self.cleaned_data["state"])

    def clean_link(self) -> str:
        link: str = self.cleaned_data["link"]
        if link and not link.lower().startswith(("https://", "http://")):
            raise forms.ValidationError("Only addresses of web pages, with https or http.")
        return link


class NoteForm(forms.Form):
    text = words_field(
        "Write a note",
        most=4000,
        help_text="The learner reads it. There are no private notes.",
        missing="Write something first.",
    )


class MentorRatingForm(forms.Form):
    """A mentor's view of one domain: the level, and what they saw."""

    level = level_field("Which level have you seen?")
    evidence = words_field(
        "What did you see that shows it?",
        most=2000,
        help_text="A piece of work, an incident, a conversation. The learner reads it.",
        missing="Say what you saw: a level without it helps nobody.",
    )

    def __init__(self, *args: Any, domain: Domain, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = [
            (anchor.level, f"{anchor.get_level_display()}: {anchor.does}")
            for anchor in domain.anchors.all()
        ]


class DigestForm(forms.Form):
    """How often somebody wants a mail about what is new."""

    period = forms.TypedChoiceField(
        label="How often?",
        choices=Period.choices,
        coerce=Period,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose how often, or never.",
            "invalid_choice": "Choose one of the three.",
        },
    )
