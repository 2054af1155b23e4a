"""What calibration has learnt, as plain values that fit into JSON, and back."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from assessment.core.calibration import Calibration
from assessment.core.items import ItemParameters
from assessment.core.population import widened
from assessment.core.prior import Prior, RaterClass
from assessment.core.scale import Array

DIGITS = 6
COLUMNS = ("difficulty", "difficulty_sd", "log_slope", "log_slope_sd")


def to_json(
    calibration: Calibration, revisions: Sequence[int], domains: Sequence[int]
) -> dict[str, Any]:
    """Only questions that were answered are stored: the others are what their bands say, also later.

    revisions, domains: primary keys by position in the bank.
    """
    columns = np.stack([getattr(calibration.items, name) for name in COLUMNS], axis=1)
    prior = calibration.prior
    return {
        "attempts": calibration.attempts,
        "answers": int(calibration.answers.sum()),
        "items": {
            str(revisions[int(j)]): [*_rounded(columns[j]), int(calibration.answers[j])]
            for j in np.flatnonzero(calibration.answers)
        },
        "prior": {
            "domains": list(domains),
            "mean": _rounded(prior.mean),
            "covariance": [_rounded(row) for row in prior.covariance],
            "raters": [_rounded([r.slope, r.noise, r.share]) for r in prior.raters],
        },
    }


def items_from_json(
    stored: Mapping[str, Any], launch: ItemParameters, revisions: Sequence[int]
) -> ItemParameters:
    """The launch parameters of the questions of now, with what was learnt in place of what bands say."""
    columns = {name: getattr(launch, name).copy() for name in COLUMNS}
    for j, revision in enumerate(revisions):
        learnt = stored["items"].get(str(revision))
        for name, value in zip(COLUMNS, learnt or (), strict=False):  # the count comes last
            columns[name][j] = value
    return replace(launch, **columns)


def prior_from_json(stored: Mapping[str, Any], domains: Sequence[int]) -> Prior:
    """The learnt prior for the domains of now; content may have more of them, in another order."""
    prior = stored["prior"]
    learnt = Prior(
        mean=np.array(prior["mean"]),
        covariance=np.array(prior["covariance"]),
        raters=tuple(RaterClass(*rater) for rater in prior["raters"]),
    )
    places = [list(domains).index(pk) for pk in prior["domains"]]
    return widened(learnt, places, len(domains))


def _rounded(values: Array | Sequence[float]) -> list[float]:
    return [round(float(value), DIGITS) for value in values]
