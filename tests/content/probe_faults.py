"""Every way to break the probe cards that has a message of its own."""

from tests.content.faults import Fault, add, fault

WATCH, SERVE = "probes/monitoring.yaml", "probes/serving.yaml"

LAST_CARD = """\
- id: log-across-services
  skill: log-reading
  level: 2
  ask: How do you follow one customer through three services?
  good: By one identifier that every service writes.
  follow_up: What if one of them writes none?
  sources: [g2.s01-drift]
"""

COPY = """\
- id: another-batch-that-stopped
  skill: batch-scoring
  level: 2
  ask: What did you do next when a nightly run stopped halfway?
  good: It names what was done.
  follow_up: What else?
  sources: [g1.s01-first-steps]
"""

# fmt: off
PROBE_FAULTS = {
    "a card of an unknown skill": fault(
        WATCH, "skill: log-reading\n  level: 2", "skill: cooking\n  level: 2",
        "skill 'cooking' does not exist", more=True),
    "a card in the file of another domain": fault(
        WATCH, "skill: log-reading\n  level: 2", "skill: batch-scoring\n  level: 2",
        "skill 'batch-scoring' belongs to the file serving.yaml", more=True),
    "a card from an unknown source": fault(
        SERVE, "ask: Describe the stations of a prediction in something you built.\n"
        "  good: Client, proxy, process and model, with the time that each takes.\n"
        "  follow_up: Which station surprised you?\n  sources: [g1.s02-requests]",
        "ask: Describe the stations.\n  good: All of them.\n  follow_up: Why?\n"
        "  sources: [g1.s09-nothing]", "sources: 'g1.s09-nothing' does not exist",
        at="sources: [g1.s09-nothing]"),
    "a card given twice": fault(
        SERVE, "id: a-batch-that-grew", "id: a-drift-you-saw",
        "id 'a-drift-you-saw' is already used at roadmap/content/probes/monitoring.yaml:2"),
    "a card back from retirement": fault(
        SERVE, "id: a-batch-that-grew", "id: old-card", "id 'old-card' is retired"),
    "a card below the ladder": fault(
        SERVE, "level: 4", "level: 0", "'level' must be at least 1, not '0'", more=True),
    "a card above the ladder": fault(
        SERVE, "level: 4", "level: 5", "'level' must be at most 4, not '5'", more=True),
    "a question that is too long": fault(
        SERVE, "ask: Rows", f"ask: {'Rows and ' * 34}", "'ask' is too long (at most 300 characters)",
        at="ask: Rows and", more=True),
    "a good answer that is too long": fault(
        SERVE, "good: Parts that run", f"good: {'Parts that run ' * 40}",
        "'good' is too long (at most 600 characters)", at="good: Parts", more=True),
    "a card without a good answer": fault(
        SERVE, "  good: Parts that run side by side, and a budget for each.\n", "",
        "missing key 'good'", at="id: a-batch-that-grew", more=True),
    "a skill with one card": Fault(
        fault(WATCH, LAST_CARD, "", "").change, WATCH,
        "skill 'log-reading' has 1 of at least 2 cards"),
    "a skill whose cards show one level": fault(
        WATCH, "skill: log-reading\n  level: 2", "skill: log-reading\n  level: 1",
        "all cards of skill 'log-reading' show level 1: one must show another",
        at="level: 1"),
    "a question that yes or no can answer": fault(
        SERVE, "How do you plan for it?", "Would you plan for it?",
        "can be answered with yes or no: ask what, how or why", at="ask: Rows"),
    "two cards that ask the same": Fault(
        add(SERVE, COPY), SERVE, "asks nearly the same as 'a-batch-that-stopped'",
        "ask: What did you do next"),
}
# fmt: on
