"""Forms of the roadmap: the start, an invitation, a note, the choice of two assessments."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.formats import date_format

from assessment.core.stopping import Length
from assessment.models import Assessment
from roadmap.models import Background, Role

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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].queryset = Role.objects.targets()
        self.fields["role"].initial = DEFAULT_ROLE
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


class PairForm(forms.Form):
    """Which two assessments to compare; it is sent by GET."""

    one = forms.TypedChoiceField(
        label="Compare",
        coerce=UUID,
        error_messages={"invalid_choice": "Choose an assessment from the list."},
    )
    other = forms.TypedChoiceField(
        label="with",
        coerce=UUID,
        error_messages={"invalid_choice": "Choose an assessment from the list."},
    )

    def __init__(self, *args: Any, runs: Sequence[Assessment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_needed = len(runs) > 2
        for field in self.fields.values():
            field.choices = [(str(run.pk), _named(run)) for run in runs]


def _named(run: Assessment) -> str:
    assert run.finished_at is not None
    day = date_format(timezone.localtime(run.finished_at), "j F Y")
    return f"{day}: {run.goal.role}"
