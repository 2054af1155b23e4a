"""The roadmap's content as pages need it, read once per content version and kept in memory."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Prefetch

from assessment.models import ContentVersion, Domain, Misconception, Section, Skill
from roadmap.core.catalogue import Relevance
from roadmap.core.certifications import CertificationFacts
from roadmap.core.next_steps import LiftFacts, StepFacts
from roadmap.core.roles import Aim, Aims
from roadmap.models import Certification, Project, Role, Step


@dataclass(frozen=True)
class Library:
    """Rows by slug for showing, and the same as facts for the rules."""

    domains: Mapping[str, Domain]  # by position, anchors prefetched
    skills: Mapping[str, tuple[str, ...]]  # slugs, by the domain's
    roles: Mapping[str, Role]  # targets, with what they ask and where they lead
    role_aims: Mapping[str, Aims]
    steps: Mapping[str, Step]
    step_facts: Mapping[str, StepFacts]
    certifications: Mapping[str, Certification]
    certification_facts: tuple[CertificationFacts, ...]
    misconceptions: Mapping[int, Misconception]
    sections: Mapping[str, Section]


def current_library() -> Library:
    """The library of the newest content version."""
    return _library(*ContentVersion.objects.values_list("pk", "loaded_at").latest())


@lru_cache(maxsize=2)
def _library(version: int, loaded_at: object) -> Library:
    # What is retired keeps its links, so each way back to it is filtered.
    live_steps = Step.objects.filter(retired=False).select_related("domain")
    live_projects = Prefetch("projects", Project.objects.filter(retired=False))
    live_skills = Prefetch("skills", Skill.objects.filter(retired=False))
    steps = live_steps.prefetch_related("lifts__skill", "after", live_projects, "helps")
    certifications = Certification.objects.filter(retired=False).prefetch_related(
        "domains", "after"
    )
    domains = Domain.objects.filter(retired=False).prefetch_related(
        "anchors", live_skills, "prerequisites"
    )
    roles = Role.objects.targets().prefetch_related("wanted__domain", "leads_to")
    return Library(
        domains={domain.slug: domain for domain in domains},
        skills={
            domain.slug: tuple(skill.slug for skill in domain.skills.all()) for domain in domains
        },
        roles={role.slug: role for role in roles},
        role_aims={role.slug: _aims(role) for role in roles},
        steps={step.slug: step for step in steps},
        step_facts={step.slug: _step_facts(step) for step in steps},
        certifications={row.slug: row for row in certifications},
        certification_facts=tuple(
            CertificationFacts(
                id=row.slug,
                relevance=Relevance(row.relevance),
                rung=row.ladder,
                domains=frozenset(domain.slug for domain in row.domains.all()),
                after=tuple(before.slug for before in row.after.all()),
            )
            for row in certifications
        ),
        misconceptions={
            row.pk: row
            for row in Misconception.objects.prefetch_related(Prefetch("steps", live_steps))
        },
        sections={row.slug: row for row in Section.objects.select_related("guide")},
    )


def _aims(role: Role) -> Aims:
    return {w.domain.slug: Aim(w.score, w.weight) for w in role.wanted.all()}


def _step_facts(step: Step) -> StepFacts:
    lifts = list(step.lifts.all())
    return StepFacts(
        id=step.slug,
        domain=step.domain.slug,
        start=min(lift.start for lift in lifts),
        end=max(lift.end for lift in lifts),
        hours=step.hours,
        after=tuple(before.slug for before in step.after.all()),
        lifts=tuple(LiftFacts(lift.skill.slug, lift.end) for lift in lifts),
    )
