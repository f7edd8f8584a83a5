"""A tap on a button whose script has not come yet: it is made again when the script is there, and nothing is lost."""

import re

import pytest
from playwright.sync_api import expect

from tests.pwa.screens import ana, new_ana, saved, signed_in

__all__ = ["ana", "new_ana", "signed_in"]


@pytest.fixture
def late(new_ana):
    """An attack has begun; its page is drawn, and its script is still on the way: the page and what lets it come."""
    page, held = new_ana("/more", service_workers="block"), []
    page.route("**/js/pages/attack.js", lambda asked: held.append(asked))
    page.goto("/attack#now", wait_until="commit")
    expect(page.get_by_role("button", name="7", exact=True)).to_be_visible()
    return page, lambda: [route.continue_() for route in held]


def test_pain_is_saved_that_was_told_before_the_page_was_ready(late):
    page, come = late
    page.get_by_role("button", name="7", exact=True).tap()
    come()
    saved(page, "Saved, 7 at")
    expect(page.get_by_role("button", name="7", exact=True)).to_have_attribute("aria-pressed", "true")


def test_a_sheet_opens_that_was_asked_for_before_the_page_was_ready(late):
    page, come = late
    page.get_by_role("button", name=re.compile("^Took medicine")).tap()
    come()
    expect(page.get_by_role("dialog", name="Took medicine")).to_be_visible()
