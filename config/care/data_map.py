"""The map of personal data as a page: docs/data-map.md is what this makes of the lists in personal.py."""

from config.care.personal import NOT_PERSONAL, PERSONAL

HEAD = """# What Waymark keeps about people

This page is written by `manage.py datamap` from `config/care/personal.py`, where every table is in one of two lists; a test
fails for a table in neither. What people download, and what a deletion has to reach, follow from the same lists.

A person's own rows are those that a way leads from to their account. Guests have no account: their rows are known by the
hash of a random number in a cookie, belong to the account once they make one, and go after a while when they don't.

| table | what it holds about the person who downloads it | ways to the account | not handed out | what stays after deletion |
|---|---|---|---|---|
"""


def page() -> str:
    """The whole page in Markdown."""
    lines = [
        f"| {name} | {held.what} | {', '.join(held.paths) or 'by what it holds'} "
        f"| {', '.join(held.left_out)} | {held.stays} |"
        for name, held in sorted(PERSONAL.items())
    ]
    others = [f"- {name}: {why}" for name, why in sorted(NOT_PERSONAL.items())]
    return (
        HEAD
        + "\n".join(lines)
        + "\n\nNot about anybody: tables of content, which authors write in files, and\n\n"
        + "\n".join(others)
        + "\n"
    )
