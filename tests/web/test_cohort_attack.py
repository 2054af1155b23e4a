"""Somebody who leads or mentors a cohort cannot work out where one of its people stands; without the rules they could."""

from collections.abc import Callable
from random import Random

import pytest

from assessment.models import Domain, User
from roadmap import actions
from roadmap.core import suppression
from roadmap.models import CohortMember, MemberKind
from tests import factories
from tests.web import groups
from tests.web.adversary import Adversary

pytestmark = pytest.mark.drill

SCORES = (10, 30, 50)
SEEDS = range(3)


class Group:
    """A cohort whose people come, go and are assessed again, each domain with a mixture of its own."""

    def __init__(self, seed: int, people: int, *, scores: tuple[int, ...] = SCORES) -> None:
        self.random, self.scores = Random(seed), scores
        self.lead = factories.user(email="lead@example.org", name="The lead")
        self.mentor = factories.user(email="coach@example.org", name="The coach")
        self.cohort = factories.cohort(self.lead)
        CohortMember.objects.create(cohort=self.cohort, user=self.mentor, kind=MemberKind.MENTOR)
        self.shares = {
            slug: [self.random.choice((0, 0.3, 1, 5)) + 0.01 for _ in scores]
            for slug in Domain.objects.filter(retired=False).values_list("slug", flat=True)
        }
        self.learners: list[User] = []
        self.join(people)

    def take(self, who: User) -> None:
        """One result of somebody."""
        groups.result(
            who,
            {slug: self.random.choices(self.scores, by)[0] for slug, by in self.shares.items()},
        )

    def join(self, many: int) -> None:
        for _ in range(many):
            n = len(self.learners)
            who = factories.user(email=f"learner-{n}@example.org", name=f"Learner {n:02}")
            factories.joined(self.cohort, who, aggregate=True)
            self.take(who)
            self.learners.append(who)

    def leave(self, many: int, *, after: int = 0) -> None:
        inside = CohortMember.objects.filter(cohort=self.cohort, kind=MemberKind.LEARNER)
        for member in list(inside.order_by("pk")[after : after + many]):
            actions.leave(member, by=member.user)

    def retake(self, many: int) -> None:
        for who in self.learners[-many:]:
            self.take(who)

    def show(self, by_name: int, mentees: int) -> None:
        """Some learners show where they stand: by name, or to the cohort's mentor."""
        for who in self.learners[:by_name]:
            CohortMember.objects.filter(user=who, cohort=self.cohort).update(named=True)
        for who in self.learners[by_name : by_name + mentees]:
            factories.mentorship(who, self.mentor)

    def attacked(self, *days: Callable[[], object], knows_the_rules: bool = True) -> list[str]:
        """What the lead and the cohort's mentor find out, together, on a first day and after each of some others."""
        adversaries = [Adversary(self.cohort, who) for who in (self.lead, self.mentor)]
        for happens in (lambda: None, *days):
            groups.a_day_later(self.cohort)
            happens()
            for one in adversaries:
                one.look()
        lead, mentor = adversaries
        lead.seen |= mentor.seen
        assert lead.tables
        assert lead.tables == mentor.tables
        return lead.recovered(knows_the_rules=knows_the_rules)


EVENTS: dict[str, Callable[[Group], object]] = {
    "one joins": lambda group: group.join(1),
    "one leaves": lambda group: group.leave(1),
    "one is assessed again": lambda group: group.retake(1),
    "one leaves and five join": lambda group: (group.leave(1), group.join(5)),
    "five join": lambda group: group.join(5),
    "five leave": lambda group: group.leave(5),
    "five are assessed again": lambda group: group.retake(5),
}


@pytest.mark.django_db
@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_is_found_out_between_two_days(seed: int, event: str) -> None:
    group = Group(seed, 11)
    group.show(by_name=seed % 3, mentees=seed % 2)
    assert group.attacked(lambda: EVENTS[event](group)) == []


@pytest.mark.django_db
@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_of_thirty_is_found_out_over_many_days(seed: int) -> None:
    group = Group(seed, 30, scores=(10, 30, 50, 70, 90))
    group.show(by_name=4, mentees=3)
    days = (
        lambda: group.join(1),
        lambda: group.join(6),
        lambda: group.retake(9),
        lambda: (group.leave(5), group.retake(5)),
        lambda: (group.leave(1), group.join(12)),
    )
    assert group.attacked(*days) == []


@pytest.mark.django_db
def test_no_filter_shows_a_part_of_the_group() -> None:
    group = Group(0, 11)
    group.show(by_name=2, mentees=1)
    for who in (group.lead, group.mentor):
        adversary = Adversary(group.cohort, who)
        adversary.look()
        assert adversary.filters_that_work() == []


RULES: dict[str, dict[str, object]] = {
    "everything": {
        "roadmap.cohort_counts.publish": lambda row, known: tuple(row),
        "roadmap.actions.cohorts.may_follow": lambda sides: True,
        "roadmap.cohort_counts.is_mixed": lambda places: True,
        "roadmap.cohort_counts.may_stand_beside": lambda *rows, **more: True,
    },
    "small counts": {"roadmap.cohort_counts.publish": lambda row, known: tuple(row)},
    "who is seen elsewhere": {
        "roadmap.cohort_counts.publish": lambda row, known: suppression.publish(row)
    },
    "differences": {
        "roadmap.actions.cohorts.may_follow": lambda sides: True,
        "roadmap.cohort_counts.is_mixed": lambda places: True,
        "roadmap.cohort_counts.may_stand_beside": lambda *rows, **more: True,
    },
}


@pytest.mark.django_db
@pytest.mark.parametrize("rule", RULES)
def test_without_a_rule_people_are_found_out(rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, switched_off in RULES[rule].items():
        monkeypatch.setattr(name, switched_off)
    group = Group(0, 24)
    group.show(by_name=4, mentees=2)
    # Those who leave are learners who show nothing.
    days = (lambda: group.leave(1, after=6), lambda: group.leave(5, after=6))
    assert group.attacked(*days, knows_the_rules=False) != []
