"""The next infusion, before, in the chair and afterwards: nothing cut off, nothing too small, nothing axe objects to."""

import re

import pytest
from playwright.sync_api import expect

from tests.axe import objections
from tests.pwa.screens import ana, as_high_as_its_content, new_ana, signed_in
from tests.pwa.test_next_infusion import OVER, PLANNED, PROFILE, RUNNING, open_at, row
from tests.pwa.test_screens_fit import CUT, SMALL, THEMES, TOUCHING, wear

__all__ = ["ana", "new_ana", "signed_in"]

STATES = {
    "before": ("2027-05-24T10:00:00Z", PLANNED),
    "in the chair": ("2027-05-25T12:20:00Z", RUNNING),
    "in the evening": ("2027-05-25T17:00:00Z", OVER),
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("address", ["/infusions", "/"])
def test_nothing_is_too_small_or_cut_off_and_axe_has_nothing_to_say(new_ana, state, address):
    now, infusion = STATES[state]
    more = [["profiles", None, PROFILE]]
    page = open_at(new_ana("/more", viewport={"width": 320, "height": 740}), now, infusion, more=more, address=address)
    expect(
        page.locator("lull-next-infusion, lull-infusions").get_by_text(re.compile("14:|13:30")).first
    ).to_be_visible()
    page.evaluate("document.querySelectorAll('details.fold').forEach((each) => { each.open = true; })")
    for theme in THEMES:
        wear(page, theme)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, theme
        assert page.evaluate(SMALL) == [], theme
        assert page.evaluate(TOUCHING) == [], theme
        assert page.evaluate(CUT, 320) == [], theme
        as_high_as_its_content(page)
        assert objections(page, colours_only=theme != THEMES[0]) == [], theme
        page.set_viewport_size({"width": 320, "height": 740})


@pytest.mark.parametrize("state", STATES)
def test_at_twice_the_size_nothing_is_cut_off_and_every_tick_is_seen(new_ana, state):
    now, infusion = STATES[state]
    page = open_at(new_ana("/more", viewport={"width": 180, "height": 370}), now, infusion)
    expect(row(page, "both_until")).to_be_visible()
    page.evaluate("document.querySelectorAll('details.fold').forEach((each) => { each.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= 180
    parts = "lull-before-infusion *, lull-checklist *, lull-afterwards *"
    assert page.evaluate(CUT.replace("body *", parts), 180) == []
    for tick in page.get_by_role("checkbox").all():
        expect(tick.locator(".box")).to_be_visible()
