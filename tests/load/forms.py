"""The forms of a page as a browser sees them: where they go, what is filled in, what can be chosen."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from random import Random
from typing import Self

Fields = dict[str, list[str]]
WANTED = re.compile(r"Choose (\d+) answers")


@dataclass
class Control:
    """One name of a form; `values` are what it would send when chosen, `on` what is chosen now."""

    name: str
    kind: str
    values: list[str] = field(default_factory=list)
    on: list[str] = field(default_factory=list)


@dataclass
class Form:
    action: str
    method: str
    controls: dict[str, Control] = field(default_factory=dict)
    text: str = ""

    def filled(self) -> Fields:
        """What is sent when nothing is touched; buttons are not pressed."""
        sent = {c.name: c.on for c in self.controls.values() if c.kind != "submit"}
        return {name: list(values) for name, values in sent.items() if values}

    def answered(self, random: Random) -> Fields:
        """A whole answer to a question, by chance, and one of the two buttons."""
        sent = self.filled()
        ranks = [name for name in self.controls if name.startswith("rank-")]
        choice = self.controls.get("choice")
        if ranks:
            places = random.sample(range(1, len(ranks) + 1), len(ranks))
            sent |= {name: [str(place)] for name, place in zip(ranks, places, strict=True)}
        elif "number" in self.controls:
            sent["number"] = [str(random.randint(1, 999))]
        elif choice and choice.kind == "checkbox":
            wanted = WANTED.search(self.text)
            assert wanted, "a question of several answers says how many"
            sent["choice"] = random.sample(choice.values, int(wanted[1]))
        elif choice:
            sent["choice"] = [random.choice(choice.values)]
        return sent | {"sure": [random.choice(self.controls["sure"].values)]}


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Form] = []
        self.form: Form | None = None
        self.select: Control | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.form = Form(given.get("action", ""), given.get("method", "get").lower())
            self.found.append(self.form)
        elif self.form is None or not (name := given.get("name", "")):
            if tag == "option" and self.select is not None:
                self._option(given)
        elif tag == "select":
            self.select = self._control(name, "select")
        elif tag in ("input", "button", "textarea"):
            kind = "submit" if tag == "button" else given.get("type", tag)
            control = self._control(name, kind)
            value = given.get("value", "on" if kind in ("radio", "checkbox") else "")
            control.values.append(value)
            if "checked" in given or kind not in ("radio", "checkbox", "submit"):
                control.on.append(value)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        elif tag == "select":
            if self.select and self.select.values and not self.select.on:
                self.select.on = self.select.values[:1]
            self.select = None

    def handle_data(self, data: str) -> None:
        if self.form is not None:
            self.form.text += data

    def _control(self, name: str, kind: str) -> Control:
        assert self.form is not None
        return self.form.controls.setdefault(name, Control(name, kind))

    def _option(self, given: dict[str, str]) -> None:
        assert self.select is not None
        value = given.get("value", "")
        self.select.values.append(value)
        if "selected" in given:
            self.select.on.append(value)


class Forms(list[Form]):
    """All forms of a page."""

    @classmethod
    def of(cls, html: str) -> Self:
        parser = _Forms()
        parser.feed(html)
        return cls(parser.found)

    def to(self, pattern: str) -> Form | None:
        """The first form whose action matches a pattern."""
        return next((form for form in self if re.search(pattern, form.action)), None)
