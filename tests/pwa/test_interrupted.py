"""A form is half filled when the phone goes back, is put away, crashes or is switched off: what was typed is there again."""

import contextlib
import os
import signal
import time
from pathlib import Path

import pytest
from playwright.sync_api import Error, expect

from tests.journeys.people import ready_for_offline, sign_in_ana, taken_out
from tests.pwa.screens import ana, new_ana, on_the_disk, signed_in

__all__ = ["ana", "new_ana", "signed_in"]

# Every form with text of one's own: its address, the taps that open it, its field, what is typed.
FORMS = {
    "the note of a day": ("/calendar", ["[data-kind=silent]"], "Note", "woke at fo"),
    "the start of an earlier attack": (
        "/calendar",
        ["[data-kind=silent]", "[data-past]"],
        "Headache started, time",
        "07:07",
    ),
    "a new medicine": ("/medicines", ["[data-add='']"], "Name", "Rizatrip"),
    "the note of a dose": ("/medicines", ["[data-dose]"], "Note", "half an ho"),
    "an infusion of one's own": ("/infusions", ["[data-add-row] button"], "Where", "Praxis am"),
}


def opened(page, form):
    """The field of `form`, its sheet open."""
    address, taps, label, _ = FORMS[form]
    page.goto(address)
    for tap in taps:
        page.locator(f"{tap}:visible").first.click()
    return page.get_by_role("dialog").get_by_label(label, exact=True)


def half_filled(page, form):
    """Its field typed into, and no more: no other key, no tap elsewhere, and the last stroke just on the disk."""
    opened(page, form).fill(FORMS[form][3])
    on_the_disk(page, FORMS[form][3])


def back_and_forward(page):
    """The finger slipped: Back, and there again."""
    page.go_back()
    page.go_forward()
    return page


def put_away(page):
    """Another app comes to the front, and the browser's page is thrown away behind it."""
    page.evaluate(
        "document.dispatchEvent(new Event('visibilitychange')); window.dispatchEvent(new PageTransitionEvent('pagehide'));"
    )
    return crashed(page)


def crashed(page):
    """The page dies without another word."""
    context = page.context
    with page.expect_event("crash"), contextlib.suppress(Error):
        page.goto("chrome://crash")
    page.close()
    return context.new_page()


@pytest.mark.parametrize("happens", [back_and_forward, put_away, crashed])
def test_what_was_typed_outlives_the_page(ana, happens):
    page = ana("/more")
    for form, (_, _, _, text) in FORMS.items():
        half_filled(page, form)
        page = happens(page)
        expect(opened(page, form)).to_have_value(text)
        page.goto("/more")


def test_a_page_that_was_kept_whole_shows_what_was_typed_when_it_is_shown_again(ana):
    page = ana("/calendar")
    half_filled(page, "the note of a day")
    page.evaluate("location.assign('/more')")
    expect(page.get_by_role("heading", name="More")).to_be_visible()
    page.go_back()
    expect(page).to_have_url("/calendar")
    note = page.get_by_label("Note")
    if not note.is_visible():
        note = opened(page, "the note of a day")
    expect(note).to_have_value("woke at fo")


def test_a_browser_that_is_killed_keeps_the_attack_of_two_taps_and_every_half_filled_form(
    browser, server, watch, tmp_path
):
    watch.expect("net::ERR")
    with taken_out(browser, server, watch, tmp_path) as phone:
        sign_in_ana(phone.pages[0])
        ready_for_offline(phone.pages[0])
        phone.pages[0].wait_for_timeout(2000)
    for form in FORMS:
        with pytest.raises(Exception, match="closed"), taken_out(browser, server, watch, tmp_path) as phone:
            page = phone.pages[0]
            phone.set_offline(True)
            half_filled(page, form)
            if form == "an infusion of one's own":
                page.goto("/")  # the first tap is the icon
                page.get_by_role("link", name="Headache now").tap()  # the second
                expect(page.get_by_text("Saved, started")).to_be_visible()
            kill(tmp_path)
            page.wait_for_timeout(20_000)
    with taken_out(browser, server, watch, tmp_path) as phone:
        page = phone.pages[0]
        phone.set_offline(True)
        page.goto("/")
        expect(page.get_by_text("since", exact=False).first).to_be_visible()
        for form, (_, _, _, text) in FORMS.items():
            expect(opened(page, form)).to_have_value(text)


def kill(folder):
    """End the browser that keeps its memory in `folder`, as an empty battery would."""
    for process in Path("/proc").glob("[0-9]*"):
        words = (process / "cmdline").read_bytes().split(b"\0") if (process / "cmdline").exists() else []
        if f"--user-data-dir={folder}".encode() in words and not any(word.startswith(b"--type=") for word in words):
            os.kill(int(process.name), signal.SIGKILL)
    time.sleep(0.3)
