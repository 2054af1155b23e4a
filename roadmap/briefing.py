"""What a mentor takes along to a talk: where to look closer, what was agreed, and cards for exactly that."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import chain, zip_longest

from django.utils import timezone

from assessment.core.scale import LEVEL_POINTS
from assessment.models import Assessment
from assessment.reviewing import ReviewedQuestion
from roadmap.comparing import Row, compared
from roadmap.core.conversations import STALLED_DAYS
from roadmap.core.gaps import Standing
from roadmap.core.probing import Card, choose_cards
from roadmap.library import Library
from roadmap.models import Agreement, Mentorship, Progress, StepState
from roadmap.report import Report, as_shared, report_of

DIFFERENCES = 4  # domains in which the lenses differ that a talk has room for
CARDS = 5
AGREEMENTS = 5
LISTED = 4  # of what was sure and wrong, of losses, and of steps that stand still: one sheet has no room for more


@dataclass(frozen=True)
class Brief:
    """One page for one talk. report: as far as it is shared; blind_spots: how many answers were sure and wrong.

    losses: domains with a real loss between the last two results. asked: ids of the cards that were asked in this mentorship.
    """

    report: Report
    blind_spots: int
    losses: tuple[Row, ...]
    agreements: list[Agreement]
    asked: frozenset[str]

    @property
    def differences(self) -> list[Standing]:
        """Needed domains in which the lenses disagree, the widest apart first."""
        rows = sorted(self.report.disagreements, key=lambda row: -row.lenses_apart)
        return rows[:DIFFERENCES]

    @property
    def shown_blind_spots(self) -> list[ReviewedQuestion]:
        """Which ones; none where answers are not shared."""
        return blind_spots(self.report)

    @property
    def first_blind_spots(self) -> list[ReviewedQuestion]:
        """Those at the highest levels: what was taken for known matters most there."""
        found = sorted(self.shown_blind_spots, key=lambda question: -question.revision.level)
        return found[:LISTED]

    @property
    def first_losses(self) -> tuple[Row, ...]:
        """The clearest."""
        return self.losses[:LISTED]

    @property
    def more_losses(self) -> int:
        return len(self.losses) - len(self.first_losses)

    @property
    def stalled(self) -> list[tuple[str, Progress]]:
        """Steps (slugs) under way that have not moved for long, the longest first."""
        before = self.report.today - timedelta(days=STALLED_DAYS)
        found = [
            (slug, mark)
            for slug, mark in self.report.marks.items()
            if mark.state == StepState.DOING and _day(mark) < before
        ]
        return sorted(found, key=lambda pair: pair[1].changed_at)[:LISTED]

    @cached_property
    def cards(self) -> tuple[Card, ...]:
        """For the skills of what stands on the page."""
        known = cards_of(self.report.library)
        return choose_cards(self._wanted(), known, asked=self.asked, most=CARDS)

    def _wanted(self) -> Iterator[tuple[str, float]]:
        library = self.report.library
        for question in self.shown_blind_spots:
            yield question.revision.skill.slug, question.revision.level - 1
        for slug, _ in self.stalled:
            for lift in library.step_facts[slug].lifts:
                yield lift.skill, lift.end
        domains = [row.domain for row in self.differences]
        domains += [row.domain.slug for row in self.losses]
        # The first skill of every domain, then the second of each: no domain takes all the room.
        skills = [library.skills.get(slug, ()) for slug in domains]
        levels = [self.report.standings[slug].score / LEVEL_POINTS for slug in domains]
        for row in zip_longest(*skills):
            yield from ((skill, level) for skill, level in zip(row, levels, strict=True) if skill)


def cards_of(library: Library) -> Mapping[str, list[Card]]:
    """The cards of the library by the skill's slug."""
    return {
        skill: [Card(row.slug, skill, row.level, row.ask, row.good, row.follow_up) for row in rows]
        for skill, rows in library.probes.items()
    }


def card(library: Library, identity: str) -> Card | None:
    found = chain.from_iterable(cards_of(library).values())
    return next((one for one in found if one.id == identity), None)


def blind_spots(report: Report) -> list[ReviewedQuestion]:
    """The answers of a report that were sure and wrong."""
    return [question for question in report.reviewed if question.is_blind_spot]


def brief_of(shared: Mentorship, latest: Assessment, before: Assessment | None = None) -> Brief:
    """The brief on a learner's newest result and the one before; a fixed number of queries."""
    report = report_of(latest, shared)
    return Brief(
        report=as_shared(shared, report),
        blind_spots=len(blind_spots(report)),
        losses=tuple(compared(before, latest).losses) if before else (),
        agreements=list(shared.agreements.with_people().order_by("-made_at")[:AGREEMENTS]),
        asked=frozenset(shared.probe_outcomes.values_list("card", flat=True)),
    )


def _day(mark: Progress) -> date:
    return timezone.localtime(mark.changed_at).date()
