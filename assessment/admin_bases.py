"""What pages of the administration extend: those that are only looked at, and those about a learner, who reads of each look."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import BadRequest, ValidationError
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse

from assessment.actions import log_staff_look


class CheckedAdmin(admin.ModelAdmin):
    """Refuses a selection that names what can be the key of no row; Django's own list would fail on it."""

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = self.model._meta.pk
        try:
            for chosen in request.POST.getlist(ACTION_CHECKBOX_NAME):
                key.run_validators(key.to_python(chosen))
        except ValidationError as wrong:
            raise BadRequest("A selected row cannot be there.") from wrong
        return super().changelist_view(request, *args, **kwargs)


class ReadOnlyAdmin(CheckedAdmin):
    """Content comes from files and results are frozen: both are only looked at here."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class PersonalAdmin(ReadOnlyAdmin):
    """Rows that belong to a learner each: whoever of the staff opens one is written down, and the learner reads it.

    owner: the way from a row to its learner.
    """

    owner = "assessment__learner"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).annotate(owner_pk=F(f"{self.owner}_id"))

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Every page about one row begins here."""
        found = super().get_object(request, *args, **kwargs)
        if found is not None and self.has_view_permission(request, found):
            log_staff_look([found.owner_pk], self.model._meta.verbose_name, by=request.user)
        return found

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().changelist_view(request, *args, **kwargs)
        if "cl" in (getattr(response, "context_data", None) or {}):
            owners = {row.owner_pk for row in response.context_data["cl"].result_list}
            log_staff_look(
                owners, f"a list of {self.model._meta.verbose_name_plural}", by=request.user
            )
        return response
