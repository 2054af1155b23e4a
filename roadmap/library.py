"""The roadmap's content as pages need it, read once per content version and kept in memory."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Prefetch

from assessment.models import ContentVersion, Domain, Misconception, Section, Skill
from roadmap.core.catalogue import StudyPlan
from roadmap.core.certifications import CertificationFacts
from roadmap.core.credentials import Blueprint, Relevance
from roadmap.core.resources import ResourceFacts
from roadmap.core.roles import Aim, Aims
from roadmap.core.steps import LiftFacts, StepFacts
from roadmap.models import (
    Background,
    Certification,
    InterviewItem,
    PortfolioItem,
    Probe,
    Project,
    Resource,
    Role,
    Step,
)
from roadmap.models import StudyPlan as StudyPlanRow


@dataclass(frozen=True)
class Library:
    """Rows by slug for showing, and the same as facts for the rules."""

    domains: Mapping[str, Domain]  # by position, anchors prefetched
    skills: Mapping[str, tuple[str, ...]]  # slugs, by the domain's
    skill_rows: Mapping[str, Skill]
    roles: Mapping[str, Role]  # targets, with what they ask and where they lead
    role_aims: Mapping[str, Aims]
    backgrounds: Mapping[str, Background]  # with what they bring, what to add, and roles
    steps: Mapping[str, Step]
    step_facts: Mapping[str, StepFacts]
    certifications: Mapping[str, Certification]
    resources: Mapping[str, Resource]  # by name
    resource_facts: Mapping[str, ResourceFacts]
    portfolio: tuple[PortfolioItem, ...]
    interview: tuple[InterviewItem, ...]
    study_plans: Mapping[str, StudyPlan]  # the shortest first
    probes: Mapping[str, tuple[Probe, ...]]  # by the skill's slug, the lowest level first
    certification_facts: Mapping[str, CertificationFacts]
    misconceptions: Mapping[int, Misconception]
    sections: Mapping[str, Section]

    def leads_to(self, slug: str) -> list[Domain]:
        """The domains that come directly after one."""
        return [
            domain
            for domain in self.domains.values()
            if slug in {needed.slug for needed in domain.prerequisites.all()}
        ]


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
    live_domains = Domain.objects.filter(retired=False)
    live_certifications = Certification.objects.filter(retired=False)
    certifications = live_certifications.prefetch_related(
        Prefetch("domains", live_domains), Prefetch("after", live_certifications)
    )
    domains = live_domains.prefetch_related("anchors", live_skills, "prerequisites")
    skills = {skill.slug: skill for skill in Skill.objects.select_related("domain")}
    resources = Resource.objects.filter(retired=False).prefetch_related(
        Prefetch("domains", live_domains), live_skills
    )
    roles = Role.objects.targets().prefetch_related("wanted__domain", "leads_to")
    backgrounds = Background.objects.filter(retired=False).prefetch_related(
        Prefetch("brings", live_domains), Prefetch("adds", live_domains), "roles"
    )
    portfolio = PortfolioItem.objects.filter(retired=False).prefetch_related("steps")
    interview = InterviewItem.objects.filter(retired=False).prefetch_related("steps")
    plans = StudyPlanRow.objects.filter(retired=False)
    probes: dict[str, tuple[Probe, ...]] = {}
    for card in Probe.objects.filter(retired=False).select_related("skill"):
        probes[card.skill.slug] = (*probes.get(card.skill.slug, ()), card)
    domain_skills = {row.slug: frozenset(s.slug for s in row.skills.all()) for row in domains}
    return Library(
        domains={domain.slug: domain for domain in domains},
        skills={
            domain.slug: tuple(skill.slug for skill in domain.skills.all()) for domain in domains
        },
        skill_rows=skills,
        roles={role.slug: role for role in roles},
        role_aims={role.slug: _aims(role) for role in roles},
        backgrounds={row.slug: row for row in backgrounds},
        steps={step.slug: step for step in steps},
        step_facts={step.slug: _step_facts(step) for step in steps},
        certifications={row.slug: row for row in certifications},
        resources={row.slug: row for row in resources},
        resource_facts={row.slug: _resource_facts(row, domain_skills) for row in resources},
        portfolio=tuple(portfolio),
        interview=tuple(interview),
        study_plans={row.slug: _study_plan(row) for row in plans},
        probes=probes,
        certification_facts={row.slug: _certification_facts(row, skills) for row in certifications},
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
        closing=step.closing,
    )


def _resource_facts(row: Resource, domain_skills: Mapping[str, frozenset[str]]) -> ResourceFacts:
    own = frozenset(skill.slug for skill in row.skills.all())
    covers = own.union(*(domain_skills[domain.slug] for domain in row.domains.all()))
    return ResourceFacts(row.slug, row.name, covers, f"{row.name} {row.good_for}")


def _study_plan(row: StudyPlanRow) -> StudyPlan:
    """The plan as the content file has it."""
    return StudyPlan(
        id=row.slug,
        name=row.name,
        days=row.days,
        summary=row.summary,
        hours_per_day=row.hours_per_day or None,
        note=row.note or None,
        blocks=row.blocks,
        sources=row.sources,
    )


def _certification_facts(row: Certification, skills: Mapping[str, Skill]) -> CertificationFacts:
    domain_of = {slug: skill.domain.slug for slug, skill in skills.items()}
    blueprint = Blueprint.model_validate(row.blueprint) if row.blueprint else None
    questions, mark = row.exam.get("questions"), row.exam.get("pass_percent")
    return CertificationFacts(
        id=row.slug,
        relevance=Relevance(row.relevance),
        rung=row.ladder,
        domains=frozenset(domain.slug for domain in row.domains.all()),
        after=tuple(before.slug for before in row.after.all()),
        shares=blueprint.by_domain(domain_of) if blueprint else {},
        untested=blueprint.untested_share if blueprint else 0.0,
        exam=(questions, mark) if questions and mark else None,
        teaches=row.kind == "course",
        closed=row.closed is not None,
    )
