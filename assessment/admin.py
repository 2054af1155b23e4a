"""The admin pages of the assessment: people may be changed, content and results only read."""

from typing import Any

import allauth.mfa.admin
import allauth.socialaccount.admin
import allauth.usersessions.admin  # noqa: F401 - they register what is taken out below
from allauth.account.adapter import get_adapter
from allauth.account.admin import EmailAddressAdmin as AllauthEmailAddressAdmin
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path

from assessment import models
from assessment.account_forms import ForgottenPasswordForm
from assessment.actions import delete_account
from assessment.admin_bases import CheckedAdmin, PersonalAdmin, ReadOnlyAdmin
from assessment.problem_admin import ReportedProblemAdmin

RIGHTS = ["is_staff", "is_superuser", "groups", "user_permissions"]


@admin.register(models.User)
class UserAdmin(CheckedAdmin, DjangoUserAdmin):
    """Nobody sets or changes somebody else's password: staff send a link by which its owner does."""

    form = add_form = forms.ModelForm
    add_form_template = None
    change_form_template = "admin/assessment/user/change_form.html"
    ordering = ["email"]
    list_display = ["email", "name", "is_active", "is_staff", "joined_at"]
    list_filter = ["is_staff", "is_active"]
    search_fields = ["email", "name"]
    readonly_fields = ["joined_at", "last_login"]
    fieldsets = [
        (None, {"fields": ["email", "name"]}),
        ("Rights", {"fields": ["is_active", *RIGHTS]}),
        ("Dates", {"fields": ["joined_at", "last_login"]}),
    ]
    add_fieldsets = [(None, {"fields": ["email", "name"]})]

    def get_urls(self) -> list[URLPattern]:
        """Without Django's page for passwords, with the link in its place."""
        link = self.admin_site.admin_view(self.send_link)
        ours = path("<int:pk>/link/", link, name="assessment_user_link")
        return [ours, *super(DjangoUserAdmin, self).get_urls()]

    def save_model(self, request: HttpRequest, obj: models.User, *args: Any) -> None:
        """A new account has no password until its owner makes one."""
        if obj._state.adding:
            obj.set_unusable_password()
        super().save_model(request, obj, *args)

    def send_link(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Mail somebody the link that they would get themselves if they had forgotten their password."""
        user = get_object_or_404(models.User, pk=pk)
        if not self.has_change_permission(request, user):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        form = ForgottenPasswordForm({"email": user.email})
        if form.is_valid() and user in form.users:
            form.save(request)
            self.log_change(request, user, "Sent a link to set a new password.")
            self.message_user(request, f"A link to set a new password is on its way to {user}.")
        else:
            nothing = f"Nothing was sent: {user} cannot sign in while not active."
            self.message_user(request, nothing, messages.ERROR)
        return redirect("admin:assessment_user_change", user.pk)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Rights are given by who has all of them: nobody makes more of themself."""
        rights = [] if request.user.is_superuser else RIGHTS
        return [*super().get_readonly_fields(request, obj), *rights]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and self._is_below(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and self._is_below(request, obj)

    def _is_below(self, request: HttpRequest, obj: models.User | None) -> bool:
        """Whoever changes the address or the password of staff has their rights."""
        return request.user.is_superuser or obj is None or not obj.is_staff

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
for secret in (Authenticator, EmailAddress, SocialAccount, SocialApp, SocialToken, UserSession):
    admin.site.unregister(secret)


admin.site.unregister(Group)


@admin.register(Group)
class GroupAdmin(CheckedAdmin, DjangoGroupAdmin):
    pass


@admin.register(EmailAddress)
class EmailAddressAdmin(CheckedAdmin, AllauthEmailAddressAdmin):
    """Whoever gives somebody another confirmed address can sign in as them: only who has all rights may."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_superuser)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_superuser)


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
