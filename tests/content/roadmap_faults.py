"""Every way to break the content of the roadmap that has a message of its own."""

from tests.content.faults import Fault, add, fault, remove, rename, write_over
from tests.content.probe_faults import PROBE_FAULTS
from tests.content.small_roadmap import ROADMAP

ROLE, ROLE_2 = "targets/mlops-engineer.yaml", "targets/platform-engineer.yaml"
CAREERS = "advanced_roles.yaml"
ORIGINS, PROJECTS, CREDENTIALS = "backgrounds.yaml", "projects.yaml", "certifications.yaml"
PLACES, SHOWN = "resources.yaml", "portfolio.yaml"
PROMPTS, PLANS = "interview.yaml", "study_plans.yaml"
DO_WATCH, DO_SERVE = "steps/monitoring.yaml", "steps/serving.yaml"

SERVE_LIFTS = """\
  lifts:
    - skill: request-paths
      from: 0
      to: 2
    - skill: batch-scoring
      from: 0
      to: 1
"""

BLUEPRINT = """\
    topics:
      - name: Batches
        skills: [batch-scoring]
        share: 75
    untested:
      - name: Billing
        share: 25
"""

OUTSIDE = """\
  outside:
    - fact: The school stopped offering it in January 2026
      where: school.example.org/news
      checked: 2026-11-21
"""

