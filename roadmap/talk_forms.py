"""Forms of talks between a learner and a mentor: a note, an agreement, what an answer showed."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from assessment.core.catalogue import Level
from assessment.models.content import LEVELS
from roadmap.forms import NoteForm
from roadmap.models import Mentorship, Side, Step


class CommentForm(NoteForm):
    """A note to the other of a mentorship."""

    def __init__(self, *args: Any, reader: object, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = "Write"
        self.fields["text"].help_text = f"Only {reader} and you read it."


class AgreementForm(forms.Form):
    """Who does what by when. With a step the words are optional."""

    text = forms.CharField(
        label="What?",
        max_length=300,
        help_text="One thing that can be done and seen.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": "Say what is agreed.",
            "max_length": "At most 300 characters; this has %(show_value)d.",
        },
    )
    who = forms.TypedChoiceField(
        label="Who does it?",
        coerce=Side,
        initial=Side.LEARNER,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose who does it.",
            "invalid_choice": "Choose one of you two.",
        },
    )
    by_date = forms.DateField(
        label="By when?",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"],
        error_messages={
            "required": "Choose a day.",
            "invalid": "Type a date such as 2027-03-31.",
        },
    )

    def __init__(self, *args: Any, shared: Mentorship, step: Step | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = [
            (Side.LEARNER, str(shared.learner)),
            (Side.MENTOR, str(shared.mentor)),
        ]
        if step:
            self.fields["text"].required = False
            self.fields["text"].label = "What about it?"
            self.fields["text"].help_text = "Optional: the step says what there is to do."

    def clean_by_date(self) -> Any:
        day, today = self.cleaned_data["by_date"], timezone.localdate()
        if not today <= day <= today + timedelta(days=730):
            raise forms.ValidationError("Choose today or a later day, within two years.")
        return day


class ProbeForm(forms.Form):
    """What a mentor heard in the answer to a card's question."""

    level = forms.TypedChoiceField(
        label="Which level did the answer show?",
        coerce=lambda value: Level(int(value)),
        choices=LEVELS,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose a level.",
            "invalid_choice": "Choose one of the five levels.",
        },
    )
    note = forms.CharField(
        label="What in the answer shows it?",
        max_length=2000,
        help_text="The learner reads it.",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": "Say what you heard: a level without it helps nobody.",
            "max_length": "At most 2,000 characters; this has %(show_value)d.",
        },
    )
