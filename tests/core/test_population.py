"""The population follows its people, and is never something that no population can be."""

import numpy as np
import pytest

from assessment.core.population import Population, summary
from assessment.core.posterior import Posterior
from assessment.core.prior import launch_prior

DOMAINS = 4


def person(theta: float) -> Posterior:
    """Someone who is known exactly, alike in all domains, and who rates themself as they are."""
    return Posterior(
        mean=np.full(DOMAINS, theta),
        covariance=0.01 * np.eye(DOMAINS),
        density=np.empty((DOMAINS, 0)),
        dont_know_rate=0.5,
        bias=(0.0, 0.01),
        raters=(1.0, 0.0, 0.0),
    )


def of(*thetas: float) -> Population:
    made = Population(DOMAINS)
    made.add(person(theta) for theta in thetas)
    return made


def test_many_people_outweigh_the_launch_prior() -> None:
    launch = launch_prior(DOMAINS)
    found = summary(of(*np.random.default_rng(1).normal(0.5, 0.8, 3000)).prior(launch, launch))
    assert found.mean == pytest.approx(0.5, abs=0.05)
    assert found.sd == pytest.approx(0.8, abs=0.05)
    assert found.correlation > 0.95
    assert found.bias_sd == pytest.approx(0.1, abs=0.05)
    assert found.shares[0] > 0.99


def test_one_person_moves_little() -> None:
    launch = launch_prior(DOMAINS)
    found, before = summary(of(1.0).prior(launch, launch)), summary(launch)
    assert abs(found.mean - before.mean) < 0.15
    assert abs(found.correlation - before.correlation) < 0.05


def test_a_long_step_goes_further() -> None:
    launch, people = launch_prior(DOMAINS), of(0.2, 0.9, 1.4)
    one, three = (people.prior(launch, launch, stride=s) for s in (1.0, 3.0))
    assert three.mean == pytest.approx(3 * one.mean)


def test_no_step_is_so_long_that_the_covariance_breaks() -> None:
    launch = launch_prior(DOMAINS)
    made = of(*np.full(2000, 0.1)).prior(launch, launch, stride=3.0)
    assert np.linalg.eigvalsh(made.covariance).min() > 0
