"""What the population is like, learnt by expectation-maximisation from the posteriors of many persons."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from assessment.core.posterior import Posterior
from assessment.core.prior import Prior, RaterClass
from assessment.core.scale import Array

# How much the launch prior weighs, counted in attempts: with as many attempts, the data weighs the same.
LEVEL_WEIGHT = 20  # general level, rating bias
DOMAIN_WEIGHT = 100  # how far a domain's mean lies from the general level
VARIANCE_WEIGHT = 50
CORRELATION_WEIGHT = 25
PATTERN_WEIGHT = 200  # which pairs of domains go together more than others
RATER_WEIGHT = 10
RATER_STEPS = 50


class Population:
    """Sums over persons from which the next prior is made; their number is all that grows."""

    def __init__(self, domains: int) -> None:
        self.persons = 0
        self.mean = np.zeros(domains)
        self.second = np.zeros((domains, domains))  # of theta around 0
        self.bias = np.zeros(2)  # first and second moment of the rating bias
        self.raters: list[tuple[float, ...]] = []  # of each person, the probability of each class

    def add(self, posteriors: Iterable[Posterior]) -> None:
        for posterior in posteriors:
            bias, variance = posterior.bias
            self.persons += 1
            self.mean += posterior.mean
            self.second += np.outer(posterior.mean, posterior.mean) + posterior.covariance
            self.bias += bias, bias**2 + variance
            self.raters.append(posterior.raters)

    def prior(self, launch: Prior, current: Prior, *, stride: float = 1.0) -> Prior:
        """The next prior: one step of expectation-maximisation from `current`, shrunk towards `launch`.

        Means go towards one general level, covariances towards one variance and one correlation, all of them towards
        launch where there are few persons. stride: how far to go, 1 for the step itself.
        """
        n, d = self.persons, launch.domains
        average = self.mean / n
        level = average.mean() * n / (n + LEVEL_WEIGHT)
        mean = (n * average + DOMAIN_WEIGHT * level) / (n + DOMAIN_WEIGHT)
        crossed = np.outer(average, mean)
        spread = self.second / n - crossed - crossed.T + np.outer(mean, mean)
        bias = self.bias[0] / (n + LEVEL_WEIGHT)
        bias_spread = self.bias[1] - 2 * bias * self.bias[0] + n * bias**2

        mean = np.append(mean, bias)
        covariance = np.zeros((d + 1, d + 1))
        covariance[:d, :d] = self._covariance(spread, launch.covariance[:d, :d])
        covariance[d, d] = (bias_spread + LEVEL_WEIGHT * launch.covariance[d, d]) / (
            n + LEVEL_WEIGHT
        )
        further = current.covariance + stride * (covariance - current.covariance)
        if np.linalg.eigvalsh(further).min() < 0.5 * np.linalg.eigvalsh(covariance).min():
            further = covariance  # a long step must not leave what a covariance can be
        return Prior(
            mean=current.mean + stride * (mean - current.mean),
            covariance=further,
            raters=self._raters(launch.raters, current.raters),
        )

    def _covariance(self, spread: Array, launch: Array) -> Array:
        n, d = self.persons, len(spread)
        variance, shared = _variance_and_shared(spread)
        launch_variance, launch_shared = _variance_and_shared(launch)
        variance = (n * variance + VARIANCE_WEIGHT * launch_variance) / (n + VARIANCE_WEIGHT)
        shared = (n * shared + CORRELATION_WEIGHT * launch_shared) / (n + CORRELATION_WEIGHT)
        even = (variance - shared) * np.eye(d) + shared
        return np.asarray((n * spread + PATTERN_WEIGHT * even) / (n + PATTERN_WEIGHT))

    def _raters(
        self, launch: Sequence[RaterClass], current: Sequence[RaterClass]
    ) -> tuple[RaterClass, ...]:
        """Shares of the classes of raters; each person's evidence for them is taken as given, so many steps cost little."""
        prior = np.array([rater.share for rater in launch])
        share = np.array([rater.share for rater in current])
        evidence = np.array(self.raters) / share
        for _ in range(RATER_STEPS):
            belongs = evidence * share
            belongs /= belongs.sum(axis=1, keepdims=True)
            share = (belongs.sum(axis=0) + RATER_WEIGHT * prior) / (self.persons + RATER_WEIGHT)
        return tuple(replace(r, share=float(s)) for r, s in zip(launch, share, strict=True))


def _variance_and_shared(covariance: Array) -> tuple[float, float]:
    """The mean variance, and the mean covariance of two different domains (0 where there is only one)."""
    d = len(covariance)
    trace = float(np.trace(covariance))
    return trace / d, (float(covariance.sum()) - trace) / max(d * (d - 1), 1)


@dataclass(frozen=True)
class Summary:
    """A prior in a few numbers: mean and sd of a theta, mean correlation of two domains, the rating bias, class shares."""

    mean: float
    sd: float
    correlation: float
    bias: float
    bias_sd: float
    shares: tuple[float, ...]


def summary(prior: Prior) -> Summary:
    d = prior.domains
    variance, shared = _variance_and_shared(prior.covariance[:d, :d])
    return Summary(
        mean=float(prior.mean[:d].mean()),
        sd=float(np.sqrt(variance)),
        correlation=shared / variance,
        bias=float(prior.mean[d]),
        bias_sd=float(np.sqrt(prior.covariance[d, d])),
        shares=tuple(rater.share for rater in prior.raters),
    )


def widened(prior: Prior, places: Sequence[int], domains: int) -> Prior:
    """A learnt prior for a content with more domains than it was learnt on.

    places: index of each learnt domain among the `domains` of now. A new domain is like the average of the learnt ones
    and correlates with them as they do with each other: it is modelled as a multiple of their mean plus a part that
    new domains share plus one of its own, which keeps the matrix positive definite.
    """
    old = np.array(places, dtype=np.intp)
    d = prior.domains
    learnt = prior.covariance[:d, :d]
    variance, shared = _variance_and_shared(learnt)
    towards = learnt.mean(axis=0) * shared / learnt.mean()
    mean = np.append(np.full(domains, prior.mean[:d].mean()), prior.mean[d])
    mean[old] = prior.mean[:d]
    covariance = np.zeros((domains + 1, domains + 1))
    covariance[:domains, :domains] = (variance - shared) * np.eye(domains) + shared
    covariance[old, :domains] = towards[:, None]
    covariance[:domains, old] = towards
    covariance[np.ix_(old, old)] = learnt
    covariance[domains, domains] = prior.covariance[d, d]
    return Prior(mean, covariance, prior.raters)
