"""Writes the roadmap's checked content to the database, after the assessment's."""

from assessment.models import Domain, Misconception, Skill
from assessment.projection import Projection
from roadmap.core.catalogue import Target
from roadmap.core.loading import Roadmap
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
    StepLift,
    StudyPlan,
    WantedScore,
)


def project_roadmap(roadmap: Roadmap, projection: Projection) -> None:
    """Bring the roadmap's tables in line with `roadmap`."""
    domains = {domain.slug: domain for domain in Domain.objects.all()}
    skills = {skill.slug: skill for skill in Skill.objects.select_related("domain")}
    roles = _roles(roadmap, domains, projection)
    _backgrounds(roadmap, domains, roles, projection)
    steps = _steps(roadmap, skills, projection)
    _projects(roadmap, skills, steps, projection)
    _certifications(roadmap, domains, projection)
    _resources(roadmap, domains, skills, projection)
    _portfolio_and_interview(roadmap, skills, steps, projection)
    _study_plans(roadmap, projection)
    _probes(roadmap, skills, projection)


def _roles(roadmap: Roadmap, domains: dict[str, Domain], projection: Projection) -> dict[str, Role]:
    entries = (*roadmap.targets, *roadmap.advanced_roles)
    roles = projection.rows(
        Role,
        {
            role.id: {
                "name": role.name,
                "seniority": role.seniority,
                "summary": role.summary,
                "sources": list(role.sources),
                "advanced": not isinstance(role, Target),
            }
            for role in entries
        },
    )
    projection.links(
        roles.values(),
        "leads_to",
        {
            target.id: [roles[identity] for identity in target.leads_to]
            for target in roadmap.targets
        },
    )
    projection.children(
        WantedScore,
        "role",
        {
            (roles[target.id].pk, domains[wanted.domain].pk): {
                "score": wanted.score,
                "weight": wanted.weight,
                "reason": wanted.reason,
            }
            for target in roadmap.targets
            for wanted in target.domains
        },
        "domain_id",
    )
    return roles


def _backgrounds(
    roadmap: Roadmap, domains: dict[str, Domain], roles: dict[str, Role], projection: Projection
) -> None:
    rows = projection.rows(
        Background,
        {
            background.id: {
                "name": background.name,
                "summary": background.summary,
                "sources": list(background.sources),
                "strengths": background.strengths,
                "advice": background.advice,
            }
            for background in roadmap.backgrounds
        },
    ).values()
    entries = roadmap.backgrounds
    projection.links(rows, "brings", {b.id: [domains[d] for d in b.brings] for b in entries})
    projection.links(rows, "adds", {b.id: [domains[d] for d in b.add] for b in entries})
    projection.links(rows, "roles", {b.id: [roles[r] for r in b.roles] for b in entries})


def _steps(roadmap: Roadmap, skills: dict[str, Skill], projection: Projection) -> dict[str, Step]:
    misconceptions = {row.slug: row for row in Misconception.objects.all()}
    steps = projection.rows(
        Step,
        {
            step.id: {
                "domain_id": skills[step.lifts[0].skill].domain_id,
                "title": step.title,
                "kind": step.kind.value,
                "hours": step.hours,
                "do": step.do,
                "done_when": step.done_when,
                "closing": step.closing,
                "sources": list(step.sources),
            }
            for step in roadmap.steps
        },
    )
    projection.links(
        steps.values(),
        "after",
        {s.id: [steps[before] for before in s.after] for s in roadmap.steps},
    )
    projection.links(
        steps.values(), "helps", {s.id: [misconceptions[m] for m in s.helps] for s in roadmap.steps}
    )
    projection.children(
        StepLift,
        "step",
        {
            (steps[step.id].pk, skills[lift.skill].pk): {"start": lift.start, "end": lift.end}
            for step in roadmap.steps
            for lift in step.lifts
        },
        "skill_id",
    )
    return steps


