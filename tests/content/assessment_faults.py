"""Every way to break the content of the assessment that has a message of its own."""

from tests.content.faults import Fault, add, edit, fault, remove, rename, write_over

GUIDES, BELIEFS, RETIRED = "guides.yaml", "misconceptions.yaml", "retired.yaml"
WATCH, SERVE = "domains/monitoring.yaml", "domains/serving.yaml"
ASK_WATCH, ASK_SERVE = "questions/monitoring.yaml", "questions/serving.yaml"

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
        ASK_SERVE, "reviewed: 2026-11-20", "reviewed: 2026-11-31",
        "must be a day such as 2026-11-21, not '2026-11-31'"),
    "a number for a day": fault(
        ASK_SERVE, "reviewed: 2026-11-20", "reviewed: 0", "must be a day such as 2026-11-21, not '0'"),
    "a list for a day": fault(
        ASK_SERVE, "reviewed: 2026-11-20", "reviewed: [2026-11-20]", "must be a day such as"),
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
# fmt: on
