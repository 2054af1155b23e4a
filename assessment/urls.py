"""Addresses of the assessment."""

from django.urls import path

from assessment.views import (
    account,
    confirm,
    delete,
    finish,
    problems,
    progress,
    rate,
    resume,
    review,
    sessions,
    sources,
    take,
)

app_name = "assessment"
urlpatterns = [
    # /a/<assessment>/
    path("a/<uuid:pk>/", resume.resume, name="resume"),
    path("a/<uuid:pk>/rate/<int:page>/", rate.rate, name="rate"),
    path("a/<uuid:pk>/begin/", rate.begin, name="begin"),
    path("a/<uuid:pk>/q/<int:position>/", take.take, name="take"),
    path("a/<uuid:pk>/q/<int:position>/problem/", problems.problem, name="problem"),
    path("a/<uuid:pk>/progress/", progress.progress, name="progress"),
    path("a/<uuid:pk>/finish/", finish.finish, name="finish"),
    path("a/<uuid:pk>/review/", review.review, name="review"),
    path("a/<uuid:pk>/delete/", delete.delete, name="delete"),
    # the rest
    path("account/", account.account, name="account"),
    path("account/delete/", account.delete, name="delete_account"),
    path("account/confirm/", confirm.confirm, name="confirm"),
    path("account/sessions/", sessions.sessions, name="sessions"),
    path("problems/", problems.problems, name="problems"),
    path("sources/", sources.sources, name="sources"),
]
