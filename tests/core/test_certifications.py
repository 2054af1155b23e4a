"""Certifications are suggested for the gaps they cover, never below the learner, never unrelated ones; nearest first."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.core.loading import load_content
from assessment.core.scale import level_of
from roadmap.core.certifications import LADDER, ORDER, CertificationFacts, Fit, Readiness
from roadmap.core.certifications import suggest as suggest_from
from roadmap.core.credentials import Relevance
from roadmap.core.gaps import Standing
from roadmap.core.loading import load_roadmap
from tests.core.standings import standing

DOMAINS = ("serving", "monitoring", "pipelines", "networking")


def certification(
    name: str = "a-certificate",
    *domains: str,
    relevance: Relevance = Relevance.CORE,
    rung: str = "none",
    after: tuple[str, ...] = (),
) -> CertificationFacts:
    return CertificationFacts(name, relevance, rung, frozenset(domains or ("serving",)), after)


def suggest(
    certifications: Iterable[CertificationFacts], standings: Sequence[Standing], *, at_most: int = 3
) -> tuple[Fit, ...]:
    """Suggestions for a learner whose standings are all gaps or not settled."""
    return suggest_from({c.id: c for c in certifications}, standings, standings, at_most=at_most)


def names(found: tuple[Fit, ...]) -> list[str]:
    return [fit.id for fit in found]


GAPS = (
    standing(domain="serving", score=30, target=60, weight=3),
    standing(domain="monitoring", score=30, target=50, weight=2),
    standing(domain="pipelines", score=30, target=40, weight=1),
)


# What is suggested


def test_the_share_is_that_part_of_the_weighted_gap_which_the_domains_cover() -> None:
    both = certification("both", "serving", "monitoring", "networking")
    (fit,) = suggest([both], GAPS)
    total = sum(gap.urgency for gap in GAPS)
    assert fit.share == pytest.approx((GAPS[0].urgency + GAPS[1].urgency) / total)
    assert fit.reach.score == 30


def test_what_covers_more_of_the_gap_comes_first() -> None:
    found = suggest([certification("less", "monitoring"), certification("more", "serving")], GAPS)
    assert names(found) == ["more", "less"]


def test_what_is_closer_to_mlops_comes_first() -> None:
    found = suggest(
        [
            certification("far", relevance=Relevance.PERIPHERAL),
            certification("near", relevance=Relevance.CORE),
            certification("beside", relevance=Relevance.ADJACENT),
        ],
        GAPS,
    )
    assert names(found) == ["near", "beside", "far"]


def test_an_unrelated_one_is_never_suggested() -> None:
    assert suggest([certification(relevance=Relevance.UNRELATED)], GAPS) == ()


def test_one_that_covers_hardly_any_of_the_gap_is_not_suggested() -> None:
    slight = standing(domain="networking", score=30, target=32, weight=1)
    assert suggest([certification("a", "networking")], (*GAPS, slight)) == ()
    assert suggest([certification("a", "cooking")], GAPS) == ()


@pytest.mark.parametrize(
    ("rung", "level", "suggested"),
    [
        ("foundation", 1, ["a-certificate"]),
        ("foundation", 2, []),
        ("engineer", 0, ["a-certificate"]),
        ("professional", 4, []),
        ("architect", 4, ["a-certificate"]),
        ("none", 4, ["a-certificate"]),
    ],
)
def test_one_below_the_learner_is_not_suggested(
    rung: str, level: int, suggested: list[str]
) -> None:
    gap = standing(score=20 * level + 10, target=100)
    assert names(suggest([certification(rung=rung)], [gap])) == suggested


def test_one_below_the_learner_stays_where_its_exam_tells_more_exactly() -> None:
    gap = standing(score=62, target=100)
    open_exam = replace(certification(rung="engineer"), exam=(75, 72), shares={"serving": 1.0})
    (fit,) = suggest([open_exam], [gap])
    assert fit.reach.chance is not None


def test_a_closed_one_is_never_suggested() -> None:
    assert suggest([replace(certification(), closed=True)], GAPS) == ()


def test_the_nearest_come_first_whatever_they_are_worth() -> None:
    found = suggest(
        [
            certification("high", rung="architect"),
            certification("unknown", rung="none"),
            certification("low", "monitoring", rung="foundation"),
            certification("next", "monitoring", rung="engineer"),
        ],
        GAPS,
        at_most=4,
    )
    assert [(fit.id, fit.reach.readiness) for fit in found] == [
        ("low", Readiness.NOW),
        ("next", Readiness.AFTER_STEPS),
        ("unknown", Readiness.UNKNOWN),
        ("high", Readiness.LATER),
    ]


def test_what_is_settled_counts_for_readiness_and_not_for_the_share() -> None:
    settled = standing(domain="networking", score=10, target=0)
    one = certification("one", "serving", "networking", rung="foundation")
    (fit,) = suggest_from({"one": one}, GAPS, (*GAPS, settled))
    assert fit.reach.below == (settled,)
    assert fit.share == pytest.approx(GAPS[0].urgency / sum(gap.urgency for gap in GAPS))


def test_of_one_ladder_the_rung_that_comes_first_takes_the_place_of_those_after_it() -> None:
    ladder = [
        certification("third", "serving", "monitoring", rung="professional", after=("second",)),
        certification("second", "serving", "monitoring", rung="engineer", after=("first",)),
        certification("first", "serving", rung="engineer"),
        certification("other", "monitoring"),
    ]
    assert set(names(suggest(ladder, GAPS))) == {"first", "other"}


def test_a_rung_is_suggested_once_the_one_before_it_is_reached() -> None:
    ladder = [
        certification("second", "monitoring", rung="engineer", after=("first",)),
        certification("first", "serving", rung="foundation"),
    ]
    assert set(names(suggest(ladder, GAPS))) == {"first", "second"}


def test_between_equals_the_one_whose_domains_are_mostly_gaps_comes_first() -> None:
    idle = [
        standing(domain=name, score=95, standard_error=0.5, target=0) for name in ("idle", "easy")
    ]
    found = suggest(
        [
            certification("a-broad", "monitoring", "idle", "easy"),
            certification("deep", "monitoring"),
        ],
        (*GAPS, *idle),
    )
    assert found[0].share == pytest.approx(found[1].share)
    assert names(found) == ["deep", "a-broad"]


def test_at_most_as_many_as_asked_for_are_suggested() -> None:
    alike = [certification(f"c{n}") for n in range(6)]
    assert names(suggest(alike, GAPS)) == ["c0", "c1", "c2"]
    assert names(suggest(alike, GAPS, at_most=1)) == ["c0"]


@pytest.mark.parametrize("gaps", [(), (replace(GAPS[0], weight=0),)])
def test_nobody_without_a_weighted_gap_gets_a_suggestion(gaps: tuple[Standing, ...]) -> None:
    assert suggest([certification()], gaps) == ()


# Whatever they are


catalogues = st.lists(
    st.builds(
        CertificationFacts,
        st.just(""),
        st.sampled_from(Relevance),
        st.sampled_from([*LADDER, "none"]),
        st.frozensets(st.sampled_from(DOMAINS)),
    ),
    max_size=8,
).map(lambda made: [replace(one, id=f"c{n}") for n, one in enumerate(made)])
learners = st.tuples(
    *(
        st.builds(
            standing,
            domain=st.just(domain),
            score=st.floats(0, 100),
            standard_error=st.floats(0.5, 25),
            target=st.integers(0, 100),
            weight=st.integers(0, 3),
        )
        for domain in DOMAINS
    )
)
known = settings(deadline=None, max_examples=60, derandomize=True)


@known
@given(catalogue=catalogues, standings=learners)
def test_suggestions_are_related_within_reach_and_of_a_share_between_0_and_1(
    catalogue: list[CertificationFacts], standings: tuple[Standing, ...]
) -> None:
    facts = {one.id: one for one in catalogue}
    for fit in suggest(catalogue, standings):
        assert facts[fit.id].relevance is not Relevance.UNRELATED
        assert 0 < fit.share <= 1
        assert fit.reach.score is not None
        assert level_of(fit.reach.score) <= LADDER.get(facts[fit.id].rung, 4)
    order = [ORDER.index(fit.reach.readiness) for fit in suggest(catalogue, standings)]
    assert order == sorted(order)


@known
@given(catalogue=catalogues, standings=learners, data=st.data())
def test_suggestions_do_not_depend_on_the_order_of_the_catalogue(
    catalogue: list[CertificationFacts], standings: tuple[Standing, ...], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(catalogue))
    assert suggest(shuffled, standings) == suggest(catalogue, standings)


# The project's own


def test_the_unrelated_ones_of_the_real_catalogue_are_never_suggested() -> None:
    content = load_content()
    own = [
        CertificationFacts(c.id, c.relevance, c.ladder, frozenset(c.domains), c.after)
        for c in load_roadmap(content).certifications
    ]
    unrelated = {one.id for one in own if one.relevance is Relevance.UNRELATED}
    for level in range(5):
        gaps = [
            standing(domain=domain.id, score=20 * level + 9, target=100)
            for domain in content.domains
        ]
        found = names(suggest(own, gaps, at_most=len(own)))
        assert found
        assert not unrelated & set(found)
