"""Forms of cohorts: make one, make a link to join it, and what a learner lets the group see."""

from typing import Any

from django import forms

from roadmap.forms import DEFAULT_ROLE
from roadmap.models import MemberKind, Role

LARGEST = 500  # people that can join by one link
LARGEST_FILE = 200_000  # bytes of a list of addresses


class RenameForm(forms.Form):
    """What a group is called."""

    name = forms.CharField(
        label="What is the group called?",
        max_length=80,
        help_text="Everyone who gets a link to join reads it.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Type a name for the group."},
    )


class CohortForm(RenameForm):
    """A name and the role that the group works toward."""

    role = forms.ModelChoiceField(
        label="Which role does it work toward?",
        queryset=Role.objects.none(),
        to_field_name="slug",
        empty_label=None,
        help_text="Gaps of the group are measured against this role, whatever each learner aims at.",
        error_messages={
            "invalid_choice": "Choose a role from the list.",
            "required": "Choose a role from the list.",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].queryset = Role.objects.targets()
        self.fields["role"].initial = DEFAULT_ROLE


class JoinLinkForm(forms.Form):
    """For whom a link is, how many can use it, and how long it works."""

    kind = forms.TypedChoiceField(
        label="Who joins by it?",
        coerce=MemberKind,
        initial=MemberKind.LEARNER,
        choices=[
            (MemberKind.LEARNER, "Learners"),
            (MemberKind.MENTOR, "Mentors: they see what you see, and cannot invite"),
            (MemberKind.LEAD, "Leads: they can do everything you can"),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose who joins by it.",
            "invalid_choice": "Choose one of the three.",
        },
    )
    limit = forms.IntegerField(
        label="How many people can use it?",
        min_value=1,
        max_value=LARGEST,
        initial=10,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 4, "autocomplete": "off"}),
        error_messages={
            "required": "Type how many people, such as 10.",
            "invalid": "Type a whole number of people, such as 10.",
            "min_value": "At least 1 person.",
            "max_value": f"At most {LARGEST} people.",
        },
    )
    days = forms.TypedChoiceField(
        label="For how long?",
        coerce=int,
        initial=14,
        choices=[(3, "3 days"), (14, "14 days"), (60, "60 days")],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose a period.",
            "invalid_choice": "Choose one of the three periods.",
        },
    )


class ConsentForm(forms.Form):
    """Consents that have nothing to do with each other; none is needed to be a member."""

    aggregate = forms.BooleanField(
        label="Count my newest result in the numbers of the group",
        required=False,
    )
    named = forms.BooleanField(
        label="Show my name with a verdict for each domain to leads and mentors",
        required=False,
    )
    peers = forms.BooleanField(
        label="Find me a learner of the group to help each other",
        required=False,
    )


class AddressesForm(forms.Form):
    """A list of addresses, as a file or pasted."""

    file = forms.FileField(
        label="A CSV file",
        required=False,
        help_text=f"At most {LARGEST} lines. The addresses are in the column “email”, or in the first one.",
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv,text/plain"}),
        error_messages={"empty": "The file is empty."},
    )
    addresses = forms.CharField(
        label="Or the addresses themselves",
        required=False,
        max_length=LARGEST_FILE,
        help_text="One in each line.",
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off"}),
        error_messages={"max_length": "That is too much text for a list of addresses."},
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file is None:
            return None
        if file.size > LARGEST_FILE:
            raise forms.ValidationError("The file is too large for a list of addresses.")
        try:
            return file.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise forms.ValidationError("Save the file as CSV in UTF-8 and try again.") from None

    def clean(self) -> dict[str, Any]:
        """`text`: the list to read, from the file if there is one."""
        data: dict[str, Any] = super().clean() or {}
        data["text"] = data.get("file") or data.get("addresses") or ""
        if not data["text"].strip() and not self.errors:
            self.add_error("addresses", "Choose a file, or type at least one address.")
        elif len(data["text"].strip().splitlines()) > LARGEST:
            self.add_error("addresses", f"At most {LARGEST} lines at once.")
        return data
