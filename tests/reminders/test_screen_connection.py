"""Reminders where the connection is slow or breaks: what is chosen is kept or said not to be, and nothing late undoes it."""

import pytest
from playwright.sync_api import expect

from tests.pwa.screens import new_ana, signed_in
from tests.reminders.test_screen import SENDS, said, server

__all__ = ["new_ana", "server", "signed_in"]

TURN_OFF = f"""async () => {{
  const account = localStorage.getItem("lull.account");
  await ({SENDS})("/api/v1/reminders", {{ account, on: false, at: "20:00", way: "mail" }});
}}"""


def test_an_answer_that_was_asked_for_before_a_tap_does_not_undo_it(new_ana):
    page = new_ana("/more")
    late = []

    def handled(route):
        if route.request.method == "GET":
            answer = route.fetch()
            late.append(lambda: route.fulfill(response=answer))
        else:
            late.append(route.continue_)

    page.context.route("**/api/v1/reminders", handled)
    page.goto("/reminders")
    page.wait_for_timeout(500)
    wanted = page.get_by_label("Ask me every day")
    wanted.click()
    page.wait_for_timeout(500)
    chosen = wanted.is_checked()
    answered, sent = late
    answered()
    page.wait_for_timeout(500)
    assert wanted.is_checked() is chosen
    sent()
    expect(page.locator("[data-said]")).to_contain_text("Saved.")
    assert wanted.is_checked() is chosen
    page.context.unroute("**/api/v1/reminders")
    wanted.set_checked(False)
    said(page, "You are not asked.")


def breaks(page, where):
    """From now on the connection breaks when a choice is sent: on its way there, on its way back, or for good."""

    def handled(route):
        if where != "there" and route.request.method == "POST":
            route.fetch()
        if where == "for good" or route.request.method == "POST":
            route.abort()
        else:
            route.continue_()

    page.route("**/api/v1/reminders", handled)


def chosen(page):
    """What the screen shows as chosen."""
    wanted, hour = page.get_by_label("Ask me every day"), page.get_by_label("At", exact=True)
    return wanted.is_checked(), hour.input_value(), page.get_by_label("By e‑mail").is_checked()


@pytest.fixture
def quiet_ana(new_ana, watch):
    """Ana's screen, while she is not asked: off, 20:00, by e-mail."""
    watch.expect("Failed to load resource")
    page = new_ana("/reminders")
    page.get_by_label("By e‑mail").check()
    page.get_by_label("At", exact=True).fill("20:00")
    page.get_by_label("Ask me every day").uncheck()
    said(page, "Saved. You are not asked.")
    yield page
    page.unroute_all()
    page.evaluate(TURN_OFF)


def test_what_did_not_arrive_is_said_and_the_screen_shows_what_is_true(quiet_ana):
    page = quiet_ana
    breaks(page, "there")
    page.get_by_label("Ask me every day").check()
    expect(page.get_by_role("alert")).to_contain_text("Nothing was changed")
    expect(page.get_by_label("Ask me every day")).not_to_be_checked()
    page.get_by_label("At", exact=True).fill("07:05")  # and the finger stays in the field
    page.get_by_label("At", exact=True).dispatch_event("change")
    expect(page.get_by_label("At", exact=True)).to_have_value("20:00")
    assert chosen(page) == (False, "20:00", True)
    page.unroute_all()
    page.reload()
    said(page, "You are not asked.")
    assert chosen(page) == (False, "20:00", True)


def test_what_was_kept_though_its_answer_was_lost_is_shown_as_kept(quiet_ana):
    page = quiet_ana
    breaks(page, "back")
    page.get_by_label("Ask me every day").check()
    said(page, "Saved. You are asked every day at 20:00, by e‑mail.")
    expect(page.get_by_role("alert")).to_be_hidden()
    assert chosen(page) == (True, "20:00", True)


def test_where_nobody_can_tell_it_says_so_and_looks_it_up_as_soon_as_it_can(quiet_ana):
    page = quiet_ana
    breaks(page, "for good")
    page.get_by_label("Ask me every day").check()
    expect(page.get_by_role("alert")).to_contain_text("perhaps this was kept, perhaps not")
    assert chosen(page) == (False, "20:00", True)
    page.unroute_all()
    page.evaluate("dispatchEvent(new Event('online'))")
    said(page, "You are asked every day at 20:00, by e‑mail.")
    expect(page.get_by_role("alert")).to_be_hidden()
    assert chosen(page) == (True, "20:00", True)


def test_one_change_that_fails_does_not_hold_up_the_next(quiet_ana):
    page = quiet_ana
    page.evaluate("() => { Notification.requestPermission = () => { throw new Error('no dialog here'); }; }")
    page.get_by_label("Ask me every day").check()
    page.get_by_label("By notification").check()
    page.get_by_label("By e‑mail").check()
    said(page, "Saved. You are asked every day at 20:00, by e‑mail.")
