"""The digest's page looks again by itself while files are printed, and leaves alone what somebody is filling in."""

from datetime import timedelta

from flask import Flask
from playwright.sync_api import Browser, expect

from tests.digests.scene import CODE, made_digest, meeting_now
from workshop.accounts.actions import issue_login_link
from workshop.accounts.links import enter_address
from workshop.accounts.queries import user_by_email
from workshop.digests.files import file_of
from workshop.digests.press import PRINTED
from workshop.digests.queries import newest_digest
from workshop.extensions import db


def test_what_is_being_filled_in_stays(app: Flask, address: str, browser: Browser) -> None:
    made_digest(app, False, "a@example.fi")
    with app.app_context():
        link = enter_address(issue_login_link(user_by_email("organiser.kddntab@example.fi"), timedelta(hours=1)))
    page = browser.new_page(locale="en-GB")
    page.goto(address + link.removeprefix("http://localhost"))
    page.locator("main form button").click()
    page.goto(f"{address}/meetings/{CODE}/digest?lang=en")
    expect(page.get_by_text("Files ready: 0/3.")).to_be_visible()
    later = page.get_by_label("At the time below")
    later.check()
    at = page.get_by_label("The time (when you chose so)")
    at.fill("2031-01-16T09:30")
    with app.app_context():
        digest = newest_digest(meeting_now(), "fi")
        assert digest
        for name in PRINTED:
            file_of(digest, name).parent.mkdir(exist_ok=True)
            file_of(digest, name).write_bytes(b"printed")
        digest.edition += 1  # as if somebody had edited it meanwhile
        db.session.commit()
    expect(page.get_by_text("Files ready")).to_have_count(0)
    expect(page.get_by_role("link", name="PDF file")).to_be_visible()
    expect(later).to_be_checked()
    expect(at).to_have_value("2031-01-16T09:30")
    expect(at).to_be_focused()
    expect(page.locator("input[name=edition]")).to_have_value("0")
    page.context.close()
