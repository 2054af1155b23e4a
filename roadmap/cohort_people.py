"""A cohort by name: only learners who agreed to it, with verdicts against the cohort's role and no scores."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from assessment.models import Assessment, Domain, DomainResult, User
from roadmap.cohort_counts import newest_of
from roadmap.core.gaps import Standing, Verdict
from roadmap.core.peers import Profile, pairs
from roadmap.library import current_library
from roadmap.models import Cohort, CohortMember, MemberKind
from roadmap.report import standing_of

COVERED = (Verdict.ON_TARGET, Verdict.STRENGTH)
MISSING = (Verdict.GAP, Verdict.LIKELY_GAP)


@dataclass(frozen=True)
class NamedLearner:
    """One learner, the newest finished assessment if there is one, and the verdict in each domain (slug)."""

    learner: User
    run: Assessment | None
    verdicts: dict[str, Verdict]

    def with_verdict(self, *verdicts: Verdict) -> frozenset[str]:
        """The domains (slugs) with one of these verdicts."""
        return frozenset(slug for slug, found in self.verdicts.items() if found in verdicts)


@dataclass(frozen=True)
class People:
    """Learners of a cohort who agreed to be shown, and the domains that its role needs."""

    learners: Sequence[NamedLearner]  # by name
    domains: Sequence[Domain]

    @property
    def table(self) -> list[tuple[NamedLearner, list[tuple[Verdict, list[str]]]]]:
        """For every learner the verdicts there are, each with the names of its domains."""
        return [
            (row, [(v, names) for v in Verdict if (names := self._named(row, v))])
            for row in self.learners
        ]

    def names(self, slugs: Collection[str]) -> list[str]:
        """The names of domains, in their order."""
        return [domain.name for domain in self.domains if domain.slug in slugs]

    def _named(self, row: NamedLearner, verdict: Verdict) -> list[str]:
        return self.names(row.with_verdict(verdict))

    @property
    def on_one_person(self) -> list[tuple[Domain, User]]:
        """Domains in which exactly one of these learners is on target, and who."""
        found = []
        for domain in self.domains:
            able = [
                row.learner for row in self.learners if row.verdicts.get(domain.slug) in COVERED
            ]
            if len(able) == 1:
                found.append((domain, able[0]))
        return found


@dataclass(frozen=True)
class Peer:
    """The learner with whom somebody is paired, and the domains in which each can help the other."""

    learner: User
    helps: Sequence[str]
    wants: Sequence[str]


def peer_of(member: CohortMember) -> Peer | None:
    """Whom a learner is paired with, of those who agreed to it; four queries at the most."""
    if not member.peers:
        return None
    people = _people(member.cohort, peers=True)
    profiles = {
        str(row.learner.pk): Profile(row.with_verdict(*COVERED), row.with_verdict(*MISSING))
        for row in people.learners
    }
    by_pk, me = {str(row.learner.pk): row.learner for row in people.learners}, str(member.user_id)
    for pair in pairs(profiles):
        if me in (pair.one, pair.other):
            mine = me == pair.one
            other, gives, gets = (
                (pair.other, pair.one_helps, pair.other_helps)
                if mine
                else (pair.one, pair.other_helps, pair.one_helps)
            )
            return Peer(by_pk[other], people.names(gets), people.names(gives))
    return None


def named_people(cohort: Cohort) -> People:
    """Who may be shown by name; three queries however many there are."""
    return _people(cohort, named=True)


def _people(cohort: Cohort, **agreed: bool) -> People:
    """The learners of a cohort who agreed to something, with the verdicts of their newest results."""
    library = current_library()
    aims = {
        slug: {"score": aim.score, "weight": aim.weight}
        for slug, aim in library.role_aims.get(cohort.role.slug, {}).items()
        if aim.weight and slug in library.domains
    }
    learners = cohort.members.filter(kind=MemberKind.LEARNER, **agreed).select_related("user")
    members = sorted(newest_of(learners), key=lambda member: member.user.public_name.lower())
    runs = Assessment.objects.in_bulk([member.newest for member in members if member.newest])
    standings: dict[object, dict[str, Standing]] = {}
    results = DomainResult.objects.filter(assessment__in=runs).select_related("domain")
    for result in results.defer("density"):
        if result.domain.slug in aims:
            of_run = standings.setdefault(result.assessment_id, {})
            of_run[result.domain.slug] = standing_of(result, aims, None)
    domains = [domain for slug, domain in library.domains.items() if slug in aims]
    return People(
        learners=[
            NamedLearner(
                member.user,
                runs.get(member.newest),
                {
                    domain.slug: found[domain.slug].verdict
                    for domain in domains
                    if domain.slug in (found := standings.get(member.newest, {}))
                },
            )
            for member in members
        ],
        domains=domains,
    )
