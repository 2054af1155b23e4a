"""Prints which guide sections the content rests on, and which nothing names."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from assessment.core.loading import Content, load_content
from assessment.core.yaml_source import ContentError
from roadmap.core.loading import Roadmap, load_roadmap

# Sections that state nothing about the field: nobody is missed when nothing rests on them.
NOTHING_TO_TEST = frozenset({"g3.s18-author-bio"})
KINDS = (
    "questions",
    "anchors",
    "misconceptions",
    "steps",
    "roles",
    "certifications",
    "probes",
    "other",
)


class Command(BaseCommand):
    help = "Print how often each guide section is named by questions and other content; fails when one is named by nothing."
    requires_system_checks = ()  # it reads and checks the content itself

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            content = load_content()
            roadmap = load_roadmap(content)
        except ContentError as error:
            raise CommandError(str(error)) from None
        counts = {kind: Counter(sources) for kind, sources in named(content, roadmap)}
        self.stdout.write(f"{'section':44}" + "".join(f"{kind:>15}" for kind in KINDS))
        missing = []
        for section in sorted(content.sections):
            row = [counts[kind][section] for kind in KINDS]
            self.stdout.write(f"{section:44}" + "".join(f"{n or '.':>15}" for n in row))
            if not sum(row) and section not in NOTHING_TO_TEST:
                missing.append(section)
        asked = sum(bool(counts["questions"][section]) for section in content.sections)
        self.stdout.write(f"{len(content.sections)} sections, {asked} named by a question.")
        if missing:
            raise CommandError(f"named by nothing: {', '.join(missing)}")


def named(content: Content, roadmap: Roadmap) -> Iterator[tuple[str, Iterable[str]]]:
    """For each kind of content, every section that an entry names (as often as it is named)."""

    def of(entries: Iterable[Any]) -> list[str]:
        return [section for entry in entries for section in entry.sources]

    yield "questions", of(q for q in content.all_questions if q.status == "live")
    yield "anchors", of(anchor for domain in content.domains for anchor in domain.anchors)
    yield "misconceptions", of(content.misconceptions)
    yield "steps", of(roadmap.steps)
    yield "roles", of((*roadmap.targets, *roadmap.advanced_roles))
    yield "certifications", of(roadmap.certifications)
    yield "probes", of(roadmap.probes)
    help_on_the_way = (*roadmap.resources, *roadmap.portfolio, *roadmap.interview)
    yield (
        "other",
        of((*roadmap.backgrounds, *roadmap.projects, *help_on_the_way, *roadmap.study_plans)),
    )
