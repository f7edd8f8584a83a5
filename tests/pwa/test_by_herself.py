"""What Mia, new and without a clinic, and Ana in the middle of an attack find: no dead end, nothing stale."""

import re

import pytest
from playwright.sync_api import expect

from tests.axe import objections
from tests.journeys.people import PASSWORD, ready_for_offline
from tests.pwa.screens import ana, new_ana, signed_in
from tests.pwa.test_screens_fit import THEMES, wear

__all__ = ["ana", "new_ana", "signed_in"]


@pytest.fixture
def mia(phone):
    """A phone with a diary in which nothing is written yet."""
    phone.goto("/sign-up")
    phone.get_by_label("Your name").fill("Mia")
    phone.get_by_label("E-mail address").fill(f"mia-{id(phone)}@example.org")
    phone.get_by_label("Password").fill(PASSWORD)
    phone.get_by_role("button", name="Create my diary").click()
    expect(phone.get_by_role("heading", name="How is today, Mia?")).to_be_visible()
    return phone


def test_the_first_screen_of_all_has_a_heading_and_nothing_axe_objects_to(phone):
    phone.goto("/")
    expect(phone.get_by_role("heading", level=1, name="A quiet diary for migraine.")).to_be_visible()
    for theme in THEMES:
        wear(phone, theme)
        assert objections(phone, colours_only=theme != THEMES[0]) == [], theme


def test_trends_of_an_empty_diary_are_a_sentence_and_a_next_step(mia):
    mia.goto("/trends")
    expect(mia.get_by_role("heading", name="Nothing counted yet")).to_be_visible()
    expect(mia.locator("lull-figure")).to_have_count(6)
    for figure in mia.locator("lull-figure").all():
        expect(figure).to_be_hidden()


def test_back_from_help_leads_to_the_attack(ana):
    page = ana("/attack")
    expect(page.locator("html")).to_have_attribute("data-attack", re.compile("open|none"))
    page.goto("/attack")
    page.evaluate("location.assign('/get-help')")
    expect(page.get_by_role("heading", name="Get help")).to_be_visible()
    page.get_by_role("link", name="Back").click()
    expect(page).to_have_url(re.compile("/attack"))


def test_charts_come_with_the_next_connection(new_ana, watch):
    watch.expect("Failed to load resource")
    watch.expect("ERR_")
    page = new_ana("/calendar")
    ready_for_offline(page)
    page.goto("/calendar")
    page.context.set_offline(True)
    page.goto("/trends")
    expect(page.get_by_text("The chart comes with the next connection.").first).to_be_visible()
    page.context.set_offline(False)
    expect(page.locator(".plot svg").first).to_be_visible(timeout=20_000)
    expect(page.get_by_text("The chart comes with the next connection.").first).to_be_hidden()


def test_what_was_sent_meanwhile_is_not_said_to_be_only_here(mia):
    ready_for_offline(mia)
    mia.goto("/")
    mia.context.set_offline(True)
    mia.get_by_role("button", name="No headache today").click()
    expect(mia.get_by_text("Saved").first).to_be_visible()
    mia.goto("/more")
    mia.get_by_role("button", name="Sign out").click()
    expect(mia.get_by_text("1 entry is only on this phone.")).to_be_visible()
    mia.context.set_offline(False)
    expect(mia.get_by_text("1 entry is only on this phone.")).to_be_hidden(timeout=20_000)
