"""Addresses of the roadmap."""

from django.urls import path

from roadmap.views import (
    brief,
    certifications,
    compare,
    domains,
    home,
    maps,
    mentor,
    paths,
    plan,
    progress,
    report,
    resources,
    settle,
    sharing,
    start,
    steps,
    talks,
    what_if,
    why,
)

app_name = "roadmap"
urlpatterns = [
    path("", home.home, name="home"),
    path("start/", start.start, name="start"),
    path("me/", home.me, name="me"),
    path("sample/", report.sample, name="sample"),
    path("method/", home.method, name="method"),
    path("a/<uuid:pk>/report/", report.report, name="report"),
    path("a/<uuid:pk>/what-if/", what_if.what_if, name="what_if"),
    path("a/<uuid:pk>/plan/", plan.plan, name="plan"),
    path("a/<uuid:pk>/plan/<slug:slug>/", plan.template, name="study_plan"),
    path("a/<uuid:pk>/plan.ics", plan.calendar, name="plan_calendar"),
    path("a/<uuid:pk>/plan.csv", plan.spreadsheet, name="plan_spreadsheet"),
    path("a/<uuid:pk>/why/", why.why, name="why"),
    path("a/<uuid:pk>/why/<slug:slug>/", why.domain, name="why_domain"),
    path("a/<uuid:pk>/explain.json", why.explain, name="explain"),
    path("a/<uuid:pk>/compare/<uuid:other>/", compare.compare, name="compare"),
    path("a/<uuid:pk>/settle/<slug:slug>/", settle.settle, name="settle"),
    # content pages
    path("domains/", domains.domains, name="domains"),
    path("domains/<slug:slug>/", domains.domain, name="domain"),
    path("steps/<slug:slug>/", steps.step, name="step"),
    path("steps/<slug:slug>/progress/", progress.mark, name="progress"),
    path("map/", maps.overview, name="map"),
    path("map/<slug:slug>/", maps.domain_map, name="domain_map"),
    path("certifications/", certifications.certifications, name="certifications"),
    path("paths/", paths.paths, name="paths"),
    path("resources/", resources.resources, name="resources"),
    path("certifications/<slug:slug>/", certifications.certification, name="certification"),
    # /sharing/: the learner's side
    path("sharing/", sharing.sharing, name="sharing"),
    path("sharing/invite/", sharing.invite, name="invite"),
    path("sharing/invitations/<int:pk>/cancel/", sharing.cancel, name="cancel_invitation"),
    path("sharing/<int:pk>/end/", sharing.end, name="end_mentorship"),
    path("invitation/<str:secret>/", sharing.invitation, name="invitation"),
    # /talk/: what learner and mentor write and agree on, the same pages for both
    path("talk/", talks.talks, name="talks"),
    path("talk/<int:pk>/", talks.talk, name="talk"),
    path("talk/<int:pk>/agree/", talks.agree, name="agree"),
    path("agreements/<int:pk>/", talks.settle, name="settle_agreement"),
    # /mentor/: the mentor's side
    path("mentor/", mentor.mentees, name="mentees"),
    path("mentor/<int:pk>/", mentor.mentee, name="mentee"),
    path("mentor/<int:pk>/brief/", brief.brief, name="brief"),
    path("mentor/<int:pk>/<uuid:assessment_pk>/", mentor.mentee_report, name="mentee_report"),
    path("mentor/<int:pk>/<uuid:assessment_pk>/rate/<slug:slug>/", mentor.rate, name="mentor_rate"),
    path("mentor/<int:pk>/<uuid:assessment_pk>/answers/", mentor.answers, name="mentee_answers"),
    path(
        "mentor/<int:pk>/compare/<uuid:assessment_pk>/<uuid:other>/",
        compare.mentee,
        name="mentee_compare",
    ),
]
