"""A small assessment in which everything is right: two domains and a question of every kind."""

ASSESSMENT = {
    "README.md": "# Small content\n",
    "guides.yaml": """\
# The guides and their sections.
- id: g1
  title: Serving models
  about: How models are put into service
  sections:
    - id: g1.s01-first-steps
      heading: First steps
    - id: g1.s02-requests
      heading: Requests
- id: g2
  title: Watching models
  about: How models in service are watched
  sections:
    - id: g2.s01-drift
      heading: Drift
""",
    "domains/monitoring.yaml": """\
# The domain Monitoring.
id: monitoring
position: 2
name: Monitoring
scope: seeing what models in service do
weight: supporting
prerequisites: [serving]
skills:
  - id: drift-detection
    name: Detecting drift
    sources: [g2.s01-drift]
  - id: log-reading
    name: Reading logs
    sources: [g2.s01-drift]
anchors:
  - level: starting
    does: Opens the dashboard of a model
    sources: [g2.s01-drift]
  - level: foundation
    does: Names the metric that changed
    sources: [g2.s01-drift]
  - level: engineer
    does: Sets an alert that fires in time
    sources: [g2.s01-drift]
  - level: professional
    does: Designs the alerts of a team
    sources: [g2.s01-drift]
  - level: architect
    does: Decides what a company watches
    sources: [g2.s01-drift]
""",
    "domains/serving.yaml": """\
# The domain Serving.
id: serving
position: 1
name: Serving
scope: answering requests with models
weight: core
skills:
  - id: request-paths
    name: Paths of requests
    sources: [g1.s02-requests]
  - id: batch-scoring
    name: Scoring in batches
    sources: [g1.s01-first-steps, g1.s02-requests]
anchors:
  - level: starting
    does: Calls an endpoint that somebody else runs
    sources: [g1.s01-first-steps]
  - level: foundation
    does: Starts a model on one machine
    sources: [g1.s01-first-steps]
  - level: engineer
    does: Releases a model behind a load balancer
    sources: [g1.s01-first-steps]
  - level: professional
    does: Plans the capacity of many endpoints
    sources: [g1.s01-first-steps]
  - level: architect
    does: Chooses how a company serves its models
    sources: [g1.s01-first-steps]
""",
    "misconceptions.yaml": """\
# Named wrong beliefs.
- id: drift-is-always-harm
  name: Every drift is taken for harm
  belief: When inputs drift, the model has become worse.
  instead: Inputs may drift while predictions stay good, so both are watched.
  sources: [g2.s01-drift]
  skills: [drift-detection]
- id: mean-tells-all
  name: The mean is taken for the whole
  belief: A good mean latency shows that requests are served well.
  instead: A few slow requests hide behind a good mean, so the tail is watched too.
  sources: [g1.s02-requests]
  skills: [request-paths, log-reading]
""",
    "questions/monitoring.yaml": """\
# The questions of the domain Monitoring.
- id: inputs-moved-results-stable
  skill: drift-detection
  level: 3
  asks: decide
  kind: many
  sources: [g2.s01-drift]
  stem: The inputs moved since June, the error rate did not. Which two steps fit? Choose two.
  options:
    - text: Look for the feature behind it
      key: true
      because: Knowing the cause shows whether it will grow.
    - text: Wait for the labels of July
      key: true
      because: Labels may arrive late.
    - text: Roll the model back tonight
      because: Nothing shows that it became worse.
      misconception: drift-is-always-harm
    - text: Switch the input alert off
      because: It did its work.
  status: draft
- id: steps-after-an-alert
  skill: log-reading
  level: 2
  asks: apply
  kind: order
  sources: [g2.s01-drift]
  stem: An alert wakes you. Put what you do into order.
  options:
    - text: See who is affected
      because: Harm sets the pace.
    - text: Stop the harm
      because: Users come before causes.
    - text: Find the cause
      because: A calm search finds more.
  reviewed: 2026-11-21
""",
    "questions/serving.yaml": """\
# The questions of the domain Serving.
- id: slow-first-request
  skill: request-paths
  level: 3
  asks: diagnose
  sources: [g1.s02-requests]
  stem: |
    After each release the first request takes nine seconds, the others a tenth of one.
    Where do you look?
  exhibit: |
    GET /predict  9.02 s
    GET /predict  0.11 s
  exhibit_label: Two lines of the access log
  options:
    - text: At what the process loads on demand
      key: true
      because: Something is loaded once, when it is needed.
    - text: At how many users call each minute
      because: Load would slow the later calls too.
    - text: At the mean latency of the week
      because: The mean hides single calls.
      misconception: mean-tells-all
  reviewed: 2026-11-21
- id: seconds-for-a-batch
  skill: batch-scoring
  level: 1
  asks: apply
  kind: number
  sources: [g1.s01-first-steps]
  stem: A job scores 500 rows per second. How long does it take for 3000 rows?
  answer: 6
  tolerance: 0.5
  unit: seconds
  because: 3000 divided by 500 is 6.
  slips:
    - value: 0.17
      because: Divided the wrong way round.
    - value: 2500
      because: Subtracted instead of divided.
      misconception: mean-tells-all
  reviewed: 2026-11-20
""",
    "retired.yaml": """\
# Ids that are no longer used.
domains: [old-domain]
skills: [old-skill]
misconceptions: [old-belief]
questions: [old-question]
""",
}
