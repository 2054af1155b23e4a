"""Reads the content folder of the roadmap into one checked value, or says everything that is wrong with it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assessment.core.loading import Content, Reader, circles, unique, unknown
from assessment.core.yaml_source import Located, Problem
from roadmap.core.catalogue import (
    AdvancedRole,
    Background,
    InterviewItem,
    PortfolioItem,
    Probe,
    Project,
    Resource,
    Retired,
    Step,
    StudyPlan,
    Target,
)
from roadmap.core.credentials import Certification
from roadmap.core.probes import card_problems

CONTENT = Path(__file__).resolve().parent.parent / "content"


@dataclass(frozen=True)
class Roadmap:
    """Everything in `roadmap/content/`, checked against itself and against the assessment's content."""

    targets: tuple[Target, ...]
    advanced_roles: tuple[AdvancedRole, ...]
    backgrounds: tuple[Background, ...]
    steps: tuple[Step, ...]
    projects: tuple[Project, ...]
    certifications: tuple[Certification, ...]
    resources: tuple[Resource, ...]
    portfolio: tuple[PortfolioItem, ...]
    interview: tuple[InterviewItem, ...]
    study_plans: tuple[StudyPlan, ...]
    probes: tuple[Probe, ...]
    retired: Retired


def load_roadmap(content: Content, folder: Path = CONTENT) -> Roadmap:
    """Read and check `folder`; raises ContentError with every problem found."""
    reader = Reader(folder)
    targets = reader.each(Target, "targets", lists=False)
    advanced = reader.entries(AdvancedRole, "advanced_roles.yaml")
    backgrounds = reader.entries(Background, "backgrounds.yaml")
    steps = reader.each(Step, "steps", lists=True)
    projects = reader.entries(Project, "projects.yaml")
    certifications = reader.entries(Certification, "certifications.yaml")
    resources = reader.entries(Resource, "resources.yaml")
    portfolio = reader.entries(PortfolioItem, "portfolio.yaml")
    interview = reader.entries(InterviewItem, "interview.yaml")
    plans = reader.entries(StudyPlan, "study_plans.yaml")
    probes = reader.each(Probe, "probes", lists=True)
    retired = reader.one(Retired, "retired.yaml")
    gone = retired[0].value if retired else Retired()

    check = reader.problems.extend
    domains = {domain.id for domain in content.domains}
    roles = {entry.value.id for entry in targets}
    careers = roles | {entry.value.id for entry in advanced}
    step_ids = {entry.value.id for entry in steps}
    project_ids = {entry.value.id for entry in projects}
    misconceptions = {misconception.id for misconception in content.misconceptions}

    check(unique((*targets, *advanced), gone.targets))
    check(unique(backgrounds, gone.backgrounds))
    check(unique(steps, gone.steps))
    check(unique(projects))
    check(unique(certifications, gone.certifications))
    check(unique(resources, gone.resources))
    check(unique(portfolio, gone.portfolio))
    check(unique(interview, gone.interview))
    check(unique(plans, gone.study_plans))
    check(unique(probes, gone.probes))
    lists: list[Sequence[Located[Any]]] = [targets, advanced, backgrounds, steps, projects]
    lists += [certifications, resources, portfolio, interview, plans, probes]
    for entries in lists:
        check(_sources(entries, content))
    for target in targets:
        check(_target(target, domains))
        check(unknown(target, "leads_to", target.value.leads_to, careers - {target.value.id}))
    for background in backgrounds:
        check(unknown(background, "brings", background.value.brings, domains))
        check(unknown(background, "add", background.value.add, domains))
        check(unknown(background, "roles", background.value.roles, roles))
    for project in projects:
        check(unknown(project, "skills", project.value.skills, content.skills))
    for step in steps:
        check(unknown(step, "after", step.value.after, step_ids))
        check(unknown(step, "projects", step.value.projects, project_ids))
        check(unknown(step, "helps", step.value.helps, misconceptions))
    check(_lifts(steps, content))
    check(_circles(steps))
    check(_after_closing(steps))
    check(_projects_without_step(projects, steps))
    credentials = {entry.value.id for entry in certifications}
    for certification in certifications:
        check(unknown(certification, "domains", certification.value.domains, domains))
        check(unknown(certification, "after", certification.value.after, credentials))
        check(_blueprint(certification, content))
    check(_circles(certifications))
    for resource in resources:
        check(unknown(resource, "domains", resource.value.domains, domains))
        check(unknown(resource, "skills", resource.value.skills, content.skills))
    lifted = {s.value.id: {lift.skill for lift in s.value.lifts} for s in steps}
    items: list[Located[Any]] = [*portfolio, *interview]
    for item in items:
        check(_item(item, set(content.skills), lifted))
    for plan in plans:
        check(_study_plan(plan, set(content.skills), lifted))
    check(card_problems(probes, content))
    reader.finish()

    return Roadmap(
        targets=tuple(entry.value for entry in targets),
        advanced_roles=tuple(entry.value for entry in advanced),
        backgrounds=tuple(entry.value for entry in backgrounds),
        steps=tuple(entry.value for entry in steps),
        projects=tuple(entry.value for entry in projects),
        certifications=tuple(entry.value for entry in certifications),
        resources=tuple(entry.value for entry in resources),
        portfolio=tuple(entry.value for entry in portfolio),
        interview=tuple(entry.value for entry in interview),
        study_plans=tuple(entry.value for entry in plans),
        probes=tuple(entry.value for entry in probes),
        retired=gone,
    )


