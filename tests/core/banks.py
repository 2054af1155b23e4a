"""Makes item banks, aims and posteriors for tests of the choice of questions."""

from collections.abc import Sequence

import numpy as np

from assessment.core.catalogue import EFFORT
from assessment.core.items import GRID, ItemBank, item_bank
from assessment.core.loading import load_content
from assessment.core.posterior import Posterior, estimate
from assessment.core.prior import launch_prior
from assessment.core.responses import Outcome
from assessment.core.selection import Aim

DOMAINS = 18


def random_bank(*, domains: int = DOMAINS, per_domain: int = 10, seed: int = 1) -> ItemBank:
    """Questions of random level and kind, four skills a domain; one in ten is a draft."""
    rng = np.random.default_rng(seed)
    places = range(domains * per_domain)
    return item_bank(
        domains=domains,
        domain=[j % domains for j in places],
        skill=[j % domains * 4 + j // domains % 4 for j in places],
        band=rng.integers(0, 5, len(places)).tolist(),
        guess=rng.choice([1 / 3, 1 / 4, 1 / 6, 0.02], len(places)).tolist(),
        servable=[j // domains != 9 for j in places],
    )


def own_bank() -> ItemBank:
    """The project's own questions, every tenth of them taken for a draft."""
    content = load_content()
    domain = {skill.id: n for n, d in enumerate(content.domains) for skill in d.skills}
    skill = {identity: n for n, identity in enumerate(content.skills)}
    questions = content.all_questions
    return item_bank(
        domains=len(content.domains),
        domain=[domain[q.skill] for q in questions],
        skill=[skill[q.skill] for q in questions],
        band=[q.level - 1 for q in questions],
        guess=[q.guess_rate for q in questions],
        servable=[n % 10 != 9 for n in range(len(questions))],
        effort=[EFFORT[q.kind] for q in questions],
    )


def even_bank(*, bands: Sequence[int], skills: Sequence[int] | None = None) -> ItemBank:
    """Questions of one domain that differ in nothing but level and skill."""
    return item_bank(
        domains=1,
        domain=[0 for _ in bands],
        skill=skills or list(range(len(bands))),
        band=bands,
        guess=[0.25 for _ in bands],
        servable=[True for _ in bands],
    )


def aim(*, target: Sequence[float] = (0.7,), weight: Sequence[float] = (2,)) -> Aim:
    return Aim(np.array(target, dtype=float), np.array(weight, dtype=float))


def posterior_of(
    *,
    bank: ItemBank,
    answers: Sequence[tuple[int, Outcome]] = (),
    ratings: dict[int, int] | None = None,
) -> Posterior:
    return estimate(launch_prior(bank.domains), bank, ratings or {}, answers)


def gaussian(*, mean: Sequence[float], sd: Sequence[float], correlation: float = 0.0) -> Posterior:
    """A posterior made by hand."""
    centre, width = np.array(mean, dtype=float), np.array(sd, dtype=float)
    related = np.full((len(mean), len(mean)), correlation)
    np.fill_diagonal(related, 1.0)
    density = np.exp(-0.5 * ((GRID - centre[:, None]) / width[:, None]) ** 2)
    density /= density.sum(axis=1, keepdims=True)
    return Posterior(centre, related * np.outer(width, width), density, 0.5)
