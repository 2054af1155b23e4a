"""Fields that several forms of the roadmap have, with their messages."""

from django import forms

from assessment.core.catalogue import Level
from assessment.models.content import LEVELS


def words_field(
    label: str, *, most: int, help_text: str, missing: str = "", rows: int = 4
) -> forms.CharField:
    """Some lines of text. most: characters; missing: the message when there are none, without it the field is optional."""
    return forms.CharField(
        label=label,
        required=bool(missing),
        max_length=most,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={
            "required": missing,
            "max_length": f"At most {most:,} characters; this has %(show_value)d.",
        },
    )


def level_field(label: str) -> forms.TypedChoiceField:
    """One of the five levels; nothing is chosen before."""
    return forms.TypedChoiceField(
        label=label,
        coerce=lambda value: Level(int(value)),
        choices=LEVELS,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose a level.",
            "invalid_choice": "Choose one of the five levels.",
        },
    )


def day_field(label: str, *, help_text: str = "", missing: str = "") -> forms.DateField:
    """A day. missing: the message when there is none, without it the field is optional."""
    return forms.DateField(
        label=label,
        required=bool(missing),
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"],
        error_messages={"required": missing, "invalid": "Type a date such as 2027-03-31."},
    )
