"""A learner as the site meets her: signs in, starts, answers one question after the other, and remembers what was acknowledged."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from threading import Thread

from tests.load.browser import Browser, NoAnswer, Page
from tests.load.forms import Fields, Form

OPEN = re.compile(r'href="(/a/[0-9a-f-]{36}/)"')
QUESTION = re.compile(r"/a/([0-9a-f-]{36})/q/(\d+)/")


@dataclass(frozen=True)
class Acknowledged:
    """An answer that the site said it has: the assessment, the number of the question, and what was sent."""

    run: str
    position: int
    sent: Fields


class Unexpected(Exception):
    """The site answered with something that no learner should see here."""


class Unavailable(Unexpected):
    """The site says that it can save or read nothing at the moment, on a page in its own style."""

    def __init__(self, page: Page) -> None:
        super().__init__(f"503 for {page.path}")
        self.page = page


class Refused(Unavailable):
    """It says so in place of taking an answer."""


class Conflict(Unexpected):
    """The question is answered already."""


@dataclass
class Learner:
    """email, password: of her account. htmx: whether her browser runs scripts; else every answer is a page of its own.

    what: how her answers are called in the record.
    """

    browser: Browser
    email: str
    password: str
    random: Random
    htmx: bool = True
    what: str = "answer"
    acknowledged: list[Acknowledged] = field(default_factory=list)
    page: Page | None = None  # the last one with a question
    front: Page | None = None  # the last one on the way to the first question
    chosen: Fields = field(default_factory=dict)  # what was sent last

    def sign_in(self) -> None:
        form = _need(self.browser.get("/accounts/login/", "page"), r"^/accounts/login")
        fields = form.filled() | {"login": [self.email], "password": [self.password]}
        page = self.browser.post("/accounts/login/", fields, "sign-in")
        _expect(page, 302)
        _expect(self.browser.get(page.leads_to, "my road"), 200)

    def start(self, length: str = "standard") -> bool:
        """Press Start, leave the self-rating out, and stand at the first question; whether there is one."""
        self.open_start()
        self.press_start(length)
        return self.begin()

    def open_start(self) -> None:
        """Look at the page with the button; or at the assessment that was started without her hearing so."""
        self.front = self.browser.get("/start/", "page")
        if waiting := OPEN.search(self.front.text):
            self.front = self.browser.get(waiting[1], "page")

    def press_start(self, length: str = "standard") -> None:
        """Press Start, and see the self-rating."""
        assert self.front is not None
        if self.front.path == "/start/":
            form = _need(self.front, r"^$")
            page = self.browser.post("/start/", form.filled() | {"length": [length]}, "start")
            _expect(page, 302)
            self.front = self.browser.get(page.leads_to, "page")

    def begin(self) -> bool:
        """Go from the self-rating to the first question; whether there is one."""
        assert self.front is not None
        page = self.front
        if form := page.forms.to(r"/begin/$"):
            page = self.browser.post(form.action, form.filled(), "begin")
            _expect(page, 302)
            page = self.browser.get(page.leads_to, "page")
        return self._stand_at(page)

    def answer(self, *, twice: bool = False) -> bool:
        """Answer the question that waits; whether another one does. twice: with a double click.

        Raises NoAnswer, Unavailable or Unexpected.
        """
        assert self.page is not None
        form = _need(self.page, QUESTION.pattern)
        self.chosen = fields = form.answered(self.random)
        if not twice:
            return self._taken(form, fields, self._send(self.browser, form.action, fields))
        pages = _at_once(
            lambda: self._send(self.browser, form.action, fields),
            lambda: self._send(self.browser.twin(), form.action, fields),
        )
        page = next((page for page in pages if _is_acknowledgement(page)), pages[0])
        if any(page.status not in (200, 302, 409) for page in pages):
            raise Unexpected(f"a double click got {[page.status for page in pages]}")
        return self._taken(form, fields, page)

    def press_again(self, refused: Page) -> bool:
        """Send the same answer again after a 503: from the question where the browser runs scripts, else from that page."""
        assert self.page is not None
        form = _need(self.page, QUESTION.pattern)
        if self.htmx:
            return self._taken(
                form, self.chosen, self._send(self.browser, form.action, self.chosen)
            )
        kept = _need(refused, QUESTION.pattern)
        if kept.filled() != self.chosen:
            raise Unexpected(f"a page that keeps {kept.filled()} of {self.chosen}")
        return self._taken(form, self.chosen, self._send(self.browser, kept.action, kept.filled()))

    def _send(self, browser: Browser, action: str, fields: Fields) -> Page:
        return browser.post(action, fields, self.what, htmx=self.htmx)

    def _taken(self, form: Form, fields: Fields, page: Page) -> bool:
        if page.status == 503:
            raise Refused(_in_style(page))
        if page.status == 409:
            raise Conflict(f"409 for an answer to {page.path}")
        if not _is_acknowledgement(page):
            raise Unexpected(f"{page.status} for an answer to {page.path}:\n{page.text[:2000]}")
        run, position = _place(form)
        self.acknowledged.append(Acknowledged(run, position, fields))
        if page.leads_to:
            page = self.browser.get(page.leads_to, "next question")
        return self._stand_at(page)

    def reload(self) -> None:
        assert self.page is not None
        self._stand_at(self.browser.get(_need(self.page, QUESTION.pattern).action, "reload"))

    def back(self) -> None:
        """Look at the question before, which is answered, and go on."""
        assert self.page is not None
        run, position = _place(_need(self.page, QUESTION.pattern))
        if position > 1:
            _expect(self.browser.get(f"/a/{run}/q/{position - 1}/", "back"), 200)

    def finish(self) -> None:
        """Finish with the answers there are, and read the report."""
        assert self.page is not None
        run, _ = _place(_need(self.page, QUESTION.pattern))
        page = self.browser.get(f"/a/{run}/finish/", "page")
        page = self.browser.post(page.path, _need(page, r"^$").filled(), "finish")
        _expect(page, 302)
        _expect(self.browser.get(page.leads_to, "report"), 200)

    def resume(self) -> bool:
        """Come back to the open assessment after a fault; whether a question waits in it. Raises NoAnswer, Unexpected."""
        assert self.page is not None
        run, _ = _place(_need(self.page, QUESTION.pattern))
        page = self.browser.get(f"/a/{run}/", "resume")
        _expect(page, 200)
        return self._stand_at(page)

    def _stand_at(self, page: Page) -> bool:
        _expect(page, 200)
        if page.forms.to(QUESTION.pattern):
            self.page = page
            return True
        return False


def _is_acknowledgement(page: Page) -> bool:
    """302 to the next question, or its fragment, or htmx's way to the report."""
    return page.status == 302 or (
        page.status == 200 and any(name in page.headers for name in ("HX-Push-Url", "HX-Redirect"))
    )


def _at_once(*acts: Callable[[], Page]) -> list[Page]:
    pages: list[Page] = []
    failed: list[Exception] = []

    def run(act: Callable[[], Page]) -> None:
        try:
            pages.append(act())
        except NoAnswer as error:
            failed.append(error)

    threads = [Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    return pages


def _place(form: Form) -> tuple[str, int]:
    found = QUESTION.search(form.action)
    assert found
    return found[1], int(found[2])


def _need(page: Page, pattern: str) -> Form:
    form = page.forms.to(pattern)
    if form is None:
        if page.status == 503:
            raise Unavailable(_in_style(page))
        raise Unexpected(f"{page.path} answered {page.status} without the form {pattern}")
    return form


def _in_style(page: Page) -> Page:
    """A page of an outage as it has to be."""
    if "Retry-After" not in page.headers or "<title>Not saved – Waymark</title>" not in page.text:
        raise Unexpected(f"a 503 in another style: {page.text[:2000]}")
    return page


def _expect(page: Page, status: int) -> None:
    if page.status == 503:
        raise Unavailable(_in_style(page))
    if page.status != status:
        raise Unexpected(f"{page.path} answered {page.status}, not {status}:\n{page.text[:2000]}")
