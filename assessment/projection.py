"""Writes checked content to the database: only what changed; what goes is retired, in the caller's transaction."""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any, TypeVar

from django.db import models

from assessment.core.catalogue import Question
from assessment.core.loading import Content
from assessment.models import (
    Anchor,
    Domain,
    Guide,
    Misconception,
    Option,
    QuestionRevision,
    Section,
    Skill,
)
from assessment.models import Question as QuestionRow

Row = TypeVar("Row", bound=models.Model)


class Projection:
    """Brings tables in line with content and remembers what changed, one line each."""

    def __init__(self) -> None:
        self.changes: list[str] = []

    def rows(self, model: type[Row], wanted: Mapping[str, dict[str, Any]]) -> dict[str, Row]:
        """Create, update or retire rows of a model with a `slug`, and return those wanted, by slug."""
        name = model._meta.verbose_name
        have: dict[str, Row] = {row.slug: row for row in model._default_manager.all()}  # type: ignore[attr-defined]
        fresh: list[Row] = []
        for slug, fields in wanted.items():
            row = have.get(slug)
            if row is None:
                have[slug] = row = model(slug=slug, **fields)
                fresh.append(row)
                self.changes.append(f"new {name} {slug}")
            else:
                self.update(row, {**fields, "retired": False}, f"{name} {slug}")
        model._default_manager.bulk_create(fresh)
        for slug, row in have.items():
            if slug not in wanted and not row.retired:  # type: ignore[attr-defined]
                self.update(row, {"retired": True}, f"{name} {slug}")
        return {slug: have[slug] for slug in wanted}

    def children(
        self,
        model: type[Row],
        parent: str,
        wanted: Mapping[tuple[Any, Any], dict[str, Any]],
        key: str,
    ) -> None:
        """Bring rows that only exist inside a parent in line; `wanted` is by (parent's pk, value of `key`).

        Those of a parent that has none here, because it is retired, stay with it.
        """
        name = model._meta.verbose_name
        have = {
            (getattr(row, f"{parent}_id"), getattr(row, key)): row
            for row in model._default_manager.all()
        }
        fresh = []
        for (parent_pk, value), fields in wanted.items():
            row = have.get((parent_pk, value))
            if row is None:
                fresh.append(model(**{f"{parent}_id": parent_pk, key: value}, **fields))
            else:
                self.update(row, fields, f"{name} of {row}")
        if fresh:
            model._default_manager.bulk_create(fresh)
            self.changes.append(f"{len(fresh)} new {model._meta.verbose_name_plural}")
        parents = {parent_pk for parent_pk, _ in wanted}
        gone = [row.pk for at, row in have.items() if at not in wanted and at[0] in parents]
        if gone:
            model._default_manager.filter(pk__in=gone).delete()
            self.changes.append(f"{len(gone)} {model._meta.verbose_name_plural} removed")

    def links(self, rows: Iterable[Row], field: str, wanted: Mapping[str, Iterable[Any]]) -> None:
        """Bring a many-to-many field in line; `wanted` is by the slug of the row that holds it."""
        rows = list(rows)
        if not rows:
            return
        relation: Any = type(rows[0])._meta.get_field(field)
        through = relation.remote_field.through
        have: dict[int, set[int]] = {}
        pairs = through._default_manager.values_list(
            f"{relation.m2m_field_name()}_id", f"{relation.m2m_reverse_field_name()}_id"
        )
        for holder, target in pairs:
            have.setdefault(holder, set()).add(target)
        for row in rows:
            slug = row.slug  # type: ignore[attr-defined]
            targets = {target.pk for target in wanted.get(slug, ())}
            if targets != have.get(row.pk, set()):
                getattr(row, field).set(targets)
                self.changes.append(f"{row._meta.verbose_name} {slug}: {field}")

    def update(self, row: models.Model, fields: dict[str, Any], label: str) -> None:
        changed = [name for name, value in fields.items() if getattr(row, name) != value]
        if changed:
            for name in changed:
                setattr(row, name, fields[name])
            row.save(update_fields=changed)
            self.changes.append(f"{label}: {', '.join(changed)}")


