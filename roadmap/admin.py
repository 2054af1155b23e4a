"""The admin pages of the roadmap: everything is only read; sharing belongs to learners and mentors."""

from django.contrib import admin

from assessment.admin_bases import PersonalAdmin, ReadOnlyAdmin
from roadmap import models


class WantedInline(admin.TabularInline):
    model = models.WantedScore
    extra = 0


class LiftInline(admin.TabularInline):
    model = models.StepLift
    extra = 0


@admin.register(models.Role)
class RoleAdmin(ReadOnlyAdmin):
    list_display = ["name", "seniority", "advanced", "retired"]
    list_filter = ["seniority", "advanced"]
    inlines = [WantedInline]


@admin.register(models.Step)
class StepAdmin(ReadOnlyAdmin):
    list_display = ["title", "domain", "kind", "hours", "retired"]
    list_filter = ["domain", "kind"]
    list_select_related = ["domain"]
    search_fields = ["slug", "title"]
    inlines = [LiftInline]


@admin.register(models.Certification)
class CertificationAdmin(ReadOnlyAdmin):
    list_display = ["name", "provider", "relevance", "ladder", "retired"]
    list_filter = ["relevance", "ladder"]


@admin.register(models.Probe)
class ProbeAdmin(ReadOnlyAdmin):
    list_display = ["ask", "skill", "level", "retired"]
    list_filter = ["level", "skill__domain"]
    list_select_related = ["skill"]
    search_fields = ["slug", "ask"]


@admin.register(models.Resource)
class ResourceAdmin(ReadOnlyAdmin):
    list_display = ["name", "kind", "unrelated", "retired"]
    list_filter = ["kind"]
    search_fields = ["slug", "name"]


@admin.register(models.Mentorship)
class MentorshipAdmin(PersonalAdmin):
    owner = "learner"
    list_display = ["learner", "mentor", "scope", "began_at", "confirmed_at", "until", "ended_at"]
    list_select_related = ["learner", "mentor"]


@admin.register(models.Invitation)
class InvitationAdmin(PersonalAdmin):
    owner = "learner"
    list_display = [
        "learner",
        "label",
        "scope",
        "created_at",
        "expires_at",
        "accepted_at",
        "cancelled_at",
    ]
    list_select_related = ["learner"]
    exclude = ["secret_hash"]


@admin.register(models.Goal)
class GoalAdmin(PersonalAdmin):
    list_display = ["assessment", "role", "background", "hours_per_week", "by_date"]
    list_select_related = ["assessment", "role", "background"]


@admin.register(models.Note)
class NoteAdmin(PersonalAdmin):
    owner = "mentorship__learner"  # not every note is on a report
    list_display = ["assessment", "written_at"]


@admin.register(models.SharingRequest)
class SharingRequestAdmin(ReadOnlyAdmin):
    list_display = ["mentor", "asked_at", "expires_at", "answered_at"]
    list_select_related = ["mentor"]


admin.site.register(
    [
        models.Background,
        models.InterviewItem,
        models.PortfolioItem,
        models.Project,
        models.StepLift,
        models.StudyPlan,
        models.WantedScore,
    ],
    ReadOnlyAdmin,
)
