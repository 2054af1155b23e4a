"""Finished attempts in compact columns, so that a million answers fit into a few megabytes."""

from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, pairwise

import numpy as np
from numpy.typing import NDArray

from assessment.core.evidence import Answers
from assessment.core.responses import Outcome

OUTCOMES = tuple(Outcome)
SKIPPED = -1

Attempt = tuple[Mapping[int, int], Answers]  # self-rated level by domain index; answers


@dataclass(frozen=True)
class Archive:
    """N attempts with R answers in all.

    ratings: N x D, levels 0 to 4, -1 where skipped. ends: N + 1, attempt i holds the answers ends[i] to ends[i + 1].
    items: R, indices into the bank. outcomes: R, indices into OUTCOMES.
    """

    ratings: NDArray[np.int8]
    ends: NDArray[np.int64]
    items: NDArray[np.int32]
    outcomes: NDArray[np.int8]

    @classmethod
    def of(cls, domains: int, attempts: Iterable[Attempt]) -> "Archive":
        """Pack attempts one by one; those without any answer say nothing about questions and are left out."""
        ratings, ends = array("b"), array("q", [0])
        items, outcomes = array("i"), array("b")
        for levels, answers in attempts:
            if not answers:
                continue
            ratings.extend(levels.get(d, SKIPPED) for d in range(domains))
            items.extend(item for item, _ in answers)
            outcomes.extend(OUTCOMES.index(outcome) for _, outcome in answers)
            ends.append(len(items))
        return cls(
            ratings=np.array(ratings, dtype=np.int8).reshape(-1, domains),
            ends=np.array(ends, dtype=np.int64),
            items=np.array(items, dtype=np.int32),
            outcomes=np.array(outcomes, dtype=np.int8),
        )

    def __len__(self) -> int:
        return len(self.ends) - 1

    def __iter__(self) -> Iterator[Attempt]:
        for levels, (start, end) in zip(self.ratings, pairwise(self.ends), strict=True):
            yield (
                {int(d): int(levels[d]) for d in np.flatnonzero(levels != SKIPPED)},
                [
                    (int(item), OUTCOMES[outcome])
                    for item, outcome in zip(
                        self.items[start:end], self.outcomes[start:end], strict=True
                    )
                ],
            )

    def chunks(self, size: int) -> Iterator[list[Attempt]]:
        """The attempts, `size` at a time."""
        attempts = iter(self)
        while chunk := list(islice(attempts, size)):
            yield chunk
