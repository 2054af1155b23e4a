"""A modest look inside a domain: which of its skills lie above or below it, where answers say something."""

from dataclasses import dataclass

import numpy as np

from assessment.core.evidence import Answers, likelihoods
from assessment.core.items import GRID, ItemBank
from assessment.core.posterior import Posterior
from assessment.core.scale import POINTS_PER_THETA

SKILL_SD = 0.35  # how far, in theta, a person's skill may lie from their domain
OFFSETS = np.linspace(-1.4, 1.4, 29)
AT_LEAST = 2  # answers in a skill before anything is said about it
SURE = 0.75


@dataclass(frozen=True)
class SkillOffset:
    """How far a skill (index as in the bank) lies from its domain: points, standard error, and how many answers say so."""

    skill: int
    points: float
    standard_error: float
    probability_below: float
    answers: int

    @property
    def says_something(self) -> bool:
        """Whether enough answers point clearly enough in one direction to be worth showing."""
        sure = max(self.probability_below, 1 - self.probability_below)
        return self.answers >= AT_LEAST and sure >= SURE


def skill_offsets(
    posterior: Posterior, bank: ItemBank, answers: Answers
) -> tuple[SkillOffset, ...]:
    """For every skill with answers, its offset u from the domain: u ~ N(0, SKILL_SD^2), given the answers in the skill.

    What else is known about the domain is its density with this skill's answers divided out; the answers then count at
    theta + u, averaged over theta.
    """
    by_skill: dict[int, list[int]] = {}
    for place, (item, _) in enumerate(answers):
        by_skill.setdefault(int(bank.skill[item]), []).append(place)
    return tuple(
        _offset(skill, [answers[place] for place in places], posterior, bank)
        for skill, places in sorted(by_skill.items())
    )


def _offset(skill: int, answers: Answers, posterior: Posterior, bank: ItemBank) -> SkillOffset:
    said = likelihoods(bank, answers, posterior.dont_know_rate).prod(axis=0)
    rest = posterior.density[bank.domain[answers[0][0]]] / said
    rest = rest / rest.sum()
    shifted = np.array([np.interp(GRID + u, GRID, said) @ rest for u in OFFSETS])
    weight = np.exp(-0.5 * (OFFSETS / SKILL_SD) ** 2) * shifted
    weight /= weight.sum()
    mean = float(weight @ OFFSETS)
    sd = float(np.sqrt(weight @ OFFSETS**2 - mean**2))
    middle = len(OFFSETS) // 2
    below = float(weight[:middle].sum() + 0.5 * weight[middle])
    return SkillOffset(skill, mean * POINTS_PER_THETA, sd * POINTS_PER_THETA, below, len(answers))