# fmt: off
ROADMAP_FAULTS = {
    # Files as such
    "a stray file": Fault(
        add("study_plan.yaml", "[]\n"), "study_plan.yaml", "is not a content file; see README.md"),
    "a missing file": Fault(
        remove(CAREERS), CAREERS, "cannot be read: No such file", more=True),
    "an empty file": write_over(ORIGINS, "", "is empty"),
    "a repeated key": fault(
        ROLE, "seniority: entry", "name: Again\nseniority: entry", "key 'name' is given twice",
        more=True),

    # Roles
    "an unknown key": fault(
        ROLE, "seniority: entry", "wage: high\nseniority: entry", "unknown key 'wage'", more=True),
    "an unknown seniority": fault(
        ROLE, "seniority: entry", "seniority: junior", "not 'junior'", more=True),
    "a score above 100": fault(
        ROLE, "score: 50", "score: 101", "'score' must be at most 100, not '101'", more=True),
    "a weight above 3": fault(
        ROLE, "weight: 3", "weight: 4", "'weight' must be at most 3, not '4'", more=True),
    "a broken weight": fault(
        ROLE, "weight: 3", "weight: 1.5", "'weight' must be a whole number, not '1.5'", more=True),
    "a role that wants nothing": fault(
        ROLE_2, "weight: 3", "weight: 0", "at least one domain needs a weight above 0",
        at="id: platform-engineer", more=True),
    "a role file of another name": Fault(
        rename(ROLE, "targets/mlops.yaml"), "targets/mlops.yaml",
        "the file of role 'mlops-engineer' must be called mlops-engineer.yaml", "id: mlops-engineer"),
    "a role given twice": fault(
        CAREERS, "id: principal-engineer", "id: platform-engineer",
        "id 'platform-engineer' is already used at roadmap/content/targets/platform-engineer.yaml:2",
        more=True),
    "a role back from retirement": fault(
        CAREERS, "id: principal-engineer", "id: old-role", "id 'old-role' is retired", more=True),
    "a role that leads nowhere": fault(
        ROLE, "[platform-engineer, principal-engineer]", "[platform-engineer, king]",
        "leads_to: 'king' does not exist"),
    "a role that leads to itself": fault(
        ROLE, "[platform-engineer, principal-engineer]", "[mlops-engineer]",
        "leads_to: 'mlops-engineer' does not exist"),
    "a role with an unknown domain": fault(
        ROLE, "domain: monitoring", "domain: cooking", "domains: 'cooking' does not exist", more=True),
    "a role without a domain": fault(
        ROLE, "domain: monitoring", "domain: serving",
        "domains without a wanted score: monitoring", at="domains:", more=True),
    "a role with a domain twice": fault(
        ROLE, "domain: monitoring", "domain: serving", "domains: 'serving' is given twice",
        more=True),
    "a role from an unknown source": fault(
        ROLE, "[g1.s01-first-steps]", "[g1.s09-nothing]", "sources: 'g1.s09-nothing' does not exist"),

    # Backgrounds
    "a background that brings an unknown domain": fault(
        ORIGINS, "brings: [monitoring]", "brings: [cooking]", "brings: 'cooking' does not exist"),
    "a background that adds an unknown domain": fault(
        ORIGINS, "add: [serving]", "add: [cooking]", "add: 'cooking' does not exist"),
    "a background that leads to an advanced role": fault(
        ORIGINS, "[mlops-engineer, platform-engineer]", "[principal-engineer]",
        "roles: 'principal-engineer' does not exist"),
    "a background back from retirement": fault(
        ORIGINS, "id: devops", "id: old-background", "id 'old-background' is retired"),

    # Steps
    "a step that lifts an unknown skill": fault(
        DO_SERVE, "skill: batch-scoring", "skill: cooking", "lifts: 'cooking' does not exist",
        more=True),
    "a step that lifts a skill twice": fault(
        DO_SERVE, "skill: batch-scoring", "skill: request-paths",
        "lifts: 'request-paths' is given twice", more=True),
    "a step that lifts nothing of its domain": fault(
        DO_WATCH, "skill: log-reading", "skill: batch-scoring",
        "lifts no skill of the domain 'monitoring' of its file", at="lifts:", more=True),
    "a step that lifts downwards": fault(
        DO_WATCH, "from: 1\n      to: 2", "from: 2\n      to: 1", "`to` must be above `from`",
        at="skill: log-reading", more=True),
    "a step above the ladder": fault(
        DO_WATCH, "to: 2", "to: 5", "'to' must be at most 4, not '5'", more=True),
    "a step without lifts": fault(
        DO_SERVE, SERVE_LIFTS, "  lifts: []\n", "'lifts' has too few entries", more=True),
    "a step of no hours": fault(
        DO_WATCH, "hours: 3", "hours: 0", "'hours' must be at least 1, not '0'", more=True),
    "an unknown kind of step": fault(DO_WATCH, "kind: learn", "kind: read", "not 'read'", more=True),
    "a step after an unknown one": fault(
        DO_WATCH, "[serve-a-model]", "[cook-a-meal]", "after: 'cook-a-meal' does not exist"),
    "a step after itself": fault(
        DO_WATCH, "[serve-a-model]", "[read-a-drift-report]", "`after` leads back to this step"),
    "a circle of steps": fault(
        DO_SERVE, "  hours: 8\n", "  after: [read-a-drift-report]\n  hours: 8\n",
        "`after` leads back to this step", more=True),
    "a step given twice": fault(
        DO_WATCH, "id: follow-a-request-in-logs", "id: read-a-drift-report",
        "id 'read-a-drift-report' is already used at roadmap/content/steps/monitoring.yaml:2",
        more=True),
    "a step back from retirement": fault(
        DO_WATCH, "id: follow-a-request-in-logs", "id: old-step", "id 'old-step' is retired",
        more=True),
    "a step of an unknown project": fault(
        DO_SERVE, "[local-endpoint]", "[rocket]", "projects: 'rocket' does not exist", more=True),
    "a step against an unknown misconception": fault(
        DO_WATCH, "[drift-is-always-harm]", "[nonsense]", "helps: 'nonsense' does not exist"),

    # Projects
    "a project in no step": fault(
        PROJECTS, "id: local-endpoint", "id: remote-endpoint",
        "project 'remote-endpoint' is part of no step", more=True),
    "a project of an unknown skill": fault(
        PROJECTS, "[request-paths]", "[cooking]", "skills: 'cooking' does not exist"),
    "a project given twice": Fault(
        add(PROJECTS, ROADMAP[PROJECTS].split("\n", 1)[1].replace("A local", "Another")),
        PROJECTS, "id 'local-endpoint' is already used at roadmap/content/projects.yaml:2",
        "id: local-endpoint"),

    # Certifications
    "a certification without domains": fault(
        CREDENTIALS, "  domains: [serving]\n", "",
        "a certification that may be suggested needs `domains`", at="id: serving-basics", more=True),
    "a certification of an unknown domain": fault(
        CREDENTIALS, "[serving, monitoring]", "[cooking]", "domains: 'cooking' does not exist"),
    "a certification after an unknown one": fault(
        CREDENTIALS, "[serving-basics]", "[cooking-basics]", "after: 'cooking-basics' does not exist"),
    "a certification after itself": fault(
        CREDENTIALS, "[serving-basics]", "[serving-expert]",
        "`after` leads back to this certification"),
    "a pass mark above 100 percent": fault(
        CREDENTIALS, "pass_percent: 70", "pass_percent: 700", "'pass_percent' must be at most 100",
        more=True),
    "an unknown part of an exam": fault(
        CREDENTIALS, "minutes: 60", "hours: 1", "unknown key 'hours'", more=True),
    "an unknown relevance": fault(
        CREDENTIALS, "relevance: adjacent", "relevance: some", "not 'some'"),
    "certifications in a circle": fault(
        CREDENTIALS, "  why: It shows that its holder can put",
        "  after: [serving-expert]\n  why: It shows that its holder can put",
        "`after` leads back to this certification", more=True),
    "a blueprint without topics": fault(
        CREDENTIALS, BLUEPRINT, "", "a blueprint needs topics", at="  blueprint:", more=True),
    "a blueprint where one topic has no share": fault(
        CREDENTIALS, "        share: 25\n", "", "either every topic has a share or none has",
        at="  blueprint:", more=True),
    "a blueprint whose shares do not make a whole": fault(
        CREDENTIALS, "share: 25", "share: 20", "the shares make 95 per cent and not 100",
        at="  blueprint:", more=True),
    "a topic of an unknown skill": fault(
        CREDENTIALS, "[batch-scoring]", "[batch-scoring, cooking]",
        "skill 'cooking' does not exist"),
    "a topic that no live question tests": fault(
        CREDENTIALS, "[batch-scoring]", "[drift-detection]",
        "no live question tests 'drift-detection': put the topic under `untested`"),
    "a topic of another domain": fault(
        CREDENTIALS, "[batch-scoring]", "[log-reading]",
        "the domain of 'log-reading' is missing in `domains`: monitoring"),
    "an outside fact with a whole address": fault(
        CREDENTIALS, "where: school", "where: web://school", "which does not look as it should"),
    "an outside fact without a day": fault(
        CREDENTIALS, "checked: 2026-11-21", "checked: lately", "must be a day such as 2026-11-21"),
    "a closed certification without a fact that says so": fault(
        CREDENTIALS, OUTSIDE, "", "`closed` needs a fact under `outside` that says so",
        at="id: serving-expert"),
    "a certification given twice": fault(
        CREDENTIALS, "id: nursing-licence", "id: serving-basics",
        "id 'serving-basics' is already used at roadmap/content/certifications.yaml:2"),
    "a certification back from retirement": fault(
        CREDENTIALS, "id: nursing-licence", "id: old-certification",
        "id 'old-certification' is retired"),

    # Resources
    "a resource that helps with nothing": fault(
        PLACES, "  domains: [serving]\n", "", "needs `domains` or `skills`", at="id: serving-forum"),
    "an unrelated resource that helps": fault(
        PLACES, "unrelated: true", "unrelated: true\n  skills: [batch-scoring]",
        "only an unrelated one has neither", at="id: school-exam-article"),
    "a resource of an unknown kind": fault(
        PLACES, "kind: material", "kind: rumour", "not 'rumour'"),
    "a resource for an unknown domain": fault(
        PLACES, "[serving]", "[cooking]", "domains: 'cooking' does not exist"),
    "a resource for an unknown skill": fault(
        PLACES, "[batch-scoring]", "[cooking]", "skills: 'cooking' does not exist"),
    "a resource from an unknown source": fault(
        PLACES, "[g1.s01-first-steps]", "[g1.s09-nothing]", "sources: 'g1.s09-nothing' does not exist"),
    "a resource given twice": fault(
        PLACES, "id: batch-tutorial", "id: serving-forum",
        "id 'serving-forum' is already used at roadmap/content/resources.yaml:2"),
    "a resource back from retirement": fault(
        PLACES, "id: batch-tutorial", "id: old-resource", "id 'old-resource' is retired"),

    # Portfolio and interview
    "something to show of an unknown skill": fault(
        SHOWN, "[request-paths]", "[request-paths, cooking]", "skills: 'cooking' does not exist"),
    "something to show from an unknown step": fault(
        SHOWN, "[serve-a-model]", "[cook-a-meal]", "steps: 'cook-a-meal' does not exist"),
    "something to show from a step about something else": fault(
        SHOWN, "[serve-a-model]", "[serve-a-model, read-a-drift-report]",
        "steps: 'read-a-drift-report' lifts none of its skills"),
    "something to show from no step": fault(
        SHOWN, "steps: [serve-a-model]", "steps: []", "'steps' has too few entries"),
    "something to show back from retirement": fault(
        SHOWN, "id: running-endpoint", "id: old-show", "id 'old-show' is retired"),
    "a prompt of an unknown kind": fault(
        PROMPTS, "kind: scenario", "kind: riddle", "not 'riddle'"),
    "a prompt of an unknown skill": fault(
        PROMPTS, "[request-paths]", "[request-paths, cooking]", "skills: 'cooking' does not exist"),
    "a prompt from an unknown step": fault(
        PROMPTS, "[serve-a-model]", "[cook-a-meal]", "steps: 'cook-a-meal' does not exist"),
    "a prompt back from retirement": fault(
        PROMPTS, "id: why-so-slow", "id: old-prompt", "id 'old-prompt' is retired"),

    # Study plans
    "a plan back from retirement": fault(
        PLANS, "id: one-week", "id: old-plan", "id 'old-plan' is retired"),
    "a plan from an unknown source": fault(
        PLANS, "[g1.s01-first-steps]", "[g1.s09-nothing]", "sources: 'g1.s09-nothing' does not exist"),
    "a plan with hours the wrong way round": fault(
        PLANS, "least: 1", "least: 3", "`most` must not be below `least`", at="hours_per_day:"),
    "a block that ends before it begins": fault(
        PLANS, "last: 4", "last: 0", "'last' must be at least 1, not '0'"),
    "a block the wrong way round": fault(
        PLANS, "last: 6", "last: 4", "`last` must not be below `first`", at="- first: 5"),
    "a block that begins before the last one ends": fault(
        PLANS, "first: 5", "first: 4", "begins on day 4, but the block before ends on day 4"),
    "a block that leaves the days": fault(
        PLANS, "last: 6", "last: 8", "ends on day 8 of a plan of 7 days"),
    "a block of an unknown skill": fault(
        PLANS, "[log-reading]", "[log-reading, cooking]", "skills: 'cooking' does not exist"),
    "a block with an unknown step": fault(
        PLANS, "[serve-a-model]", "[serve-a-model, cook-a-meal]",
        "steps: 'cook-a-meal' does not exist"),
    "a step in two blocks": fault(
        PLANS, "[follow-a-request-in-logs]", "[follow-a-request-in-logs, serve-a-model]",
        "steps: 'serve-a-model' is given twice"),
    "a step that does not fit its block": fault(
        PLANS, "[follow-a-request-in-logs]", "[follow-a-request-in-logs, read-a-drift-report]",
        "steps: 'read-a-drift-report' lifts none of the skills of its block"),

    **PROBE_FAULTS,
}
# fmt: on
