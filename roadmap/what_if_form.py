"""The form of the page "What if": another role, a second one beside it, and changes to what the first asks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

from assessment.core.catalogue import Level
from roadmap.core.expected import middle_of
from roadmap.core.roles import NOT_NEEDED, Aim, Aims, Change
from roadmap.models import Role
from roadmap.models.content import SENIORITIES


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
