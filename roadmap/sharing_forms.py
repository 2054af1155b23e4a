"""Forms of sharing: what a learner agrees to; consent is given here and nowhere else."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone

from assessment.models import Assessment
from roadmap import mailing
from roadmap.actions import Terms
from roadmap.fields import day_field
from roadmap.models import Scope
from roadmap.search_forms import run_name

LONGEST = 366  # days that sharing can last before it has to be agreed to again
ON_DATE = "date"
SCOPES = {
    Scope.SUMMARY: "Summary: the level, estimate, target and verdict of each domain, and the gaps. No skills, self-ratings, answers, or steps.",
    Scope.SKILLS: "Report and plan: also self-ratings, beliefs to revise, certifications, and the plan with what you wrote at its steps.",
    Scope.ANSWERS: "Report, plan and answers: also each question with what you chose, and what you did not know.",
}


class DraftForm(forms.Form):
    """How much of which reports: all that a preview depends on."""

    scope = forms.TypedChoiceField(
        label="What do they see?",
        coerce=Scope,
        initial=Scope.SUMMARY,
        choices=SCOPES.items(),
        widget=forms.RadioSelect,
        error_messages={
            "invalid_choice": "Choose one of the three.",
            "required": "Choose what they see.",
        },
    )
    only = forms.TypedChoiceField(
        label="Of which assessment?",
        coerce=UUID,
        required=False,
        empty_value=None,
        error_messages={"invalid_choice": "Choose an assessment from the list."},
    )

    def __init__(self, *args: Any, runs: Sequence[Assessment], **kwargs: Any) -> None:
        """runs: the learner's finished assessments, with their goals."""
        super().__init__(*args, **kwargs)
        self.runs = {run.pk: run for run in runs}
        named = [(str(run.pk), f"Only {run_name(run)}") for run in runs]
        self.fields["only"].choices = [("", "All, also later ones"), *named]


class TermsForm(DraftForm):
    """What a learner agrees to."""

    share_days = forms.ChoiceField(
        label="Until when?",
        initial="90",
        choices=[
            ("30", "For 30 days"),
            ("90", "For 90 days"),
            ("365", "For one year"),
            (ON_DATE, "Until the date below"),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "invalid_choice": "Choose one of the periods.",
            "required": "Choose a period.",
        },
    )
    until = day_field("Date", help_text="Only for “Until the date below”; that day is included.")
    consent = forms.BooleanField(
        label="I agree that this person sees what I chose above until then. I can stop it at any time.",
        error_messages={
            "required": "Tick this to agree, or go back: nothing is shared without it."
        },
    )

    def clean_until(self) -> date | None:
        """The last day of sharing; None where the period is refused anyway."""
        days, today = self.cleaned_data.get("share_days"), timezone.localdate()
        if days is None:
            return None
        if days != ON_DATE:
            return today + timedelta(days=int(days))
        day: date | None = self.cleaned_data["until"]
        if day is None:
            raise forms.ValidationError("Type the date, or choose a period above.")
        if not today <= day <= today + timedelta(days=LONGEST):
            raise forms.ValidationError("Choose a date from today on, within a year.")
        return day

    @property
    def terms(self) -> Terms:
        """What was agreed to; the last day ends at midnight."""
        data = self.cleaned_data
        end = timezone.make_aware(datetime.combine(data["until"], time.max))
        return Terms(data["scope"], self.runs.get(data["only"]), end)


class AskForm(forms.Form):
    """Whom a mentor asks to share."""

    email = forms.EmailField(
        label="The learner's e-mail address",
        max_length=254,
        help_text="The address of their account here.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": "Type the address, such as lena@example.org.",
            "invalid": "Type a whole address, such as lena@example.org.",
        },
    )


class InviteForm(TermsForm):
    """The same for somebody who gets a link or a mail."""

    label = forms.CharField(
        label="Who is it for?",
        max_length=80,
        help_text="A name that tells you later whom you invited. Only you see it.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Type a name, so that you know later whom you invited."},
    )
    email = forms.EmailField(
        label="Their e-mail address",
        required=False,
        max_length=254,
        help_text="Optional. With it we mail the link, and only an account with this address can accept. Without it you get a link to pass on yourself.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"invalid": "Type a whole address, such as max@example.org."},
    )
    field_order = ["label", "email", "scope", "only", "share_days", "until", "consent"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not mailing.is_on():
            del self.fields["email"]
