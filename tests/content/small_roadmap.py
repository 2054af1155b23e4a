"""A small roadmap in which everything is right: two roles, a few steps, certifications, places that help, a study plan, cards."""

from tests.content.small_probes import PROBES

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
  blueprint:
    basis: Two of the three things that the school names
    topics:
      - name: Batches
        skills: [batch-scoring]
        share: 75
    untested:
      - name: Billing
        share: 25
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
  closed: 2026-01-31
  outside:
    - fact: The school stopped offering it in January 2026
      where: school.example.org/news
      checked: 2026-11-21
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
    "resources.yaml": """\
# Places that help.
- id: serving-forum
  name: The serving forum
  kind: community
  good_for: Questions about requests that wait.
  domains: [serving]
  sources: [g1.s01-first-steps]
- id: batch-tutorial
  name: A tutorial on batches
  kind: material
  good_for: A first night run.
  skills: [batch-scoring]
  sources: [g1.s02-requests]
- id: school-exam-article
  name: An article on school exams
  kind: reading
  good_for: It is listed because a guide compares exams.
  unrelated: true
  sources: [g1.s02-requests]
""",
    "portfolio.yaml": """\
# What to show.
- id: running-endpoint
  name: An endpoint that runs
  kind: content
  show: The endpoint and its README.
  convinces: A stranger gets an answer from it.
  skills: [request-paths]
  steps: [serve-a-model]
  sources: [g1.s01-first-steps]
""",
    "interview.yaml": """\
# What to be ready for.
- id: why-so-slow
  kind: scenario
  prompt: Why is the first request slow?
  answer: It names the model that is loaded late.
  skills: [request-paths]
  steps: [serve-a-model]
  sources: [g1.s02-requests]
""",
    "study_plans.yaml": """\
# Study plans of the guides.
- id: one-week
  name: One week
  days: 7
  summary: For people in a hurry.
  hours_per_day:
    least: 1
    most: 2
  note: The guide names no hours for the last day.
  sources: [g1.s01-first-steps]
  blocks:
    - first: 1
      last: 4
      title: Serving a model
      skills: [request-paths, batch-scoring]
      steps: [serve-a-model]
    - first: 5
      last: 6
      title: Reading its logs
      skills: [log-reading]
      steps: [follow-a-request-in-logs]
""",
    "retired.yaml": """\
# Ids that are no longer used.
targets: [old-role]
backgrounds: [old-background]
steps: [old-step]
certifications: [old-certification]
resources: [old-resource]
portfolio: [old-show]
interview: [old-prompt]
study_plans: [old-plan]
probes: [old-card]
""",
    **PROBES,
}
