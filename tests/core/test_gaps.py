"""A gap is claimed only where the interval allows it, and the order of gaps follows what is at stake."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.core.catalogue import Level
from roadmap.core.gaps import (
    TIE_DIGITS,
    GapReport,
    Lens,
    Standing,
    Verdict,
    gap_report,
    normal_cdf,
)
from tests.core.standings import standing

GAPS = (Verdict.GAP, Verdict.LIKELY_GAP)
MET = (Verdict.ON_TARGET, Verdict.STRENGTH)

scores = st.floats(0, 100)
errors = st.floats(0.5, 30)
standings = st.builds(
    standing,
    score=scores,
    standard_error=errors,
    responses=st.integers(0, 6),
    target=st.integers(0, 100),
    weight=st.integers(0, 3),
)
many = st.lists(standings, max_size=8).map(
    lambda made: [replace(one, domain=f"domain-{n}") for n, one in enumerate(made)]
)
known = settings(deadline=None, max_examples=100, derandomize=True)


# What can be said


@pytest.mark.parametrize(
    ("made", "verdict"),
    [
        (standing(score=30, target=50), Verdict.GAP),
        (standing(score=70, target=50), Verdict.STRENGTH),
        (standing(score=50, target=50), Verdict.OPEN),
        (standing(score=45, target=50), Verdict.LIKELY_GAP),
        (standing(score=55, target=50), Verdict.ON_TARGET),
        (standing(score=46.1, target=50), Verdict.OPEN),
        (standing(score=53.9, target=50), Verdict.OPEN),
        (standing(score=30, target=50, responses=0), Verdict.OPEN),
        (standing(score=70, target=50, responses=0), Verdict.OPEN),
        (standing(score=30, target=50, responses=1), Verdict.GAP),
        (standing(score=30, target=50, standard_error=30), Verdict.OPEN),
        (standing(score=30, target=50, weight=0), Verdict.GAP),
    ],
)
def test_a_verdict_says_no_more_than_the_interval_allows(made: Standing, verdict: Verdict) -> None:
    assert made.verdict is verdict


def test_a_target_on_the_edge_of_the_interval_is_no_sure_verdict() -> None:
    made = standing(score=40)
    assert replace(made, target=made.high).verdict is Verdict.LIKELY_GAP
    assert replace(made, target=made.low).verdict is Verdict.ON_TARGET


@known
@given(made=standings)
def test_U07_a_gap_is_claimed_exactly_when_the_interval_lies_below_the_target(
    made: Standing,
) -> None:
    assert (made.verdict is Verdict.GAP) == (made.responses > 0 and made.high < made.target)
    assert (made.verdict is Verdict.STRENGTH) == (made.responses > 0 and made.low > made.target)


@known
@given(made=standings)
def test_without_a_response_nothing_is_claimed(made: Standing) -> None:
    assert replace(made, responses=0).verdict is Verdict.OPEN


@known
@given(made=standings)
def test_a_likely_verdict_is_three_quarters_sure(made: Standing) -> None:
    if made.verdict is Verdict.LIKELY_GAP:
        assert made.gap_probability >= 0.75
    if made.verdict is Verdict.ON_TARGET:
        assert made.gap_probability <= 0.25
    if made.verdict is Verdict.OPEN and made.responses:
        assert 0.25 < made.gap_probability < 0.75


@known
@given(made=standings, narrower=st.floats(0.01, 1), more=st.integers(0, 20))
def test_more_evidence_at_the_same_mean_never_turns_a_gap_into_something_else(
    made: Standing, narrower: float, more: int
) -> None:
    surer = replace(
        made,
        standard_error=made.standard_error * narrower,
        low=made.score - (made.score - made.low) * narrower,
        high=made.score + (made.high - made.score) * narrower,
        responses=made.responses + more,
    )
    if made.verdict in GAPS:
        assert surer.verdict in GAPS
    if made.verdict is Verdict.GAP:
        assert surer.verdict is Verdict.GAP
    if made.verdict in MET:
        assert surer.verdict in MET


def test_every_verdict_has_a_label_of_its_own() -> None:
    assert len({verdict.label for verdict in Verdict}) == len(Verdict)


def test_levels_are_those_of_score_target_and_interval() -> None:
    made = standing(score=38, standard_error=8, target=60)
    assert (made.level, made.target_level) == (Level.FOUNDATION, Level.PROFESSIONAL)
    assert made.levels_possible == (Level.FOUNDATION, Level.ENGINEER)
    assert made.gap == 22


# How much is at stake


@known
@given(made=standings)
def test_the_shortfall_is_the_expected_number_of_points_below_the_target(made: Standing) -> None:
    spread = np.linspace(-9, 9, 20_001)
    density = np.exp(-(spread**2) / 2) / np.sqrt(2 * np.pi)
    below = np.maximum(made.target - (made.score + made.standard_error * spread), 0)
    by_hand = np.trapezoid(below * density, spread)
    assert made.shortfall == pytest.approx(by_hand, abs=1e-4)


@known
@given(made=standings)
def test_a_wide_interval_counts_but_never_more_than_its_own_width(made: Standing) -> None:
    sure = max(made.gap, 0)
    assert sure - 1e-9 <= made.shortfall <= sure + 0.4 * made.standard_error


@known
@given(made=standings, more=st.floats(0, 100))
def test_raising_a_score_never_raises_its_urgency(made: Standing, more: float) -> None:
    higher = replace(made, score=made.score + more)
    assert higher.urgency <= made.urgency + 1e-9


@known
@given(made=standings)
def test_a_heavier_weight_never_lowers_the_urgency(made: Standing) -> None:
    urgencies = [replace(made, weight=weight).urgency for weight in range(4)]
    assert urgencies == sorted(urgencies)
    assert urgencies[0] == 0


@pytest.mark.parametrize(("z", "share"), [(0, 0.5), (1.2816, 0.9), (-1.96, 0.025), (9, 1.0)])
def test_the_normal_distribution_is_that_of_the_tables(z: float, share: float) -> None:
    assert normal_cdf(z) == pytest.approx(share, abs=1e-4)


# The report


def domains(rows: Sequence[Standing]) -> list[str]:
    return [row.domain for row in rows]


MIXED = (
    standing(domain="slight", score=40, target=50),
    standing(domain="decisive", score=35, target=50, weight=3),
    standing(domain="likely", score=38, target=50, standard_error=14),
    standing(domain="unknown", score=50, target=70, responses=0),
    standing(domain="near", score=50, target=50),
    standing(domain="strong", score=80, target=50),
    standing(domain="enough", score=55, target=50),
    standing(domain="needless", score=10, target=90, weight=0),
    standing(domain="idle", score=90, target=10, weight=0),
)


def test_a_report_sorts_what_is_settled_by_urgency_and_keeps_the_rest_apart() -> None:
    report = gap_report(MIXED)
    assert domains(report.gaps) == ["decisive", "likely", "slight"]
    assert domains(report.open) == ["unknown", "near"]
    assert domains(report.met) == ["strong", "enough"]
    assert domains(report.not_needed) == ["idle", "needless"]


def test_equal_urgency_is_ordered_by_domain() -> None:
    alike = [standing(domain=name, score=30) for name in ("b", "c", "a")]
    for order in permutations(alike):
        assert domains(gap_report(order).gaps) == ["a", "b", "c"]


@known
@given(made=many, data=st.data())
def test_the_report_does_not_depend_on_the_order_of_standings(
    made: list[Standing], data: st.DataObject
) -> None:
    assert gap_report(data.draw(st.permutations(made))) == gap_report(made)


@known
@given(made=many)
def test_every_standing_has_one_row_in_the_part_of_its_verdict(made: list[Standing]) -> None:
    report = gap_report(made)
    assert sorted(domains(report.rows)) == sorted(domains(made))
    assert {row.verdict for row in report.gaps} <= set(GAPS)
    assert {row.verdict for row in report.open} <= {Verdict.OPEN}
    assert {row.verdict for row in report.met} <= set(MET)
    assert {row.weight for row in report.not_needed} <= {0}
    assert all(row.weight for row in (*report.gaps, *report.open, *report.met))


@known
@given(made=many)
def test_gaps_and_open_domains_come_in_order_of_urgency(made: list[Standing]) -> None:
    report = gap_report(made)
    for rows in (report.gaps, report.open):
        urgencies = [round(row.urgency, TIE_DIGITS) for row in rows]
        assert urgencies == sorted(urgencies, reverse=True)
    chances = [round(row.gap_probability, TIE_DIGITS) for row in report.met]
    assert chances == sorted(chances)


@known
@given(made=many.filter(bool), which=st.integers(0, 7), more=st.floats(0, 100))
def test_raising_a_score_never_raises_the_rank_of_its_gap(
    made: list[Standing], which: int, more: float
) -> None:
    raised = made[which % len(made)]
    higher = replace(
        raised, score=raised.score + more, low=raised.low + more, high=raised.high + more
    )
    before = domains(gap_report(made).gaps)
    after = domains(gap_report([higher if s is raised else s for s in made]).gaps)
    if raised.domain in after:
        assert raised.domain in before
        assert after.index(raised.domain) >= before.index(raised.domain)
    # Nor does it change the order of the others.
    assert [d for d in after if d != raised.domain] == [d for d in before if d != raised.domain]


def test_a_report_of_nothing_is_empty() -> None:
    assert gap_report([]) == GapReport((), (), (), ())


# The lenses


@pytest.mark.parametrize(
    ("score", "rating", "lens"),
    [
        (50, Level.ENGINEER, Lens.AGREES),
        (50, Level.ARCHITECT, Lens.HIGHER),
        (50, Level.STARTING, Lens.LOWER),
        (58, Level.PROFESSIONAL, Lens.AGREES),  # the interval reaches into it
        (58, Level.ARCHITECT, Lens.HIGHER),
        (50, None, Lens.AGREES),
    ],
)
def test_lenses_differ_when_the_rating_lies_outside_of_what_the_interval_touches(
    score: float, rating: Level | None, lens: Lens
) -> None:
    assert standing(score=score, standard_error=5, self_rating=rating).self_lens is lens


def test_without_an_answer_of_its_own_a_domain_does_not_contradict_anybody() -> None:
    unasked = standing(score=50, standard_error=2, self_rating=Level.ARCHITECT, responses=0)
    assert unasked.self_lens is Lens.AGREES


@pytest.mark.parametrize(
    ("score", "target", "levels"), [(10, 70, 3), (45, 55, 0), (59, 60, 1), (90, 30, 0)]
)
def test_the_size_of_a_gap_in_levels(score: float, target: float, levels: int) -> None:
    assert standing(score=score, target=target).levels_missing == levels
