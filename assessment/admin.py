"""The admin pages of the assessment: people may be changed, content and results only read."""

from typing import Any

import allauth.mfa.admin
import allauth.socialaccount.admin
import allauth.usersessions.admin  # noqa: F401 - they register what is taken out below
from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.db.models import QuerySet
from django.http import HttpRequest

from assessment import models
from assessment.actions import delete_account
from assessment.admin_bases import PersonalAdmin, ReadOnlyAdmin
from assessment.problem_admin import ReportedProblemAdmin


class UserCreation(AdminUserCreationForm):
    class Meta:
        model = models.User
        fields = ("email", "name")


class UserChange(UserChangeForm):
    class Meta:
        model = models.User
        fields = "__all__"


@admin.register(models.User)
class UserAdmin(DjangoUserAdmin):
    form = UserChange
    add_form = UserCreation
    ordering = ["email"]
    list_display = ["email", "name", "is_active", "is_staff", "joined_at"]
    list_filter = ["is_staff", "is_active"]
    search_fields = ["email", "name"]
    readonly_fields = ["joined_at", "last_login"]
    fieldsets = [
        (None, {"fields": ["email", "name", "password"]}),
        (
            "Rights",
            {"fields": ["is_active", "is_staff", "is_superuser", "groups", "user_permissions"]},
        ),
        ("Dates", {"fields": ["joined_at", "last_login"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["email", "name", "usable_password", "password1", "password2"]})
    ]

    def delete_model(self, request: HttpRequest, obj: models.User) -> None:
        delete_account(obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[models.User]) -> None:
        for user in queryset:
            delete_account(user)


class ResponseInline(admin.TabularInline):
    model = models.Response
    fields = ["position", "question", "outcome", "sure", "answered_at"]
    readonly_fields = fields
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ResultInline(admin.TabularInline):
    model = models.DomainResult
    fields = ["domain", "score", "low", "high", "responses", "level"]
    readonly_fields = fields
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(models.Assessment)
class AssessmentAdmin(PersonalAdmin):
    owner = "learner"
    list_display = ["id", "learner", "state", "role", "length", "started_at", "finished_at"]
    list_filter = ["state", "length", "role"]
    list_select_related = ["learner"]
    date_hierarchy = "started_at"
    inlines = [ResultInline, ResponseInline]


@admin.register(models.Question)
class QuestionAdmin(ReadOnlyAdmin):
    list_display = ["slug", "skill", "draft", "retired"]
    list_filter = ["draft", "retired", "skill__domain"]
    list_select_related = ["skill"]
    search_fields = ["slug", "revisions__stem"]


class OptionInline(admin.TabularInline):
    model = models.Option
    extra = 0


@admin.register(models.QuestionRevision)
class QuestionRevisionAdmin(ReadOnlyAdmin):
    list_display = ["question", "number", "current", "kind", "level", "asks"]
    list_filter = ["current", "kind", "level", "asks", "skill__domain"]
    list_select_related = ["question"]
    search_fields = ["question__slug", "stem"]
    inlines = [OptionInline]


@admin.register(models.AuditEvent)
class AuditEventAdmin(ReadOnlyAdmin):
    list_display = ["at", "verb", "actor", "learner", "about"]
    list_filter = ["verb"]
    list_select_related = ["actor", "learner"]
    date_hierarchy = "at"


@admin.register(models.ContentVersion)
class ContentVersionAdmin(ReadOnlyAdmin):
    list_display = ["pk", "loaded_at", "digest"]


@admin.register(models.MeasurementVersion)
class MeasurementVersionAdmin(ReadOnlyAdmin):
    list_display = ["number", "created_at", "note"]


@admin.register(models.Domain)
class DomainAdmin(ReadOnlyAdmin):
    list_display = ["position", "name", "weight", "retired"]


@admin.register(models.Skill)
class SkillAdmin(ReadOnlyAdmin):
    list_display = ["name", "domain", "retired"]
    list_filter = ["domain"]
    list_select_related = ["domain"]


@admin.register(models.Anchor)
class AnchorAdmin(ReadOnlyAdmin):
    list_display = ["domain", "level", "does"]
    list_filter = ["domain", "level"]
    list_select_related = ["domain"]


@admin.register(models.Section)
class SectionAdmin(ReadOnlyAdmin):
    list_display = ["slug", "heading"]
    list_filter = ["guide"]


@admin.register(models.Response)
class ResponseAdmin(PersonalAdmin):
    list_display = ["assessment", "position", "question", "outcome", "sure"]
    list_filter = ["outcome", "sure"]
    list_select_related = ["assessment", "question"]


@admin.register(models.DomainResult, models.SelfRating)
class DomainRowAdmin(PersonalAdmin):
    list_display = ["assessment", "domain"]
    list_filter = ["domain"]
    list_select_related = ["assessment", "domain"]


admin.site.register(models.ReportedProblem, ReportedProblemAdmin)
admin.site.register([models.Guide, models.Misconception, models.Option], ReadOnlyAdmin)
admin.site.site_header = admin.site.site_title = "Waymark administration"


# What stands there lets people in or says where they are; single sign-on is set up by environment variables.
for secret in (Authenticator, SocialAccount, SocialApp, SocialToken, UserSession):
    admin.site.unregister(secret)


@admin.register(Authenticator)
class AuthenticatorAdmin(ReadOnlyAdmin):
    """Staff can take away a second factor that somebody lost, and sees no more of it than that it is there."""

    list_display = ["user", "type", "created_at", "last_used_at"]
    list_filter = ["type"]
    list_select_related = ["user"]
    search_fields = ["user__email"]
    exclude = ["data"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return admin.ModelAdmin.has_delete_permission(self, request, obj)

    def delete_model(self, request: HttpRequest, obj: Authenticator) -> None:
        """The owner is told, as of every change of what lets them in."""
        lost = {Authenticator.Type.TOTP: "totp_deactivated"}.get(obj.type, "webauthn_removed")
        super().delete_model(request, obj)
        if obj.type != Authenticator.Type.RECOVERY_CODES:
            get_adapter().send_notification_mail(f"mfa/email/{lost}", obj.user)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Authenticator]) -> None:
        for one in queryset.select_related("user"):
            self.delete_model(request, one)
