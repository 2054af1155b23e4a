"""Forms of talks between a learner and a mentor: a note, an agreement, what an answer showed."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from roadmap.fields import day_field, level_field, words_field
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
    by_date = day_field("By when?", missing="Choose a day.")

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

    level = level_field("Which level did the answer show?")
    note = words_field(
        "What in the answer shows it?",
        most=2000,
        help_text="The learner reads it.",
        missing="Say what you heard: a level without it helps nobody.",
    )
