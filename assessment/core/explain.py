"""Where an estimate comes from: by how much each self-rating and each answer moved it."""

from collections.abc import Mapping
from dataclasses import dataclass

from assessment.core.items import ItemBank
from assessment.core.posterior import Answers, estimate
from assessment.core.prior import Prior
from assessment.core.scale import POINTS_PER_THETA, Array


@dataclass(frozen=True)
class Influence:
    """What one piece of evidence did: the mean of every domain (D points) with it, minus without it.

    Exactly one of `rating` (domain index) and `answer` (place in the answers) is set.
    """

    points: Array
    rating: int | None = None
    answer: int | None = None


def influences(
    prior: Prior, bank: ItemBank, ratings: Mapping[int, int], answers: Answers
) -> tuple[Influence, ...]:
    """Leave each self-rating and each answer out once and fit again.

    The parts need not add up to the whole: two answers that say the same share their effect, and each alone would have
    done most of it. That is stated where they are shown.
    """
    whole = estimate(prior, bank, ratings, answers).mean
    found = []
    for domain in ratings:
        rest = {d: level for d, level in ratings.items() if d != domain}
        without = estimate(prior, bank, rest, answers).mean
        found.append(Influence((whole - without) * POINTS_PER_THETA, rating=domain))
    for place in range(len(answers)):
        without = estimate(prior, bank, ratings, [*answers[:place], *answers[place + 1 :]]).mean
        found.append(Influence((whole - without) * POINTS_PER_THETA, answer=place))
    return tuple(found)
