"""The watch behind every page notices what it is there to notice."""

from playwright.sync_api import Browser

from tests.browser.conftest import Problems


def problems_after(browser: Browser, site: str, script: str, *provokes: int) -> list[str]:
    context = browser.new_context(base_url=site)
    problems = Problems(context, [site], provokes, offline=False)
    page = context.new_page()
    page.goto("/")
    page.evaluate(script)
    page.wait_for_timeout(50)
    context.close()
    return problems


def test_a_page_without_problems_has_none(browser: Browser, site: str, committed: None) -> None:
    assert problems_after(browser, site, "1 + 1") == []


def test_W02_the_console_is_heard(browser: Browser, site: str, committed: None) -> None:
    assert problems_after(browser, site, "console.warn('careful')")[0].startswith(
        "warning: careful"
    )


def test_an_error_in_a_script_is_heard(browser: Browser, site: str, committed: None) -> None:
    found = problems_after(browser, site, "setTimeout(() => { throw new Error('broken') })")
    assert "page error: broken" in found[0]


def test_W02_an_inline_style_is_heard(browser: Browser, site: str, committed: None) -> None:
    script = "document.body.setAttribute('style', 'color: red')"
    assert "Content Security Policy" in problems_after(browser, site, script)[0]


def test_P02_an_image_from_elsewhere_is_heard(browser: Browser, site: str, committed: None) -> None:
    script = "document.body.append(Object.assign(new Image(), {src: 'http://127.0.0.1:9/x.png'}))"
    found = problems_after(browser, site, script)
    assert any("http://127.0.0.1:9/x.png" in problem for problem in found)


def test_a_failing_request_is_heard_unless_the_test_provokes_it(
    browser: Browser, site: str, committed: None
) -> None:
    script = "fetch('/nothing-here/')"
    assert "status of 404" in problems_after(browser, site, script)[0]
    assert problems_after(browser, site, script, 404) == []
