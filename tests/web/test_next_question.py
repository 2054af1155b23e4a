"""The fit that chooses the next question goes on from the last one where that is allowed, and only there."""

from dataclasses import replace

import pytest

from assessment.bank import current_bank
from assessment.core.posterior import BRISK
from assessment.core.responses import Outcome
from assessment.measuring import posterior_of, posterior_to_ask_by
from assessment.models import Assessment, Domain, User
from tests import factories

pytestmark = pytest.mark.django_db


def answered(learner: User) -> Assessment:
    """An assessment with ratings and three answers, each of which was measured when it came."""
    run = factories.started(learner)
    for domain in Domain.objects.all()[:5]:
        run.ratings.create(domain=domain, level=2)
    outcomes = Outcome.RIGHT, Outcome.WRONG, Outcome.UNKNOWN
    return factories.answered(factories.asking(learner), learner, *outcomes)


def test_it_goes_on_from_the_last_answer(learner: User) -> None:
    run, bank = answered(learner), current_bank()
    first, again = (posterior_to_ask_by(run, bank)[1] for _ in range(2))
    afresh = posterior_of(run, bank)[1]
    assert (first.mean != again.mean).any()  # it has moved on
    assert again.mean == pytest.approx(afresh.mean, abs=0.02)


def test_it_starts_afresh_with_another_measurement(learner: User) -> None:
    run, bank = answered(learner), current_bank()
    answers, _ = posterior_to_ask_by(run, bank)
    other = replace(bank, prior=replace(bank.prior, mean=bank.prior.mean + 1))
    ratings = bank.ratings(run.ratings.values_list("domain_id", "level"))
    afresh = other.estimate(ratings, answers, BRISK)
    assert (posterior_to_ask_by(run, other)[1].mean == afresh.mean).all()


def test_it_keeps_nothing_while_the_ratings_may_change(learner: User) -> None:
    run, bank = factories.started(learner), current_bank()
    posterior_to_ask_by(run, bank)
    run.ratings.create(domain=Domain.objects.all()[0], level=4)
    afresh = bank.estimate({0: 4}, [], BRISK)
    assert (posterior_to_ask_by(run, bank)[1].mean == afresh.mean).all()
