"""What the project's own content promises: how much there is of everything, and that nothing of the guides is left out."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from assessment.core.catalogue import Asks, Kind, Level, Question
from assessment.core.loading import Content
from roadmap.core.catalogue import ResourceKind, StepKind
from roadmap.core.credentials import Relevance
from roadmap.core.loading import Roadmap

SENIORITIES = ("entry", "mid", "senior", "lead")


# The map


def test_the_five_guides_have_149_sections(content: Content) -> None:
    sections = {guide.id: len(guide.sections) for guide in content.guides}
    assert sections == {"g0": 52, "g1": 12, "g2": 27, "g3": 19, "g4": 39}
    assert len(content.sections) == 149


def test_18_domains_have_126_skills_and_five_anchors_each(content: Content) -> None:
    assert len(content.domains) == 18
    assert [domain.position for domain in content.domains] == list(range(1, 19))
    assert len(content.skills) == 126
    for domain in content.domains:
        assert [anchor.level for anchor in domain.anchors] == [
            level.name.lower() for level in Level
        ]
        assert len({anchor.does for anchor in domain.anchors}) == 5


def test_there_are_48_misconceptions(content: Content) -> None:
    assert len(content.misconceptions) == 48


def test_every_misconception_can_be_shown_by_an_answer(
    content: Content, live: list[Question]
) -> None:
    carried = {identity for question in live for identity in question.misconceptions}
    assert carried == {misconception.id for misconception in content.misconceptions}


# The bank


def test_there_are_at_least_420_live_questions(live: list[Question]) -> None:
    assert len(live) >= 420


def test_every_domain_band_and_skill_has_enough_questions(
    content: Content, live: list[Question], domain_of: dict[str, str]
) -> None:
    domains = Counter(domain_of[question.skill] for question in live)
    bands = Counter((domain_of[question.skill], question.level) for question in live)
    skills = Counter(question.skill for question in live)
    assert min(domains[domain.id] for domain in content.domains) >= 22
    assert min(bands[domain.id, band] for domain in content.domains for band in range(1, 6)) >= 3
    assert min(skills[skill] for skill in content.skills) >= 3


def test_at_least_90_questions_show_something_to_read(live: list[Question]) -> None:
    assert sum(question.exhibit is not None for question in live) >= 90


def test_most_questions_ask_for_use_and_not_for_recall(live: list[Question]) -> None:
    used = sum(question.asks in (Asks.APPLY, Asks.DIAGNOSE, Asks.DECIDE) for question in live)
    assert used >= 0.6 * len(live)


def test_most_questions_have_one_answer_and_every_kind_is_used(live: list[Question]) -> None:
    kinds = Counter(question.kind for question in live)
    assert set(kinds) == set(Kind)
    assert kinds[Kind.ONE] >= 0.75 * len(live)


def test_the_stem_of_a_question_with_several_answers_says_how_many(live: list[Question]) -> None:
    words = {2: "two", 3: "three"}
    for question in live:
        if question.kind is Kind.MANY:
            assert words[len(question.keys)] in question.stem.lower(), question.id


# The way on


def test_25_targets_ask_something_of_all_18_domains(content: Content, roadmap: Roadmap) -> None:
    assert len(roadmap.targets) == 25
    for target in roadmap.targets:
        assert {wanted.domain for wanted in target.domains} == {d.id for d in content.domains}


def test_no_two_targets_ask_for_the_same(roadmap: Roadmap) -> None:
    asked = {tuple((w.domain, w.score, w.weight) for w in t.domains) for t in roadmap.targets}
    assert len(asked) == len(roadmap.targets)


def test_a_more_senior_role_asks_for_more(roadmap: Roadmap) -> None:
    points: Counter[str] = Counter()
    weights: Counter[str] = Counter()
    for target in roadmap.targets:
        for wanted in target.domains:
            points[target.seniority] += wanted.score * wanted.weight
            weights[target.seniority] += wanted.weight
    means = [points[seniority] / weights[seniority] for seniority in SENIORITIES]
    assert means == sorted(set(means))


def test_there_are_15_backgrounds_that_lead_somewhere(roadmap: Roadmap) -> None:
    assert len(roadmap.backgrounds) == 15
    assert all(background.roles for background in roadmap.backgrounds)


def test_each_of_the_45_projects_is_part_of_a_step(roadmap: Roadmap) -> None:
    assert len(roadmap.projects) == 45
    placed = {identity for step in roadmap.steps for identity in step.projects}
    assert placed == {project.id for project in roadmap.projects}


def test_57_certifications_of_which_6_are_unrelated(roadmap: Roadmap) -> None:
    relevance = Counter(certification.relevance for certification in roadmap.certifications)
    assert relevance.total() == 57
    assert relevance[Relevance.UNRELATED] == 6
    assert relevance[Relevance.CORE] > 0


def test_66_resources_of_which_2_are_unrelated(roadmap: Roadmap) -> None:
    assert Counter(resource.kind for resource in roadmap.resources) == {
        ResourceKind.COMMUNITY: 16,
        ResourceKind.INSTITUTION: 10,
        ResourceKind.MATERIAL: 10,
        ResourceKind.WAY: 11,
        ResourceKind.DEGREE: 3,
        ResourceKind.READING: 16,
    }
    assert sum(resource.unrelated for resource in roadmap.resources) == 2


def test_there_are_15_things_to_show_and_23_to_be_ready_for(roadmap: Roadmap) -> None:
    assert (len(roadmap.portfolio), len(roadmap.interview)) == (15, 23)


def test_the_study_plans_of_14_30_and_60_days_are_those_of_the_guide(roadmap: Roadmap) -> None:
    plans = {plan.id: plan for plan in roadmap.study_plans}
    assert {name: plan.days for name, plan in plans.items()} == {
        "plan-7-14-days": 14, "plan-30-days": 30, "plan-60-days": 60,
    }  # fmt: skip
    lengths = {
        name: [block.last - block.first + 1 for block in plan.blocks]
        for name, plan in plans.items()
    }
    assert lengths == {
        "plan-7-14-days": [2] * 7,
        "plan-30-days": [7] * 4,
        "plan-60-days": [10] * 6,
    }
    hours = plans["plan-30-days"].hours_per_day
    assert hours is not None
    assert (hours.least, hours.most) == (1, 2)


def test_the_closing_steps_are_about_proving_and_applying(roadmap: Roadmap) -> None:
    assert {step.id for step in roadmap.steps if step.closing} == {
        "build-one-complete-project-for-your-portfolio",
        "work-through-an-internship-or-industry-case",
        "prove-readiness-in-exam-and-interview",
        "lead-a-technical-direction-and-its-people",
    }


def test_every_domain_has_steps_of_all_four_kinds(
    content: Content, roadmap: Roadmap, domain_of: dict[str, str]
) -> None:
    kinds = defaultdict(list)
    for step in roadmap.steps:
        kinds[domain_of[step.lifts[0].skill]].append(step.kind)
    for domain in content.domains:
        assert len(kinds[domain.id]) >= 4
        assert set(kinds[domain.id]) == set(StepKind), domain.id


def test_every_skill_is_lifted_and_steps_reach_from_the_bottom_to_the_top_of_each_domain(
    content: Content, roadmap: Roadmap, domain_of: dict[str, str]
) -> None:
    climbed = defaultdict(set)
    for step in roadmap.steps:
        for lift in step.lifts:
            climbed[domain_of[lift.skill]].update(range(lift.start, lift.end))
    lifted = {lift.skill for step in roadmap.steps for lift in step.lifts}
    assert lifted == set(content.skills)
    for domain in content.domains:
        assert climbed[domain.id] == {0, 1, 2, 3}, domain.id


def test_there_are_probe_cards_of_all_four_levels_for_every_domain(
    content: Content, roadmap: Roadmap, domain_of: dict[str, str]
) -> None:
    assert len(roadmap.probes) >= 2 * len(content.skills) == 252
    levels = defaultdict(set)
    for card in roadmap.probes:
        levels[domain_of[card.skill]].add(card.level)
    assert {domain: sorted(found) for domain, found in levels.items()} == {
        domain.id: [1, 2, 3, 4] for domain in content.domains
    }


def test_no_two_cards_say_the_same(roadmap: Roadmap) -> None:
    said = [text for card in roadmap.probes for text in (card.ask, card.good, card.follow_up)]
    assert len(set(said)) == len(said)


# The sources


def test_every_section_of_the_guides_is_named_somewhere(content: Content, roadmap: Roadmap) -> None:
    def named(entries: Iterable[object]) -> set[str]:
        return {section for entry in entries for section in entry.sources}  # type: ignore[attr-defined]

    found = named(content.all_questions)
    found |= named(anchor for domain in content.domains for anchor in domain.anchors)
    found |= named((*roadmap.steps, *roadmap.certifications, *roadmap.backgrounds))
    found |= named((*roadmap.targets, *roadmap.advanced_roles))
    assert content.sections - found <= {"g3.s18-author-bio"}