def project_content(content: Content, projection: Projection) -> None:
    """Bring the assessment's tables in line with `content`."""
    guides = projection.rows(
        Guide, {guide.id: {"title": guide.title, "about": guide.about} for guide in content.guides}
    )
    projection.rows(
        Section,
        {
            section.id: {"guide_id": guides[guide.id].pk, "heading": section.heading}
            for guide in content.guides
            for section in guide.sections
        },
    )
    domains = _domains(content, projection)
    skills = projection.rows(
        Skill,
        {
            skill.id: {
                "domain_id": domains[domain.id].pk,
                "position": position,
                "name": skill.name,
                "sources": list(skill.sources),
            }
            for domain in content.domains
            for position, skill in enumerate(domain.skills, start=1)
        },
    )
    misconceptions = projection.rows(
        Misconception,
        {
            misconception.id: {
                "name": misconception.name,
                "belief": misconception.belief,
                "instead": misconception.instead,
                "sources": list(misconception.sources),
            }
            for misconception in content.misconceptions
        },
    )
    _questions(content.all_questions, skills, misconceptions, projection)


def _domains(content: Content, projection: Projection) -> dict[str, Domain]:
    domains = projection.rows(
        Domain,
        {
            domain.id: {
                "position": domain.position,
                "name": domain.name,
                "scope": domain.scope,
                "weight": domain.weight.value,
            }
            for domain in content.domains
        },
    )
    projection.links(
        domains.values(),
        "prerequisites",
        {d.id: [domains[identity] for identity in d.prerequisites] for d in content.domains},
    )
    projection.children(
        Anchor,
        "domain",
        {
            (domains[domain.id].pk, level): {"does": anchor.does, "sources": list(anchor.sources)}
            for domain in content.domains
            for level, anchor in enumerate(domain.anchors)
        },
        "level",
    )
    return domains


def _questions(
    questions: Collection[Question],
    skills: Mapping[str, Skill],
    misconceptions: Mapping[str, Misconception],
    projection: Projection,
) -> None:
    rows = projection.rows(
        QuestionRow,
        {
            question.id: {
                "skill_id": skills[question.skill].pk,
                "draft": question.status == "draft",
            }
            for question in questions
        },
    )
    current = {
        revision.question_id: revision
        for revision in QuestionRevision.objects.filter(current=True).prefetch_related("options")
    }
    fresh_options: list[Option] = []
    for question in questions:
        row = rows[question.id]
        fields = _revision_fields(question, skills)
        revision = current.get(row.pk)
        if revision is not None and revision.fingerprint == fields["fingerprint"]:
            projection.update(revision, fields, f"question {question.id}")
            for option, said in zip(revision.options.all(), question.options, strict=True):
                projection.update(option, {"because": said.because}, f"question {question.id}")
            continue
        number = 1
        if revision is not None:
            number = revision.number + 1
            projection.update(revision, {"current": False}, f"question {question.id}")
            projection.changes.append(f"question {question.id}: revision {number}")
        made = QuestionRevision.objects.create(question=row, number=number, **fields)
        fresh_options += (
            Option(
                revision=made,
                position=position,
                text=option.text,
                key=option.key,
                because=option.because,
                misconception=misconceptions.get(option.misconception or ""),
            )
            for position, option in enumerate(question.options)
        )
    Option.objects.bulk_create(fresh_options)


def _revision_fields(question: Question, skills: Mapping[str, Skill]) -> dict[str, Any]:
    return {
        "fingerprint": fingerprint(question),
        "skill_id": skills[question.skill].pk,
        "kind": question.kind.value,
        "level": question.level,
        "asks": question.asks.value,
        "stem": question.stem,
        "exhibit": question.exhibit or "",
        "exhibit_label": question.exhibit_label or "",
        "answer": question.answer,
        "tolerance": question.tolerance,
        "unit": question.unit or "",
        "because": question.because or "",
        "slips": [slip.model_dump(mode="json") for slip in question.slips],
        "sources": list(question.sources),
        "guess_rate": question.guess_rate,
    }


def fingerprint(question: Question) -> str:
    """A hash of all that makes an answer mean something: while it stays, wording may be corrected in place."""
    parts = {
        "revision": question.revision,
        "skill": question.skill,
        "level": question.level,
        "kind": question.kind.value,
        "exhibit": question.exhibit,
        "options": [(o.text, o.key, o.misconception) for o in question.options],
        "number": (question.answer, question.tolerance, question.unit),
        "slips": [(slip.value, slip.misconception) for slip in question.slips],
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def digest(*parts: Any) -> str:
    """A hash of content as a whole, from objects whose fields are pydantic values or built from them."""

    def plain(value: Any) -> Any:
        if hasattr(value, "model_dump"):
            return value.model_dump(mode="json")
        if isinstance(value, Mapping):
            return {key: plain(item) for key, item in value.items()}
        if isinstance(value, (tuple, list)):
            return [plain(item) for item in value]
        if hasattr(value, "__dataclass_fields__"):
            return {name: plain(getattr(value, name)) for name in value.__dataclass_fields__}
        return value

    return hashlib.sha256(json.dumps(plain(parts), sort_keys=True).encode()).hexdigest()
