"""The bank as the model sees it: for each question its domain, skill, guessing rate and curve of knowing."""

from collections.abc import Sequence
from dataclasses import dataclass

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


def launch_curves(band: NDArray[np.intp], slope: float = 1.0) -> Array:
    """Curves of knowing when only the author's band (0 to 4) is known: J x len(GRID).

    The two-parameter logistic curve, averaged over difficulty ~ N(centre of the band, 0.5^2) and
    log slope ~ N(log `slope`, 0.3^2) by Gauss-Hermite quadrature (7 x 5 nodes): not knowing an item exactly makes it less
    informative, and that is what keeps intervals honest.
    """
    shifts, shift_weights = np.polynomial.hermite_e.hermegauss(7)
    stretches, stretch_weights = np.polynomial.hermite_e.hermegauss(5)
    shift_weights, stretch_weights = (
        shift_weights / shift_weights.sum(),
        stretch_weights / stretch_weights.sum(),
    )
    centre = LEVEL_CENTRES[band][:, None]
    curves = np.zeros((len(band), len(GRID)))
    for shift, w in zip(shifts, shift_weights, strict=True):
        distance = GRID - (centre + DIFFICULTY_SD * shift)
        for stretch, v in zip(stretches, stretch_weights, strict=True):
            steep = slope * np.exp(LOG_SLOPE_SD * stretch)
            curves += w * v / (1 + np.exp(-steep * distance))
    return curves


def item_bank(
    *,
    domains: int,
    domain: Sequence[int],
    skill: Sequence[int],
    band: Sequence[int],
    guess: Sequence[float],
    servable: Sequence[bool],
    effort: Sequence[float] | None = None,
) -> ItemBank:
    """Make a bank from columns; `band` is 0 (Starting) to 4 (Architect), the rest as in ItemBank."""
    return ItemBank(
        domains=domains,
        domain=np.array(domain, dtype=np.intp),
        skill=np.array(skill, dtype=np.intp),
        guess=np.array(guess, dtype=float),
        effort=np.ones(len(domain)) if effort is None else np.array(effort, dtype=float),
        servable=np.array(servable, dtype=bool),
        knows=launch_curves(np.array(band, dtype=np.intp)),
    )
