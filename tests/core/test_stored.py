"""What was learnt survives being stored, also when content has grown since."""

import json

import numpy as np
import pytest

from assessment.core.calibration import Calibration
from assessment.core.items import ItemParameters, launch_parameters
from assessment.core.prior import Prior, launch_prior
from assessment.core.stored import items_from_json, prior_from_json, to_json

REVISIONS, DOMAIN_PKS = (11, 12, 15), (5, 3)


def learnt() -> Calibration:
    items = ItemParameters(
        difficulty=np.array([-1.1, 0.4, 0.0]),
        difficulty_sd=np.array([0.2, 0.3, 0.5]),
        log_slope=np.array([0.1, 0.0, 0.0]),
        log_slope_sd=np.array([0.15, 0.3, 0.3]),
    )
    covariance = np.array([[0.9, 0.3, 0], [0.3, 1.2, 0], [0, 0, 0.25]])
    prior = Prior(np.array([-0.3, 0.2, 0.4]), covariance, launch_prior(2).raters)
    return Calibration(items, prior, 70, np.array([300, 4, 0]))


def stored() -> dict[str, object]:
    made: dict[str, object] = json.loads(json.dumps(to_json(learnt(), REVISIONS, DOMAIN_PKS)))
    return made


def test_items_come_back_by_revision() -> None:
    launch = launch_parameters(np.array([4, 0, 1, 2]))
    back = items_from_json(stored(), launch, (99, 11, 12, 15))
    assert back.difficulty.tolist() == [1.4, -1.1, 0.4, 0.0]
    assert back.difficulty_sd.tolist() == [0.5, 0.2, 0.3, 0.5]
    assert back.log_slope.tolist() == [0.0, 0.1, 0.0, 0.0]
    assert launch.difficulty[1] == -1.4


def test_questions_without_answers_are_not_stored() -> None:
    assert set(stored()["items"]) == {"11", "12"}  # type: ignore[call-overload]


def test_the_prior_comes_back_in_the_order_of_domains_of_now() -> None:
    prior = prior_from_json(stored(), (3, 5))
    assert prior.mean.tolist() == [0.2, -0.3, 0.4]
    assert prior.covariance.tolist() == [[1.2, 0.3, 0], [0.3, 0.9, 0], [0, 0, 0.25]]
    assert prior.raters == launch_prior(2).raters


def test_new_domains_are_like_the_average_of_the_learnt_ones() -> None:
    prior = prior_from_json(stored(), (8, 3, 5, 9))
    assert prior.mean == pytest.approx([-0.05, 0.2, -0.3, -0.05, 0.4])
    assert prior.covariance == pytest.approx(prior.covariance.T)
    assert prior.covariance[0, 0] == pytest.approx(1.05)
    assert prior.covariance[0, 1:3].mean() == pytest.approx(0.3)
    assert prior.covariance[0, 3] == pytest.approx(0.3)
    assert np.linalg.eigvalsh(prior.covariance).min() > 0


@pytest.mark.parametrize("correlation", [0.0, 0.5, 0.95])
def test_a_widened_prior_stays_positive_definite(correlation: float) -> None:
    covariance = np.diag([*np.linspace(0.2, 3, 4), 0.5])
    sd = np.sqrt(np.diag(covariance))[:4]
    covariance[:4, :4] = np.outer(sd, sd) * ((1 - correlation) * np.eye(4) + correlation)
    made = Calibration(learnt().items, Prior(np.zeros(5), covariance, ()), 1, np.zeros(3, int))
    wide = prior_from_json(to_json(made, REVISIONS, (1, 2, 3, 4)), range(12))
    assert np.linalg.eigvalsh(wide.covariance).min() > 0