def _sources(entries: Sequence[Located[Any]], content: Content) -> Iterator[Problem]:
    for entry in entries:
        yield from unknown(entry, "sources", entry.value.sources, content.sections)


def _target(entry: Located[Target], domains: set[str]) -> Iterator[Problem]:
    target = entry.value
    if Path(entry.source.file).stem != target.id:
        yield entry.problem(f"the file of role {target.id!r} must be called {target.id}.yaml", "id")
    named = [wanted.domain for wanted in target.domains]
    yield from unknown(entry, "domains", named, domains)
    missing = sorted(domains - set(named))
    if missing:
        yield entry.problem(f"domains without a wanted score: {', '.join(missing)}", "domains")


def _lifts(steps: list[Located[Step]], content: Content) -> Iterator[Problem]:
    """Every skill named exists and at least one of the first step file's own domain; every skill is lifted by some step."""
    lifted: set[str] = set()
    for entry in steps:
        domain = Path(entry.source.file).stem
        own = {s.id for d in content.domains if d.id == domain for s in d.skills}
        skills = [lift.skill for lift in entry.value.lifts]
        yield from unknown(entry, "lifts", skills, content.skills)
        if not own & set(skills):
            yield entry.problem(f"lifts no skill of the domain {domain!r} of its file", "lifts")
        lifted.update(skills)
    for skill in sorted(set(content.skills) - lifted):
        yield Problem("roadmap/content/steps", 1, f"no step lifts the skill {skill!r}")


def _circles(entries: list[Located[Step]] | list[Located[Certification]]) -> Iterator[Problem]:
    on_circle = set(circles({entry.value.id: entry.value.after for entry in entries}))
    for entry in entries:
        if entry.value.id in on_circle:
            kind = type(entry.value).__name__.lower()
            yield entry.problem(f"`after` leads back to this {kind}", "after")


def _blueprint(entry: Located[Certification], content: Content) -> Iterator[Problem]:
    """What is said to be tested has live questions, in a domain of the certification."""
    tested = {question.skill for question in content.all_questions if question.status == "live"}
    domain_of = {skill.id: domain.id for domain in content.domains for skill in domain.skills}
    for i, topic in enumerate(entry.value.blueprint.topics if entry.value.blueprint else ()):
        for skill in topic.skills:
            problem = None
            if skill not in domain_of:
                problem = f"skill {skill!r} does not exist"
            elif skill not in tested:
                problem = f"no live question tests {skill!r}: put the topic under `untested`"
            elif domain_of[skill] not in entry.value.domains:
                problem = f"the domain of {skill!r} is missing in `domains`: {domain_of[skill]}"
            if problem:
                yield entry.problem(problem, "blueprint", "topics", i, "skills")


def _after_closing(steps: list[Located[Step]]) -> Iterator[Problem]:
    """What builds on a closing step cannot come before the last weeks either."""
    closing = {entry.value.id for entry in steps if entry.value.closing}
    for entry in steps:
        before = sorted(closing & set(entry.value.after))
        if before and not entry.value.closing:
            yield entry.problem(
                f"comes after the closing step {before[0]!r}: close it too", "after"
            )


def _projects_without_step(
    projects: list[Located[Project]], steps: list[Located[Step]]
) -> Iterator[Problem]:
    placed = {identity for entry in steps for identity in entry.value.projects}
    for entry in projects:
        if entry.value.id not in placed:
            yield entry.problem(f"project {entry.value.id!r} is part of no step", "id")


def _item(
    entry: Located[Any], skills: set[str], lifted: Mapping[str, set[str]]
) -> Iterator[Problem]:
    """What belongs into a portfolio or an interview comes from steps that lift its skills."""
    yield from unknown(entry, "skills", entry.value.skills, skills)
    yield from unknown(entry, "steps", entry.value.steps, lifted)
    for i, step in enumerate(entry.value.steps):
        if step in lifted and not lifted[step] & set(entry.value.skills):
            yield entry.problem(f"steps: {step!r} lifts none of its skills", "steps", i)


def _study_plan(
    plan: Located[StudyPlan], skills: set[str], lifted: Mapping[str, set[str]]
) -> Iterator[Problem]:
    """Blocks lie in order inside the days of the plan; their steps exist, once in the plan, and lift what the block is about.

    lifted: the skills that each step lifts, by its id.
    """
    end, placed = 0, set[str]()
    for n, block in enumerate(plan.value.blocks):
        if block.first <= end:
            message = f"begins on day {block.first}, but the block before ends on day {end}"
            yield plan.problem(message, "blocks", n, "first")
        if block.last > plan.value.days:
            message = f"ends on day {block.last} of a plan of {plan.value.days} days"
            yield plan.problem(message, "blocks", n, "last")
        end = max(end, block.last)
        for i, skill in enumerate(block.skills):
            if skill not in skills:
                yield plan.problem(f"skills: {skill!r} does not exist", "blocks", n, "skills", i)
        for i, step in enumerate(block.steps):
            if step not in lifted:
                wrong = f"steps: {step!r} does not exist"
            elif step in placed:
                wrong = f"steps: {step!r} is given twice"
            elif not lifted[step] & set(block.skills):
                wrong = f"steps: {step!r} lifts none of the skills of its block"
            else:
                wrong = ""
            placed.add(step)
            if wrong:
                yield plan.problem(wrong, "blocks", n, "steps", i)
