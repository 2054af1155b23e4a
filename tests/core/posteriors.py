"""Small banks and logs of answers, and what every estimate from them has to be."""

from collections.abc import Mapping
from functools import cache

import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st

from assessment.core.evidence import Answers
from assessment.core.items import ItemBank, item_bank
from assessment.core.posterior import Posterior, estimate
from assessment.core.prior import launch_prior
from assessment.core.responses import Outcome

RIGHT, WRONG, UNKNOWN = Outcome.RIGHT, Outcome.WRONG, Outcome.UNKNOWN
DOMAINS, PER_DOMAIN = 4, 10
GUESSES = (1 / 3, 1 / 4, 1 / 6, 0.02)
quick = settings(deadline=None, max_examples=40, derandomize=True)


@cache
def bank(*, domains: int = DOMAINS, per_domain: int = PER_DOMAIN) -> ItemBank:
    """A bank whose domain d holds questions d, d + domains, d + 2 * domains …, of all levels in turn."""
    places = range(domains * per_domain)
    return item_bank(
        domains=domains,
        domain=[j % domains for j in places],
        skill=list(places),
        band=[j // domains % 5 for j in places],
        guess=[GUESSES[j // domains % 4] for j in places],
        servable=[True for _ in places],
    )


def fit(
    *, answers: Answers = (), ratings: Mapping[int, int] | None = None, domains: int = DOMAINS
) -> Posterior:
    return estimate(launch_prior(domains), bank(domains=domains), ratings or {}, answers)


def in_domain(domain: int, *outcomes: Outcome) -> list[tuple[int, Outcome]]:
    """One answer after another to the questions of a domain."""
    return [(domain + DOMAINS * n, outcome) for n, outcome in enumerate(outcomes)]


outcomes = st.sampled_from(Outcome)
logs = st.dictionaries(st.integers(0, DOMAINS * PER_DOMAIN - 1), outcomes, max_size=25).map(
    lambda log: list(log.items())
)
some_ratings = st.dictionaries(st.integers(0, DOMAINS - 1), st.integers(0, 4))


def assert_same(one: Posterior, other: Posterior, *, within: float) -> None:
    assert one.mean == pytest.approx(other.mean, abs=within)
    assert one.covariance == pytest.approx(other.covariance, abs=within)
    assert one.density == pytest.approx(other.density, abs=within)
    assert one.dont_know_rate == pytest.approx(other.dont_know_rate, abs=within)


def assert_sound(posterior: Posterior) -> None:
    assert np.isfinite(posterior.mean).all()
    assert np.isfinite(posterior.covariance).all()
    assert posterior.sd.min() > 0.05
    assert posterior.sd.max() < 1.5
    assert posterior.covariance == pytest.approx(posterior.covariance.T, abs=1e-9)
    assert np.linalg.eigvalsh(posterior.covariance).min() > 0
    assert posterior.density.min() >= 0
    assert posterior.density.sum(axis=1) == pytest.approx(1)
    assert 0 < posterior.dont_know_rate < 1
