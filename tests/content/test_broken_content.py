"""Whatever is wrong with content is reported with its file, its line and the reason, all of it at once."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from assessment.core.catalogue import Kind
from assessment.core.loading import Content, load_content
from assessment.core.yaml_source import ContentError, Problem
from roadmap.core.loading import Roadmap, load_roadmap
from tests.content.small import ROADMAP, write_assessment, write_roadmap

GUIDES, BELIEFS, RETIRED = "guides.yaml", "misconceptions.yaml", "retired.yaml"
WATCH, SERVE = "domains/monitoring.yaml", "domains/serving.yaml"
ASK_WATCH, ASK_SERVE = "questions/monitoring.yaml", "questions/serving.yaml"
ROLE, ROLE_2 = "targets/mlops-engineer.yaml", "targets/platform-engineer.yaml"
CAREERS = "advanced_roles.yaml"
ORIGINS, PROJECTS, CREDENTIALS = "backgrounds.yaml", "projects.yaml", "certifications.yaml"
DO_WATCH, DO_SERVE = "steps/monitoring.yaml", "steps/serving.yaml"

FIRST_ANCHOR = """\
  - level: starting
    does: Opens the dashboard of a model
    sources: [g2.s01-drift]
"""
NUMBER_SLIPS = """\
  slips:
    - value: 0.17
      because: Divided the wrong way round.
    - value: 2500
      because: Subtracted instead of divided.
      misconception: mean-tells-all
"""
SERVE_LIFTS = """\
  lifts:
    - skill: request-paths
      from: 0
      to: 2
    - skill: batch-scoring
      from: 0
      to: 1
