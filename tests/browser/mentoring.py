"""What learners and mentors do with each other in a browser: invite, preview, confirm, rate, talk, agree, print, end."""

import re

from playwright.sync_api import Page, expect


def fill_invitation(page: Page, *, label: str) -> None:
    """On the form of an invitation: whom it is for, the report and plan, and consent."""
    page.get_by_label("Who is it for?").fill(label)
    page.get_by_label("Report and plan: ").check()


def preview(page: Page, *, largest_gap: str) -> None:
    """From the form to what a mentor would see, and back to what was filled in."""
    page.get_by_role("button", name="Preview what they see").click()
    expect(page.get_by_text("Nothing is shared yet.")).to_be_visible()
    expect(page.locator(".gap-list h3").first).to_contain_text(largest_gap)
    expect(page.get_by_role("button", name="Save the note")).to_be_disabled()
    page.get_by_role("link", name="Back to your choice").click()


def make_invitation(page: Page) -> str:
    """Consent and make it; the link."""
    consent = page.get_by_label("I agree that this person")
    expect(consent).not_to_be_checked()
    consent.check()
    page.get_by_role("button", name="Make the invitation").click()
    return page.get_by_label("Invitation link").input_value()


def accept(page: Page, link: str) -> None:
    page.goto(link)
    page.get_by_role("button", name="Accept").click()
    expect(page.get_by_text("You see nothing before they confirm")).to_be_visible()


def confirm(page: Page, *, mentor: str) -> None:
    page.goto("/sharing/")
    page.get_by_role("button", name=f"Yes, share with {mentor}").click()
    expect(page.get_by_role("status")).to_have_text(f"{mentor} can now see what you share.")


def open_mentee(page: Page, name: str) -> str:
    """From the list of mentees to the report of one; its address."""
    page.goto("/mentor/")
    page.locator(".mentees").get_by_role("link", name=name, exact=True).click()
    expect(page.locator("table.profile")).to_be_visible()
    return page.url


def rate(page: Page, domain: str, *, level: str, evidence: str) -> None:
    """From the report of a mentee: rate a domain."""
    row = page.locator("table.profile tbody tr").filter(has_text=domain)
    row.get_by_role("link", name=re.compile("[Rr]ate")).click()
    page.get_by_label(level).check()
    page.locator("[name=evidence]").fill(evidence)
    page.get_by_role("button", name="Save the rating").click()
    expect(page.locator("#mentor-ratings ~ ul")).to_contain_text(evidence)


def write(page: Page, text: str, *, about: str = "") -> None:
    """On the page of a talk: write to the other, or answer about something."""
    if about:
        page.get_by_role("link", name=re.compile(f"Answer ?: {about}")).click()
    page.get_by_label("Write").fill(text)
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".note").filter(has_text=text)).to_be_visible()


def agree(page: Page, text: str, *, who: str, by: str) -> None:
    """From the page of a talk or a brief."""
    page.get_by_role("link", name="Agree on something").click()
    page.get_by_label("What?").fill(text)
    page.get_by_label(who).check()
    page.get_by_label("By when?").fill(by)
    page.get_by_role("button", name="Agree").click()
    expect(page.locator(".agreements").first).to_contain_text(text)


def sheets(page: Page) -> int:
    """How many sheets of A4 the page takes on paper."""
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))


def refused(page: Page, address: str) -> None:
    """There is nothing at this address for whoever looks."""
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 404, address
