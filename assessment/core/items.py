"""The bank as the model sees it: for each question its domain, skill, guessing rate and curve of knowing."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from assessment.core.scale import LEVEL_CENTRES, Array

GRID = np.arange(-5.0, 5.001, 0.25)  # thetas on which densities are tabulated
DIFFICULTY_SD = 0.5  # how far a question's difficulty may lie from the centre of its author's band
LOG_SLOPE_SD = 0.3


@dataclass(frozen=True)
class ItemBank:
    """J questions over D domains, as arrays of length J.

    domain: index 0 to D-1. skill: index over all skills. guess: chance (0 to 1) of a right answer without knowing.
    effort: how long it takes, 1 for a choice of one; what a question tells is weighed against it.
    servable: whether it may be asked; others are here because old responses name them.
    knows: J x len(GRID), probability of knowing the answer at each theta of GRID.
    """

    domains: int
    domain: NDArray[np.intp]
    skill: NDArray[np.intp]
    guess: Array
    effort: Array
    servable: NDArray[np.bool_]
    knows: Array

    def __len__(self) -> int:
        return len(self.domain)

    @cached_property
    def skills(self) -> int:
        return int(self.skill.max()) + 1


@dataclass(frozen=True)
class ItemParameters:
    """What is known about J questions, as arrays of length J: a normal for difficulty, one for the log of the slope.

    difficulty, difficulty_sd: in thetas. log_slope, log_slope_sd: natural log of the slope of the logistic curve.
    """

    difficulty: Array
    difficulty_sd: Array
    log_slope: Array
    log_slope_sd: Array

    def __len__(self) -> int:
        return len(self.difficulty)


def launch_parameters(band: NDArray[np.intp], slope: float = 1.0) -> ItemParameters:
    """What is known before any data: the author's band (0 to 4) and how far authors and slopes usually are off."""
    return ItemParameters(
        difficulty=LEVEL_CENTRES[band].astype(float),
        difficulty_sd=np.full(len(band), DIFFICULTY_SD),
        log_slope=np.full(len(band), np.log(slope)),
        log_slope_sd=np.full(len(band), LOG_SLOPE_SD),
    )


def curves(items: ItemParameters) -> Array:
    """Curves of knowing: J x len(GRID).

    The two-parameter logistic curve, averaged over normal difficulty and normal log slope by Gauss-Hermite quadrature
    (7 x 5 nodes): not knowing an item exactly makes it less informative, and that is what keeps intervals honest.
    """
    shifts, shift_weights = np.polynomial.hermite_e.hermegauss(7)
    stretches, stretch_weights = np.polynomial.hermite_e.hermegauss(5)
    shift_weights, stretch_weights = (
        shift_weights / shift_weights.sum(),
        stretch_weights / stretch_weights.sum(),
    )
    averaged = np.zeros((len(items), len(GRID)))
    for shift, w in zip(shifts, shift_weights, strict=True):
        distance = GRID - (items.difficulty + items.difficulty_sd * shift)[:, None]
        for stretch, v in zip(stretches, stretch_weights, strict=True):
            steep = np.exp(items.log_slope + items.log_slope_sd * stretch)[:, None]
            averaged += w * v / (1 + np.exp(-steep * distance))
    return averaged


def launch_curves(band: NDArray[np.intp], slope: float = 1.0) -> Array:
    """Curves of knowing when only the author's band (0 to 4) is known: J x len(GRID)."""
    return curves(launch_parameters(band, slope))


def item_bank(
    *,
    domains: int,
    domain: Sequence[int],
    skill: Sequence[int],
    band: Sequence[int],
    guess: Sequence[float],
    servable: Sequence[bool],
    effort: Sequence[float] | None = None,
    parameters: ItemParameters | None = None,
) -> ItemBank:
    """Make a bank from columns; `band` is 0 (Starting) to 4 (Architect), the rest as in ItemBank.

    parameters: what has been learnt about the questions; without it, what their bands say.
    """
    known = parameters or launch_parameters(np.array(band, dtype=np.intp))
    return ItemBank(
        domains=domains,
        domain=np.array(domain, dtype=np.intp),
        skill=np.array(skill, dtype=np.intp),
        guess=np.array(guess, dtype=float),
        effort=np.ones(len(domain)) if effort is None else np.array(effort, dtype=float),
        servable=np.array(servable, dtype=bool),
        knows=curves(known),
    )
