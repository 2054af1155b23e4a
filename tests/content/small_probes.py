"""Small files of probe cards in which everything is right: at least two cards for every skill of the small assessment."""

PROBES = {
    "probes/monitoring.yaml": """\
# The probe cards of the domain Monitoring.
- id: a-drift-you-saw
  skill: drift-detection
  level: 1
  ask: Which shift of inputs did you notice last, and by what?
  good: It names the feature, two periods and the figure that was compared.
  follow_up: What did you nearly overlook?
  sources: [g2.s01-drift]
- id: a-report-in-words
  skill: drift-detection
  level: 2
  ask: What do you tell a manager about a report on drift?
  good: It says what may change for customers, and what not.
  follow_up: What did they ask back?
  sources: [g2.s01-drift]
- id: an-alert-for-drift
  skill: drift-detection
  level: 3
  ask: How would you choose the threshold of an alert that people trust?
  good: It starts from past periods and the cost of a false alarm.
  follow_up: Who switched one off, and why?
  sources: [g2.s01-drift]
- id: first-lines-of-a-log
  skill: log-reading
  level: 1
  ask: Where do you begin in ten thousand lines after a failed night?
  good: At the first error and the minute before it.
  follow_up: Which line misled you?
  sources: [g2.s01-drift]
- id: log-across-services
  skill: log-reading
  level: 2
  ask: How do you follow one customer through three services?
  good: By one identifier that every service writes.
  follow_up: What if one of them writes none?
  sources: [g2.s01-drift]
""",
    "probes/serving.yaml": """\
# The probe cards of the domain Serving.
- id: a-request-you-traced
  skill: request-paths
  level: 2
  ask: Describe the stations of a prediction in something you built.
  good: Client, proxy, process and model, with the time that each takes.
  follow_up: Which station surprised you?
  sources: [g1.s02-requests]
- id: a-path-you-would-shorten
  skill: request-paths
  level: 3
  ask: What would you remove first to halve latency, and why that?
  good: The part that was measured to be slowest, with what is lost.
  follow_up: What did it break?
  sources: [g1.s02-requests]
- id: a-batch-that-stopped
  skill: batch-scoring
  level: 1
  ask: Tell me about a nightly run that stopped halfway. What next?
  good: It finds what was written and goes on from there.
  follow_up: How did you know what was written?
  sources: [g1.s01-first-steps]
- id: a-batch-that-grew
  skill: batch-scoring
  level: 4
  ask: Rows grow tenfold within a year. How do you plan for it?
  good: Parts that run side by side, and a budget for each.
  follow_up: What would you give up?
  sources: [g1.s01-first-steps]
""",
}
