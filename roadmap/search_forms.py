"""Forms sent by GET: what to look for, and which two assessments to compare."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.formats import date_format

from assessment.models import Assessment, Domain
from roadmap.core.conversations import Need
from roadmap.core.credentials import Relevance
from roadmap.library import Library
from roadmap.models.content import RUNGS


class ResourceForm(forms.Form):
    """What to look for among the resources; what is left empty narrows nothing."""

    q = forms.CharField(
        label="Words",
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
        error_messages={"max_length": "At most 100 characters."},
    )
    domain = forms.ChoiceField(
        label="Domain",
        required=False,
        error_messages={"invalid_choice": "Choose a domain from the list."},
    )

    def __init__(self, *args: Any, domains: Iterable[Domain], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(domain.slug, domain.name) for domain in domains]
        self.fields["domain"].choices = [("", "All domains"), *names]


class CatalogueForm(forms.Form):
    """What to look for in the catalogue of certifications; everything may be left empty."""

    q = forms.CharField(
        label="Words",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    relevance = forms.ChoiceField(label="Closeness to MLOps", required=False)
    ladder = forms.ChoiceField(label="Level", required=False)
    domain = forms.ChoiceField(label="Domain", required=False)
    kind = forms.ChoiceField(label="Kind", required=False)
    provider = forms.ChoiceField(label="Provider", required=False)

    def __init__(self, *args: Any, library: Library, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = library.certifications.values()
        choices = {
            "relevance": [(relevance.value, relevance.label) for relevance in Relevance],
            "ladder": RUNGS,
            "domain": [(domain.slug, domain.name) for domain in library.domains.values()],
            "kind": [(kind, kind.capitalize()) for kind in sorted({row.kind for row in rows})],
            "provider": [(name, name) for name in sorted({row.provider for row in rows})],
        }
        for name, known in choices.items():
            self.fields[name].choices = [("", "All"), *known]

    @property
    def wanted(self) -> dict[str, str]:
        """What is looked for; a value that does not exist, as of an old link, is not asked for."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class MenteesForm(forms.Form):
    """Whom to show in the list of mentees, and in which order; what is unknown, as of an old link, is ignored."""

    q = forms.CharField(
        label="Name",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    need = forms.ChoiceField(
        label="Need",
        required=False,
        choices=[("", "All"), *((need.value, need.label) for need in Need)],
    )
    sort = forms.ChoiceField(
        label="Order",
        required=False,
        choices=[("", "By need"), ("name", "By name"), ("seen", "By last activity")],
    )

    @property
    def wanted(self) -> dict[str, str]:
        """What is asked for, without what is empty or does not exist."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


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
            field.choices = [(str(run.pk), run_name(run)) for run in runs]


def run_name(run: Assessment) -> str:
    """A finished assessment by its day and role."""
    assert run.finished_at is not None
    day = date_format(timezone.localtime(run.finished_at), "j F Y")
    return f"{day}: {run.goal.role}"
