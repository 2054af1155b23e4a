"""A small content folder in which everything is right: two domains, a few questions of every kind, two roles."""

from pathlib import Path

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

ROADMAP = {
    "README.md": "# Small roadmap\n",
    "targets/mlops-engineer.yaml": """\
# The role MLOps Engineer.
id: mlops-engineer
name: MLOps Engineer
seniority: entry
summary: Brings models into service and keeps them there.
sources: [g1.s01-first-steps]
leads_to: [platform-engineer, principal-engineer]
domains:
  - domain: serving
    score: 50
    weight: 3
    reason: Serving is the daily work.
  - domain: monitoring
    score: 30
    weight: 2
    reason: Alerts are handled with help.
""",
    "targets/platform-engineer.yaml": """\
# The role Platform Engineer.
id: platform-engineer
name: Platform Engineer
seniority: mid
summary: Builds what others serve their models with.
sources: [g1.s01-first-steps]
domains:
  - domain: serving
    score: 70
    weight: 3
    reason: The platform serves for everybody.
  - domain: monitoring
    score: 50
    weight: 0
    reason: Another team watches it.
""",
    "advanced_roles.yaml": """\
# Roles that a target can lead to later.
- id: principal-engineer
  name: Principal engineer
  seniority: lead
  summary: Decides how a company builds.
  sources: [g1.s01-first-steps]
""",
    "backgrounds.yaml": """\
# Where learners come from.
- id: devops
  name: DevOps
  summary: Runs services and their releases.
  sources: [g1.s01-first-steps]
  brings: [monitoring]
  strengths: Knows how services fail.
  add: [serving]
  advice: Serve one model and see what differs from other services.
  roles: [mlops-engineer, platform-engineer]
""",
    "steps/monitoring.yaml": """\
# The steps of the domain Monitoring.
- id: read-a-drift-report
  title: Read a drift report
  kind: learn
  lifts:
    - skill: drift-detection
      from: 0
      to: 1
  hours: 2
  after: [serve-a-model]
  do: Make a report of two months and explain each line of it.
  done_when: A colleague can act on your explanation.
  sources: [g2.s01-drift]
  helps: [drift-is-always-harm]
- id: follow-a-request-in-logs
  title: Follow one request through the logs
  kind: practise
  lifts:
    - skill: log-reading
      from: 1
      to: 2
  hours: 3
  do: Pick a slow request and find every line it left.
  done_when: The slowest part is named.
  sources: [g2.s01-drift]
""",
    "steps/serving.yaml": """\
# The steps of the domain Serving.
- id: serve-a-model
  title: Serve a model
  kind: build
  lifts:
    - skill: request-paths
      from: 0
      to: 2
    - skill: batch-scoring
      from: 0
      to: 1
  hours: 8
  do: Put a small model behind an endpoint.
  done_when: A request from another machine is answered.
  sources: [g1.s01-first-steps]
  projects: [local-endpoint]
""",
    "projects.yaml": """\
# The practice projects of the guides.
- id: local-endpoint
  name: A local endpoint
  skills: [request-paths]
  sources: [g1.s01-first-steps]
""",
    "certifications.yaml": """\
# Credentials.
- id: serving-basics
  name: Serving Basics
  provider: Example School
  kind: exam
  relevance: core
  ladder: foundation
  facts: [40 questions, open book]
  exam:
    questions: 40
    minutes: 60
    pass_percent: 70
    fee: $99
  domains: [serving]
  why: It shows that its holder can put a model into service.
  sources: [g1.s01-first-steps]
- id: serving-expert
  name: Serving Expert
  provider: Example School
  kind: certification
  relevance: adjacent
  ladder: professional
  domains: [serving, monitoring]
  after: [serving-basics]
  why: It shows that its holder plans capacity.
  note: The guides give no date.
  sources: [g1.s02-requests]
- id: nursing-licence
  name: Nursing licence
  provider: Example State
  kind: licence
  relevance: unrelated
  ladder: none
  why: It is listed because a guide compares credentials with it.
  sources: [g1.s02-requests]
""",
    "retired.yaml": """\
# Ids that are no longer used.
targets: [old-role]
backgrounds: [old-background]
steps: [old-step]
certifications: [old-certification]
""",
}


def write_assessment(folder: Path) -> Path:
    """Write the small assessment below `folder` and return its content folder."""
    return _write(folder / "assessment" / "content", ASSESSMENT)


def write_roadmap(folder: Path) -> Path:
    """Write the small roadmap below `folder` and return its content folder."""
    return _write(folder / "roadmap" / "content", ROADMAP)


def _write(content: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = content / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return content
