"""Steps put into weeks: what closes the most weighted gap per hour comes first, and nothing before what it builds on."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from assessment.core.scale import LEVEL_POINTS
from roadmap.core.expected import Profile, gain
from roadmap.core.gaps import Standing
from roadmap.core.steps import StepFacts, closing_last, domains_needed, with_prerequisites

Worth = tuple[str, float, float]  # serves, closes and worth of a PlannedStep
WORTH = 1.0  # points of a domain's gap that a step has to close to be planned


@dataclass(frozen=True)
class Frame:
    """What the learner has: hours per week (1 to 60), the day the plan begins, and the day it should be done, if any."""

    hours_per_week: int
    begins: date
    by_date: date | None = None

    def day(self, hours: int) -> date:
        """The day on which so many hours (at least 1) from the beginning are spent."""
        return self.begins + timedelta(days=-(-7 * hours // self.hours_per_week) - 1)

    def week(self, hour: int) -> int:
        """The week, from 1, in which an hour (from 0) lies."""
        return hour // self.hours_per_week + 1


@dataclass(frozen=True)
class PlannedStep:
    """A step with its place.

    serves: the domain whose gap it is there for, its own or that of a step that builds on it. closes: points of its own
    domain's gap. worth: the same times the role's weight. starts_at: hours from the beginning of the plan. needs: planned
    steps that it comes after.
    """

    facts: StepFacts
    serves: str
    closes: float
    worth: float
    starts_at: int
    needs: tuple[str, ...]
    frame: Frame

    @property
    def id(self) -> str:
        return self.facts.id

    @property
    def ends_at(self) -> int:
        return self.starts_at + self.facts.hours

    @property
    def first_week(self) -> int:
        return self.frame.week(self.starts_at)

    @property
    def last_week(self) -> int:
        return self.frame.week(self.ends_at - 1)

    @property
    def starts(self) -> date:
        return self.frame.begins + timedelta(days=7 * self.starts_at // self.frame.hours_per_week)

    @property
    def ends(self) -> date:
        return self.frame.day(self.ends_at)

    @property
    def is_late(self) -> bool:
        return self.frame.by_date is not None and self.ends > self.frame.by_date

    def hours_in(self, week: int) -> int:
        """How many of its hours lie in a week."""
        per_week = self.frame.hours_per_week
        start, end = (week - 1) * per_week, week * per_week
        return max(0, min(self.ends_at, end) - max(self.starts_at, start))


@dataclass(frozen=True)
class Stretch:
    """Weeks in a row with the same steps: their numbers, the day on which they begin, and the hours of each step in them."""

    first: int
    last: int
    begins: date
    parts: tuple[tuple[PlannedStep, int], ...]

    @property
    def hours(self) -> int:
        return sum(hours for _, hours in self.parts)


@dataclass(frozen=True)
class Drop:
    """What leaving one step out would change: it and what is there only for it, and when the rest would be done."""

    steps: tuple[str, ...]
    hours: int
    days_sooner: int
    ends: date
    worth: float


@dataclass(frozen=True)
class Plan:
    """All steps in their order, for one frame."""

    frame: Frame
    steps: tuple[PlannedStep, ...]

    @property
    def hours(self) -> int:
        return sum(step.facts.hours for step in self.steps)

    @property
    def ends(self) -> date | None:
        return self.steps[-1].ends if self.steps else None

    @property
    def late(self) -> tuple[PlannedStep, ...]:
        """The steps that do not fit before the date."""
        return tuple(step for step in self.steps if step.is_late)

    @property
    def weeks(self) -> int:
        return self.steps[-1].last_week if self.steps else 0

    @cached_property
    def stretches(self) -> tuple[Stretch, ...]:
        """All weeks in order; those with the same steps are one stretch."""
        found: list[Stretch] = []
        for week in range(1, self.weeks + 1):
            parts = tuple((step, hours) for step in self.steps if (hours := step.hours_in(week)))
            last = found[-1] if found else None
            if last and [step.id for step, _ in last.parts] == [step.id for step, _ in parts]:
                both = zip(last.parts, parts, strict=True)
                sums = tuple((step, hours + more) for (step, hours), (_, more) in both)
                found[-1] = Stretch(last.first, week, last.begins, sums)
            else:
                begins = self.frame.begins + timedelta(weeks=week - 1)
                found.append(Stretch(week, week, begins, parts))
        return tuple(found)

    @cached_property
    def drop(self) -> Drop | None:
        """The one thing to leave out: what loses least per hour saved; of those that make the rest fit, if any does."""
        if len(self.steps) < 2:
            return None
        ends = (s for s in self.steps if not s.facts.closing and not self._needed_by(s.id))
        drops = [self._without(step) for step in ends]
        drops = [drop for drop in drops if len(drop.steps) < len(self.steps)]
        by_date = self.frame.by_date
        if self.late and by_date:
            drops = [drop for drop in drops if drop.ends <= by_date] or drops
        return min(drops, key=lambda d: (d.worth / d.hours, d.steps), default=None)

    def _needed_by(self, identity: str) -> list[str]:
        return [step.id for step in self.steps if identity in step.needs]

    def _without(self, step: PlannedStep) -> Drop:
        gone = {step.id}
        # Steps from the end on, so that what only a dropped one needs goes too.
        for other in reversed(self.steps):
            users = self._needed_by(other.id)
            if users and other.worth == 0 and gone.issuperset(users):
                gone.add(other.id)
        lost = [other for other in self.steps if other.id in gone]
        hours = sum(other.facts.hours for other in lost)
        assert self.ends
        ends = self.frame.day(max(1, self.hours - hours))
        return Drop(
            steps=tuple(other.id for other in lost),
            hours=hours,
            days_sooner=(self.ends - ends).days,
            ends=ends,
            worth=sum(other.worth for other in lost),
        )


def make_plan(
    profile: Profile,
    gaps: Sequence[Standing],
    steps: Mapping[str, StepFacts],
    frame: Frame,
    *,
    doing: Collection[str] = (),
    without: Collection[str] = (),
) -> Plan:
    """The plan for the gaps: again and again the step that closes the most weighted gap per hour, with what it builds on.

    profile: where the learner stands, steps done included. doing: steps under way, which come first. without: steps that
    are done or that the learner skips; what they lead to is open. A step that starts at the target or above is not for its gap. A step's prerequisites come before it unless the learner
    stands above what they lift to. Closing steps that begin where the learner stands come last.
    """
    weights = {standing.domain: standing.weight for standing in gaps}
    targets = {standing.domain: standing.target for standing in gaps}
    order: list[str] = []
    worth: dict[str, Worth] = {}

    def add(bundle: Sequence[str]) -> None:
        nonlocal profile
        for identity in bundle:
            facts = steps[identity]
            closes = gain(profile, facts, targets.get(facts.domain, 0.0))
            serves = steps[bundle[-1]].domain
            worth[identity] = serves, closes, closes * weights.get(facts.domain, 0)
            order.append(identity)
            profile = profile.after(facts)

    def bundle_of(identity: str) -> list[str]:
        return with_prerequisites(
            identity, steps, there={*order, *without}, is_passed=profile.is_past
        )

    def rate(bundle: Sequence[str]) -> float:
        at, total = profile, 0.0
        for identity in bundle:
            facts = steps[identity]
            closes = gain(at, facts, targets.get(facts.domain, 0.0))
            total += closes * weights.get(facts.domain, 0)
            at = at.after(facts)
        return total / sum(steps[identity].hours for identity in bundle)

    def is_candidate(facts: StepFacts) -> bool:
        return (
            facts.id not in order
            and facts.id not in without
            and facts.domain in weights
            and facts.start * LEVEL_POINTS < targets[facts.domain]
            and gain(profile, facts, targets[facts.domain]) >= WORTH
        )

    if not gaps:
        return Plan(frame, ())
    closing = [facts for facts in steps.values() if facts.closing and profile.needs(facts)]
    for identity in sorted(doing):
        if identity in steps and identity not in order:
            add(bundle_of(identity))
    under_way = tuple(order)
    domains_of = domains_needed(steps)
    rated: dict[str, tuple[float, Sequence[str]]] = {}
    stale = set(steps)
    while True:
        for identity in stale:
            rated.pop(identity, None)
            if is_candidate(steps[identity]):
                bundle = bundle_of(identity)
                rated[identity] = rate(bundle), bundle
        if not rated:
            break
        _, best = rated[min(rated, key=lambda identity: (-rated[identity][0], identity))]
        add(best)
        # Only what builds on a domain that has just been lifted is worth something else than before.
        lifted = {steps[identity].domain for identity in best}
        stale = {identity for identity, domains in domains_of.items() if domains & lifted}
    for facts in sorted(closing, key=lambda facts: (facts.start, facts.id)):
        if facts.id not in without and facts.id not in order:
            add(bundle_of(facts.id))
    return _schedule(closing_last(order, steps, under_way), steps, worth, frame)


def _schedule(
    order: Sequence[str],
    steps: Mapping[str, StepFacts],
    worth: Mapping[str, Worth],
    frame: Frame,
) -> Plan:
    planned, hour = [], 0
    for identity in order:
        facts = steps[identity]
        needs = tuple(before for before in facts.after if before in order)
        planned.append(PlannedStep(facts, *worth[identity], hour, needs, frame))
        hour += facts.hours
    return Plan(frame, tuple(planned))
