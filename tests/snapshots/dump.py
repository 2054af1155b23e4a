"""Writes a small snapshot of a SQLite site: python tests/snapshots/dump.py SITE.sqlite3 > tests/snapshots/NAME.json

It needs nothing of the project, so it works on the database of any version: check that version out, migrate, load its
content, let its factories make a few people, and dump. People's rows are all in it; of the content what they point at, and
what every result rests on.
"""

import json
import sqlite3
import sys
from collections.abc import Iterator
from typing import Any

PEOPLE = (
    "assessment_user",
    "account_emailaddress",
    "assessment_assessment",
    "assessment_response",
    "assessment_selfrating",
    "assessment_domainresult",
    "assessment_auditevent",
    "roadmap_goal",
    "roadmap_progress",
    "roadmap_invitation",
    "roadmap_mentorship",
    "roadmap_mentorrating",
    "roadmap_note",
    "roadmap_sharingrequest",
    "roadmap_agreement",
    "roadmap_probeoutcome",
    "roadmap_cohort",
    "roadmap_cohortmember",
    "roadmap_cohortsnapshot",
    "roadmap_joinlink",
)
WHOLE = ("assessment_domain", "assessment_domain_prerequisites", "assessment_contentversion")
Row = dict[str, Any]


def closure(site: sqlite3.Connection) -> dict[str, list[Row]]:
    """The rows of people, and every row that one of them points at, however far away."""
    tables = {
        name for (name,) in site.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    }
    waiting = [
        (table, row)
        for table in (*PEOPLE, *WHOLE)
        if table in tables
        for row in rows(site, f"SELECT * FROM {table}")
    ]
    seen: dict[str, dict[str, Row]] = {}
    while waiting:
        table, row = waiting.pop()
        key = json.dumps(row, sort_keys=True)
        if key in seen.setdefault(table, {}):
            continue
        seen[table][key] = row
        if table == "assessment_questionrevision":  # a question is nothing without its options
            options = rows(site, "SELECT * FROM assessment_option WHERE revision_id = ?", row["id"])
            waiting += [("assessment_option", option) for option in options]
        for link in rows(site, f"PRAGMA foreign_key_list({table})"):
            if row[link["from"]] is not None:
                there = f"SELECT * FROM {link['table']} WHERE {link['to']} = ?"
                waiting += [
                    (link["table"], found) for found in rows(site, there, row[link["from"]])
                ]
    return {table: [seen[table][key] for key in sorted(seen[table])] for table in sorted(seen)}


def rows(site: sqlite3.Connection, query: str, *values: object) -> Iterator[Row]:
    return (dict(row) for row in site.execute(query, values).fetchall())


def main(path: str) -> None:
    site = sqlite3.connect(path)
    site.row_factory = sqlite3.Row
    newest = "SELECT app, max(name) AS name FROM django_migrations WHERE app IN ('assessment', 'roadmap') GROUP BY app"
    snapshot = {
        "migrations": {row["app"]: row["name"] for row in rows(site, newest)},
        "tables": closure(site),
    }
    lines = [f'"migrations": {json.dumps(snapshot["migrations"])}']
    for table, found in snapshot["tables"].items():
        inner = ",\n".join(json.dumps(row, ensure_ascii=False) for row in found)
        lines.append(f'"{table}": [\n{inner}\n]')
    print("{" + ",\n".join(lines) + "}")


if __name__ == "__main__":
    main(sys.argv[1])