def _projects(
    roadmap: Roadmap, skills: dict[str, Skill], steps: dict[str, Step], projection: Projection
) -> None:
    rows = projection.rows(
        Project, {p.id: {"name": p.name, "sources": list(p.sources)} for p in roadmap.projects}
    ).values()
    projection.links(
        rows, "skills", {p.id: [skills[s] for s in p.skills] for p in roadmap.projects}
    )
    projection.links(
        rows,
        "steps",
        {
            p.id: [steps[s.id] for s in roadmap.steps if p.id in s.projects]
            for p in roadmap.projects
        },
    )


def _certifications(roadmap: Roadmap, domains: dict[str, Domain], projection: Projection) -> None:
    entries = roadmap.certifications
    rows = projection.rows(
        Certification,
        {
            entry.id: {
                "name": entry.name,
                "provider": entry.provider,
                "kind": entry.kind,
                "relevance": entry.relevance.value,
                "ladder": entry.ladder,
                "facts": list(entry.facts),
                "exam": entry.exam.model_dump(exclude_none=True) if entry.exam else {},
                "blueprint": entry.blueprint.model_dump(mode="json") if entry.blueprint else {},
                "closed": entry.closed,
                "outside": [fact.model_dump(mode="json") for fact in entry.outside],
                "why": entry.why,
                "note": entry.note or "",
                "sources": list(entry.sources),
            }
            for entry in entries
        },
    )
    projection.links(
        rows.values(), "domains", {e.id: [domains[d] for d in e.domains] for e in entries}
    )
    projection.links(rows.values(), "after", {e.id: [rows[c] for c in e.after] for e in entries})


def _resources(
    roadmap: Roadmap, domains: dict[str, Domain], skills: dict[str, Skill], projection: Projection
) -> None:
    entries = roadmap.resources
    rows = projection.rows(
        Resource,
        {
            entry.id: {
                "name": entry.name,
                "kind": entry.kind.value,
                "good_for": entry.good_for,
                "unrelated": entry.unrelated,
                "sources": list(entry.sources),
            }
            for entry in entries
        },
    ).values()
    projection.links(rows, "domains", {e.id: [domains[d] for d in e.domains] for e in entries})
    projection.links(rows, "skills", {e.id: [skills[s] for s in e.skills] for e in entries})


def _portfolio_and_interview(
    roadmap: Roadmap, skills: dict[str, Skill], steps: dict[str, Step], projection: Projection
) -> None:
    shown = projection.rows(
        PortfolioItem,
        {
            item.id: {
                "name": item.name,
                "kind": item.kind,
                "show": item.show,
                "convinces": item.convinces,
                "sources": list(item.sources),
            }
            for item in roadmap.portfolio
        },
    )
    asked = projection.rows(
        InterviewItem,
        {
            item.id: {
                "kind": item.kind,
                "prompt": item.prompt,
                "answer": item.answer,
                "sources": list(item.sources),
            }
            for item in roadmap.interview
        },
    )
    for rows, items in ((shown.values(), roadmap.portfolio), (asked.values(), roadmap.interview)):
        projection.links(rows, "skills", {i.id: [skills[s] for s in i.skills] for i in items})
        projection.links(rows, "steps", {i.id: [steps[s] for s in i.steps] for i in items})


def _study_plans(roadmap: Roadmap, projection: Projection) -> None:
    projection.rows(
        StudyPlan,
        {
            plan.id: {
                "name": plan.name,
                "days": plan.days,
                "summary": plan.summary,
                "hours_per_day": plan.hours_per_day.model_dump() if plan.hours_per_day else {},
                "note": plan.note or "",
                "blocks": [block.model_dump(mode="json") for block in plan.blocks],
                "sources": list(plan.sources),
            }
            for plan in roadmap.study_plans
        },
    )


def _probes(roadmap: Roadmap, skills: dict[str, Skill], projection: Projection) -> None:
    projection.rows(
        Probe,
        {
            card.id: {
                "skill_id": skills[card.skill].pk,
                "level": card.level,
                "ask": card.ask,
                "good": card.good,
                "follow_up": card.follow_up,
                "sources": list(card.sources),
            }
            for card in roadmap.probes
        },
    )