"""

Change = Callable[[Path], None]


@dataclass(frozen=True)
class Fault:
    """A way to break a content folder, and what must be said about it.

    at: the line that must be named is the last one of the broken file that holds this text; line 1 when empty.
    more: whether the fault takes something away that other entries rest on, so that they are reported too.
    """

    change: Change
    file: str
    says: str
    at: str = ""
    more: bool = False

    def line(self, content: Path) -> int:
        if not self.at:
            return 1
        lines = (content / self.file).read_text("utf-8").splitlines()
        return max(n for n, line in enumerate(lines, start=1) if self.at in line)


def edit(file: str, old: str, new: str) -> Change:
    """Replace `old`, which the file must hold exactly once."""

    def change(content: Path) -> None:
        text = (content / file).read_text("utf-8")
        assert text.count(old) == 1, f"{file} holds {old!r} {text.count(old)} times"
        (content / file).write_text(text.replace(old, new), "utf-8")

    return change


def add(file: str, text: str) -> Change:
    """Add text to the end of a file, which is made when it is missing."""

    def change(content: Path) -> None:
        with (content / file).open("a", encoding="utf-8") as opened:
            opened.write(text)

    return change


def remove(file: str) -> Change:
    return lambda content: (content / file).unlink()


def rename(file: str, new: str) -> Change:
    def change(content: Path) -> None:
        (content / file).rename(content / new)

    return change


def fault(
    file: str, old: str, new: str, says: str, *, at: str | None = None, more: bool = False
) -> Fault:
    """A fault made by one edit; the line to be named is that of the new text, unless told otherwise."""
    where = new.strip().split("\n")[0] if at is None else at
    return Fault(edit(file, old, new), file, says, where, more)


def write_over(file: str, text: str, says: str, *, more: bool = False) -> Fault:
    """A file whose whole text is another; reported on its first line."""

    def change(content: Path) -> None:
        (content / file).write_text(text, "utf-8")

    return Fault(change, file, says, "", more)


# fmt: off
ASSESSMENT_FAULTS = {
    # Files as such
    "a stray file": Fault(
        add("serving.yaml", "[]\n"), "serving.yaml", "is not a content file; see README.md"),
    "another ending": Fault(
        add("domains/third.yml", "id: third\n"), "domains/third.yml", "is not a content file"),
    "a missing file": Fault(
        remove(BELIEFS), BELIEFS, "cannot be read: No such file", more=True),
    "missing guides": Fault(
        remove(GUIDES), GUIDES, "cannot be read: No such file", more=True),
    "an empty file": write_over(BELIEFS, "# Later.\n", "is empty", more=True),
    "an image": write_over(RETIRED, "\x00\x01", "holds characters that YAML does not allow"),
    "a list where one entry belongs": write_over(
        RETIRED, "- domains\n", "must be a set of `key: value` lines"),
    "one entry where a list belongs": write_over(
        GUIDES, "id: g1\n", "must hold a list", more=True),
    "a word where an entry belongs": Fault(
        add(BELIEFS, "- word\n"), BELIEFS, "must be a set of `key: value` lines", "- word"),
    "a syntax error": fault(
        BELIEFS, "belief: A good", "belief: wrong: A good",
        "is not valid YAML: mapping values are not allowed", more=True),
    "an anchor": fault(
        RETIRED, "[old-skill]", "&old [old-skill]", "anchor &old: content files have no anchors"),
    "an alias": fault(
        RETIRED, "[old-skill]", "*old", "alias *old: content files have no aliases"),
    "a tag": fault(
        RETIRED, "[old-skill]", "!!seq [old-skill]", "content files have no tags"),
    "a second document": fault(
        RETIRED, "skills:", "---\nskills:", "begins a second document"),
    "a repeated key": fault(
        RETIRED, "skills:", "domains:", "key 'domains' is given twice", at="domains: [old-skill]"),

    # Guides
    "a guide id of another form": fault(
        GUIDES, "id: g2\n", "id: guide-2\n", "'id' is 'guide-2', which does not look as it should",
        more=True),
    "a section of another guide": fault(
        GUIDES, "id: g2\n", "id: g3\n", "section 'g2.s01-drift' belongs to another guide",
        at="id: g2.s01-drift"),
    "a section given twice": fault(
        GUIDES, "heading: Requests\n", "heading: Requests\n    - {id: g1.s02-requests, heading: R}\n",
        "section 'g1.s02-requests' is given twice", at="- {id: g1.s02-requests"),
    "a guide given twice": Fault(
        add(GUIDES, "- id: g1\n  title: T\n  about: A\n  sections: [{id: g1.s03-new, heading: H}]\n"),
        GUIDES, "id 'g1' is already used at assessment/content/guides.yaml:2", "- id: g1"),

    # Domains
    "an unknown key": fault(
        SERVE, "weight: core\n", "weight: core\ncolour: red\n", "unknown key 'colour'",
        at="colour: red", more=True),
    "a missing key": fault(
        SERVE, "scope: answering requests with models\n", "", "missing key 'scope'",
        at="id: serving", more=True),
    "an empty value": fault(
        SERVE, "scope: answering requests with models", "scope:", "'scope' must not be empty",
        more=True),
    "a name of two lines": fault(
        SERVE, "name: Serving\n", 'name: "Ser\\nving"\n', "'name' is 'Ser", more=True),
    "a name too long": fault(
        SERVE, "name: Serving\n", f"name: {'S' * 301}\n",
        "'name' is too long (at most 300 characters)", more=True),
    "a position below 1": fault(
        SERVE, "position: 1", "position: 0", "'position' must be at least 1, not '0'", more=True),
    "a position in words": fault(
        SERVE, "position: 1", "position: first",
        "'position' must be a whole number, not 'first'", more=True),
    "a position taken twice": fault(
        SERVE, "position: 1", "position: 2", "position 2 is taken by another domain"),
    "an unknown weight": fault(
        SERVE, "weight: core", "weight: heavy",
        "'weight' must be 'core', 'supporting' or 'adjacent', not 'heavy'", more=True),
    "an id with capitals": fault(
        SERVE, "id: request-paths", "id: Request-paths",
        "'id' is 'Request-paths', which does not look as it should", more=True),
    "text where a list belongs": fault(
        WATCH, "prerequisites: [serving]", "prerequisites: serving",
        "'prerequisites' must be a list", more=True),
    "a list where text belongs": fault(
        WATCH, "name: Monitoring", "name: [Monitoring]", "'name' must be text", more=True),
    "four anchors": fault(
        WATCH, FIRST_ANCHOR, "",
        "'anchors' has too few entries (at least 5)", at="anchors:", more=True),
    "anchors out of order": fault(
        SERVE, "level: engineer", "level: professional",
        "anchors must be starting, foundation, engineer", at="id: serving", more=True),
    "an unknown anchor level": fault(
        SERVE, "level: engineer", "level: senior", "not 'senior'", more=True),
    "a domain file of another name": Fault(
        rename(SERVE, "domains/serve.yaml"), "domains/serve.yaml",
        "the file of domain 'serving' must be called serving.yaml", "id: serving"),
    "an unknown prerequisite": fault(
        WATCH, "[serving]", "[cooking]", "prerequisites: 'cooking' does not exist"),
    "a prerequisite given twice": fault(
        WATCH, "[serving]", "[serving, serving]", "prerequisites: 'serving' is given twice"),
    "a domain that needs itself": fault(
        WATCH, "[serving]", "[monitoring]", "prerequisites lead back to this domain"),
    "a circle of prerequisites": fault(
        SERVE, "weight: core", "prerequisites: [monitoring]\nweight: core",
        "prerequisites lead back to this domain", more=True),
    "a domain given twice": fault(
        SERVE, "id: serving", "id: monitoring",
        "id 'monitoring' is already used at assessment/content/domains/monitoring.yaml:2",
        more=True),
    "a domain back from retirement": Fault(
        edit(RETIRED, "[old-domain]", "[serving]"), SERVE,
        "id 'serving' is retired and must not be used again", "id: serving"),
    "a skill given twice": fault(
        WATCH, "drift]\n  - id: log-reading", "drift]\n  - id: drift-detection",
        "skill 'drift-detection' is given twice", at="id: drift-detection", more=True),
    "a skill of two domains": fault(
        SERVE, "id: request-paths", "id: log-reading", "skill 'log-reading' is given twice",
        more=True),
    "a skill back from retirement": fault(
        SERVE, "id: request-paths", "id: old-skill", "skill 'old-skill' is retired", more=True),
    "an unknown source of a skill": fault(
        SERVE, "[g1.s01-first-steps, g1.s02-requests]", "[g1.s09-nothing]",
        "section 'g1.s09-nothing' does not exist", at="id: batch-scoring"),
    "an unknown source of an anchor": fault(
        SERVE, "capacity of many endpoints\n    sources: [g1.s01-first-steps]",
        "capacity of many endpoints\n    sources: [g1.s09-nothing]",
        "section 'g1.s09-nothing' does not exist", at="level: professional"),
    "a skill without a source": fault(
        SERVE, "sources: [g1.s01-first-steps, g1.s02-requests]", "sources: []",
        "'sources' has too few entries (at least 1)", more=True),
    "a source of another form": fault(
        SERVE, "[g1.s01-first-steps, g1.s02-requests]", "[guide 1]",
        "'sources' is 'guide 1', which does not look as it should", more=True),

    # Misconceptions
    "a misconception given twice": fault(
        BELIEFS, "id: mean-tells-all\n", "id: drift-is-always-harm\n",
        "id 'drift-is-always-harm' is already used at assessment/content/misconceptions.yaml:2",
        more=True),
    "a misconception about an unknown skill": fault(
        BELIEFS, "[drift-detection]", "[cooking]", "skills: 'cooking' does not exist"),
    "a misconception about no skill": fault(
        BELIEFS, "skills: [drift-detection]", "skills: []", "'skills' has too few entries",
        more=True),
    "a misconception from an unknown source": fault(
        BELIEFS, "[g1.s02-requests]", "[g1.s09-nothing]", "sources: 'g1.s09-nothing' does not exist"),
    "a misconception back from retirement": fault(
        BELIEFS, "id: mean-tells-all", "id: old-belief", "id 'old-belief' is retired", more=True),

    # Questions of any kind
    "an unknown kind": fault(ASK_SERVE, "kind: number", "kind: numeric", "not 'numeric'"),
    "an unknown thing to ask": fault(ASK_SERVE, "asks: diagnose", "asks: why", "not 'why'"),
    "a level above the ladder": fault(
        ASK_SERVE, "level: 3", "level: 6", "'level' must be at most 5, not '6'"),
    "a question of an unknown skill": fault(
        ASK_SERVE, "skill: request-paths", "skill: cooking", "skill 'cooking' does not exist"),
    "a question in the file of another domain": fault(
        ASK_SERVE, "skill: request-paths", "skill: log-reading",
        "skill 'log-reading' belongs to the file monitoring.yaml"),
    "a question given twice": fault(
        ASK_SERVE, "id: seconds-for-a-batch", "id: steps-after-an-alert",
        "id 'steps-after-an-alert' is already used at assessment/content/questions/monitoring.yaml:22"),
    "a question back from retirement": fault(
        ASK_SERVE, "id: slow-first-request", "id: old-question", "id 'old-question' is retired"),
    "a question from an unknown source": fault(
        ASK_SERVE, "[g1.s02-requests]", "[g1.s09-nothing]", "sources: 'g1.s09-nothing' does not exist"),
    "an option without a reason": fault(
        ASK_SERVE, "      because: The mean hides single calls.\n", "", "missing key 'because'",
        at="text: At the mean latency"),
    "an unknown misconception of an option": fault(
        ASK_SERVE, "calls.\n      misconception: mean-tells-all", "calls.\n      misconception: nonsense",
        "misconception 'nonsense' does not exist", at="misconception: nonsense"),
    "a right option that shows a misconception": fault(
        ASK_SERVE, "key: true\n", "key: true\n      misconception: drift-is-always-harm\n",
        "a right option cannot carry a misconception", at="text: At what the process"),
    "two options of the same text": fault(
        ASK_SERVE, "At how many users call each minute", "At the mean latency of the week",
        "two options have the same text", at="id: slow-first"),
    "an exhibit without a label": fault(
        ASK_SERVE, "  exhibit_label: Two lines of the access log\n", "",
        "exhibit and exhibit_label come together", at="id: slow-first"),
    "a label without an exhibit": fault(
        ASK_WATCH, "level: 3\n", "level: 3\n  exhibit_label: A table\n",
        "exhibit and exhibit_label come together", at="id: inputs-moved"),
    "a live question that nobody reviewed": fault(
        ASK_WATCH, "  reviewed: 2026-11-21\n", "", "a live question needs `reviewed`",
        at="id: steps-after"),
    "a reviewed draft": fault(
        ASK_WATCH, "status: draft\n", "status: draft\n  reviewed: 2026-11-21\n",
        "a reviewed question is not a draft", at="id: inputs-moved"),
    "a day that does not exist": fault(
        ASK_SERVE, "reviewed: 2026-11-20", "reviewed: 2026-11-31", "valid date"),
    "a number for a day": fault(ASK_SERVE, "reviewed: 2026-11-20", "reviewed: 0", "date"),
    "a revision of zero": fault(
        ASK_SERVE, "  level: 3\n", "  revision: 0\n  level: 3\n", "'revision' must be at least 1"),
    "an unknown status": fault(
        ASK_WATCH, "status: draft", "status: done", "'status' must be 'live' or 'draft', not 'done'"),
    "a key that is longer than the rest": fault(
        ASK_SERVE, "At what the process loads on demand",
        "At what the process loads on demand and keeps in memory until it ends",
        "slow-first-request: the key is", at="id: slow-first"),
    "an option that points at others": fault(
        ASK_SERVE, "At the mean latency of the week", "None of the above", "points at other options",
        at="id: slow-first"),

    # Questions of one kind
    "two right options of one": fault(
        ASK_SERVE, "each minute\n", "each minute\n      key: true\n",
        "a question of kind one needs three or four options with exactly one", at="id: slow-first"),
    "no right option": fault(
        ASK_SERVE, "      key: true\n", "",
        "a question of kind one needs three or four options with exactly one", at="id: slow-first"),
    "a key that is neither true nor false": fault(
        ASK_SERVE, "key: true", "key: maybe", "'key' must be true or false, not 'maybe'"),
    "one right option of many": fault(
        ASK_WATCH, "July\n      key: true\n", "July\n",
        "a question of kind many needs four to six options, at least two right",
        at="id: inputs-moved"),
    "a key in an order": fault(
        ASK_WATCH, "Stop the harm\n", "Stop the harm\n      key: true\n",
        "a question of kind order needs three or four options and no `key`", at="id: steps-after"),
    "two things to order": fault(
        ASK_WATCH, "    - text: Stop the harm\n      because: Users come before causes.\n", "",
        "a question of kind order needs three or four options", at="id: steps-after"),
    "a number without its answer": fault(
        ASK_SERVE, "  answer: 6\n", "", "needs answer, tolerance, unit and because",
        at="id: seconds-for"),
    "an answer in words": fault(
        ASK_SERVE, "answer: 6", "answer: six", "'answer' must be a number, not 'six'"),
    "an endless answer": fault(ASK_SERVE, "answer: 6", "answer: inf", "finite number"),
    "a negative tolerance": fault(
        ASK_SERVE, "tolerance: 0.5", "tolerance: -1", "'tolerance' must be at least 0"),
    "a number without slips": fault(
        ASK_SERVE, NUMBER_SLIPS, "", "needs at least one slip", at="id: seconds-for"),
    "a slip within the tolerance": fault(
        ASK_SERVE, "value: 0.17", "value: 5.5", "a slip lies within the tolerance",
        at="id: seconds-for"),
    "an unknown misconception of a slip": fault(
        ASK_SERVE, "of divided.\n      misconception: mean-tells-all",
        "of divided.\n      misconception: nonsense",
        "misconception 'nonsense' does not exist", at="misconception: nonsense"),
    "a number with options": fault(
        ASK_SERVE, "  slips:\n", "  options: [{text: A, because: B}]\n  slips:\n",
        "a question of kind number has no options", at="id: seconds-for"),
    "a unit without a number": fault(
        ASK_SERVE, "level: 3\n", "level: 3\n  unit: seconds\n", "belong to kind number",
        at="id: slow-first"),
    "an answer without a number": fault(
        ASK_SERVE, "level: 3\n", "level: 3\n  answer: 9\n", "belong to kind number",
        at="id: slow-first"),
    "a tolerance without a number": fault(
        ASK_SERVE, "level: 3\n", "level: 3\n  tolerance: 1\n", "belong to kind number",
        at="id: slow-first"),
}

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
        "id 'read-a-drift-report' is already used at roadmap/content/steps/monitoring.yaml:2"),
    "a step back from retirement": fault(
        DO_WATCH, "id: follow-a-request-in-logs", "id: old-step", "id 'old-step' is retired"),
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
        CREDENTIALS, "[serving-basics]", "[serving-expert]", "after: 'serving-expert' does not exist"),
    "a pass mark above 100 percent": fault(
        CREDENTIALS, "pass_percent: 70", "pass_percent: 700", "'pass_percent' must be at most 100",
        more=True),
    "an unknown part of an exam": fault(
        CREDENTIALS, "minutes: 60", "hours: 1", "unknown key 'hours'", more=True),
    "an unknown relevance": fault(
        CREDENTIALS, "relevance: adjacent", "relevance: some", "not 'some'"),
    "a certification given twice": fault(
        CREDENTIALS, "id: nursing-licence", "id: serving-basics",
        "id 'serving-basics' is already used at roadmap/content/certifications.yaml:2"),
    "a certification back from retirement": fault(
        CREDENTIALS, "id: nursing-licence", "id: old-certification",
        "id 'old-certification' is retired"),
}
# fmt: on


@pytest.fixture
def assessment(tmp_path: Path) -> Path:
    return write_assessment(tmp_path)


@pytest.fixture
def roadmap(tmp_path: Path) -> Path:
    return write_roadmap(tmp_path)


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Content:
    """The small assessment, which the small roadmap refers to."""
    return load_content(write_assessment(tmp_path_factory.mktemp("small")))


def problems_of(load: Callable[[], Content | Roadmap]) -> list[Problem]:
    with pytest.raises(ContentError) as caught:
        load()
    return list(caught.value.problems)


def assert_reported(fault: Fault, problems: list[Problem], content: Path) -> None:
    file, line = f"{content.parent.name}/content/{fault.file}", fault.line(content)
    found = [p for p in problems if (p.file, p.line) == (file, line) and fault.says in p.message]
    assert len(found) == 1, f"{file}:{line}: {fault.says} is not in\n" + "\n".join(
        map(str, problems)
    )


# Content in which everything is right


def test_the_small_assessment_loads(assessment: Path) -> None:
    content = load_content(assessment)
    assert [guide.id for guide in content.guides] == ["g1", "g2"]
    assert content.sections == {"g1.s01-first-steps", "g1.s02-requests", "g2.s01-drift"}
    assert [domain.id for domain in content.domains] == ["serving", "monitoring"]
    assert list(content.skills) == [
        "request-paths",
        "batch-scoring",
        "drift-detection",
        "log-reading",
    ]
    assert [m.id for m in content.misconceptions] == ["drift-is-always-harm", "mean-tells-all"]
    assert [question.kind for question in content.all_questions] == [
        Kind.ONE, Kind.NUMBER, Kind.MANY, Kind.ORDER,
    ]  # fmt: skip
    assert content.retired.questions == ("old-question",)


def test_questions_know_what_follows_from_their_parts(assessment: Path) -> None:
    one, number, many, order = load_content(assessment).all_questions
    assert [len(q.keys) for q in (one, number, many, order)] == [1, 0, 2, 0]
    assert [len(q.others) for q in (one, number, many, order)] == [2, 0, 2, 3]
    assert [q.guess_rate for q in (one, number, many, order)] == [1 / 3, 0.02, 1 / 6, 1 / 6]
    assert one.misconceptions == number.misconceptions == ("mean-tells-all",)
    assert one.exhibit == "GET /predict  9.02 s\nGET /predict  0.11 s\n"
    assert (number.answer, number.tolerance, number.slips[0].value) == (6, 0.5, 0.17)
    assert (many.status, many.reviewed, order.status) == ("draft", None, "live")


def test_the_small_roadmap_loads(roadmap: Path, content: Content) -> None:
    loaded = load_roadmap(content, roadmap)
    assert [target.id for target in loaded.targets] == ["mlops-engineer", "platform-engineer"]
    assert [role.id for role in loaded.advanced_roles] == ["principal-engineer"]
    assert [background.id for background in loaded.backgrounds] == ["devops"]
    assert [step.hours for step in loaded.steps] == [2, 3, 8]
    assert [(lift.start, lift.end) for lift in loaded.steps[2].lifts] == [(0, 2), (0, 1)]
    assert [project.id for project in loaded.projects] == ["local-endpoint"]
    assert [certification.relevance.value for certification in loaded.certifications] == [
        "core", "adjacent", "unrelated",
    ]  # fmt: skip
    assert loaded.retired.steps == ("old-step",)


def test_hidden_files_of_editors_and_systems_are_left_alone(assessment: Path) -> None:
    (assessment / "domains" / ".DS_Store").write_bytes(b"\x00\x01")
    (assessment / ".serving.yaml.swp").write_text("x", "utf-8")
    assert len(load_content(assessment).domains) == 2


# One fault at a time


@pytest.mark.parametrize("fault", ASSESSMENT_FAULTS.values(), ids=list(ASSESSMENT_FAULTS))
def test_a_fault_of_the_assessment_is_reported(fault: Fault, assessment: Path) -> None:
    fault.change(assessment)
    problems = problems_of(lambda: load_content(assessment))
    assert_reported(fault, problems, assessment)
    assert fault.more == (len(problems) > 1)


@pytest.mark.parametrize("fault", ROADMAP_FAULTS.values(), ids=list(ROADMAP_FAULTS))
def test_a_fault_of_the_roadmap_is_reported(fault: Fault, roadmap: Path, content: Content) -> None:
    fault.change(roadmap)
    problems = problems_of(lambda: load_roadmap(content, roadmap))
    assert_reported(fault, problems, roadmap)
    assert fault.more == (len(problems) > 1)


def test_a_skill_that_no_step_lifts_is_reported(roadmap: Path, content: Content) -> None:
    edit(DO_SERVE, "    - skill: batch-scoring\n      from: 0\n      to: 1\n", "")(roadmap)
    assert problems_of(lambda: load_roadmap(content, roadmap)) == [
        Problem("roadmap/content/steps", 1, "no step lifts the skill 'batch-scoring'")
    ]


# Several faults at once


AT_ONCE = {
    "assessment": (
        ASSESSMENT_FAULTS,
        ["a stray file", "an unknown source of an anchor", "an unknown prerequisite",
         "a misconception from an unknown source", "a level above the ladder", "an endless answer",
         "a live question that nobody reviewed", "an alias"],
    ),
    "roadmap": (
        ROADMAP_FAULTS,
        ["a stray file", "a role that leads nowhere", "a background that adds an unknown domain",
         "a step after an unknown one", "a step of an unknown project",
         "a project of an unknown skill", "a certification after itself",
         "a certification back from retirement"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("app", AT_ONCE)
def test_faults_in_several_files_are_reported_at_once(
    app: str, assessment: Path, roadmap: Path, content: Content
) -> None:
    table, names = AT_ONCE[app]
    folder = {"assessment": assessment, "roadmap": roadmap}[app]
    for name in names:
        table[name].change(folder)
    problems = problems_of(
        lambda: load_content(folder) if app == "assessment" else load_roadmap(content, folder)
    )
    for name in names:
        assert_reported(table[name], problems, folder)
    assert len({problem.file for problem in problems}) >= 5


def test_all_faults_of_one_entry_are_reported_at_once(assessment: Path) -> None:
    edit(ASK_SERVE, "level: 3", "level: high")(assessment)
    edit(ASK_SERVE, "asks: diagnose", "ask: diagnose")(assessment)
    edit(ASK_SERVE, "key: true", "key: perhaps")(assessment)
    assert [str(problem) for problem in problems_of(lambda: load_content(assessment))] == [
        "assessment/content/questions/serving.yaml:2: missing key 'asks'",
        "assessment/content/questions/serving.yaml:4: 'level' must be a whole number, not 'high'",
        "assessment/content/questions/serving.yaml:5: unknown key 'ask'",
        "assessment/content/questions/serving.yaml:16: 'key' must be true or false, not 'perhaps'",
    ]


def test_an_empty_folder_says_which_files_are_missing(tmp_path: Path) -> None:
    folder = tmp_path / "assessment" / "content"
    folder.mkdir(parents=True)
    assert [problem.file for problem in problems_of(lambda: load_content(folder))] == [
        "assessment/content/guides.yaml",
        "assessment/content/misconceptions.yaml",
        "assessment/content/retired.yaml",
    ]
