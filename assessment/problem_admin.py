"""The queue of what learners say is wrong with questions: read beside the question and its key, and settled with an answer."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from assessment.actions import settle_problem
from assessment.admin_bases import PersonalAdmin
from assessment.models import ReportedProblem
from assessment.models.problems import WORDS


def queue_address(question: str = "") -> str:
    """The page of open reports; of one question (its id) where one is named."""
    asked = {"state__exact": "open"} | ({"q": question} if question else {})
    page = reverse("admin:assessment_reportedproblem_changelist")
    return f"{page}?{urlencode(asked)}"


class SettleForm(forms.ModelForm):
    answer = forms.CharField(
        label="What came of it",
        max_length=WORDS,
        widget=forms.Textarea(attrs={"rows": 4, "cols": 80}),
        help_text="The learner reads it. Saving settles the report.",
    )
    others_too = forms.BooleanField(
        label="All open reports of it",
        required=False,
        help_text="Settle every other open report of this question with the same answer.",
    )

    class Meta:
        model = ReportedProblem
        fields = ("answer",)


class ReportedProblemAdmin(PersonalAdmin):
    """Questions with most open reports first, and all reports of one together. Whose report it is is not shown."""

    owner = "learner"
    form = SettleForm
    list_display = ["question", "open_reports", "state", "kind", "said", "day"]
    list_filter = ["state", "kind", "question__skill__domain"]
    list_select_related = ["question"]
    list_per_page = 50
    search_fields = ["question__slug"]
    search_help_text = "The id of a question, or a part of it"
    readonly_fields = ["as_asked", "kind", "comment", "reported_at", "together", "state", "settled_at"]  # fmt: skip
    fieldsets = [
        ("The report", {"fields": ["kind", "comment", "reported_at", "together", "state", "settled_at"]}),
        ("The question", {"fields": ["as_asked"]}),
        ("Settle it", {"fields": ["answer", "others_too"]}),
    ]  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[ReportedProblem]:
        of_it = ReportedProblem.objects.open().filter(question=OuterRef("question")).order_by()
        number = of_it.values("question").annotate(number=Count("pk")).values("number")
        found = super().get_queryset(request)
        return found.annotate(waiting=Coalesce(Subquery(number), 0))

    def get_ordering(self, request: HttpRequest) -> list[Any]:
        return [F("waiting").desc(), "question__slug", "state", "-reported_at"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return admin.ModelAdmin.has_change_permission(self, request, obj)

    def save_model(
        self, request: HttpRequest, obj: ReportedProblem, form: SettleForm, *args: object
    ) -> None:
        data = form.cleaned_data
        settle_problem(obj, data["answer"], by=request.user, others_too=data["others_too"])

    @admin.display(description="open", ordering="waiting")
    def open_reports(self, problem: Any) -> int:
        return int(problem.waiting)

    @admin.display(description="comment")
    def said(self, problem: ReportedProblem) -> str:
        return Truncator(problem.comment).chars(120)

    @admin.display(description="reported", ordering="reported_at")
    def day(self, problem: ReportedProblem) -> date:
        return timezone.localdate(problem.reported_at)

    @admin.display(description="open reports of this question")
    def together(self, problem: Any) -> SafeString:
        link = '<a href="{}">{}</a>'
        return format_html(link, queue_address(problem.question.slug), problem.waiting)

    @admin.display(description="as it was asked")
    def as_asked(self, problem: ReportedProblem) -> SafeString:
        """The question with its key and reasons, and the file in which it stands."""
        revision, question = problem.revision, problem.question
        context = {
            "problem": problem,
            "revision": revision,
            "options": revision.options.select_related("misconception"),
            "newest": question.revisions.filter(current=True).first(),
            "file": f"assessment/content/questions/{question.skill.domain.slug}.yaml",
        }
        return render_to_string("assessment/_reported.html", context)
