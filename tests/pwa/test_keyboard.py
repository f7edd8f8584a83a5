"""Ana has a keyboard and no mouse: every screen can be reached and used, and she always sees where she is."""

import re

import pytest
from playwright.sync_api import expect

from tests.pwa.screens import SCREENS, ana, new_ana, saved, signed_in, with_sheet
from tests.pwa.test_screens_fit import SHEETS

__all__ = ["ana", "new_ana", "signed_in"]

STEPS = 160  # of the Tab key, more than any screen has places

# Where the keyboard is, and whether that can be seen: an outline of its own, or of the field around it.
RING = """() => {
  const at = document.activeElement;
  const seen = [at, at.closest(".search, label")].filter(Boolean).some((each) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(each);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 1;
  });
  return seen || at.matches("body, main, dialog") ? null : at.outerHTML.slice(0, 120);
}"""


def walk_to(page, place, key="Tab"):
    """Step on by the Tab key until `place` has the focus; every stop on the way can be seen."""
    expect(place).to_be_visible()
    for _ in range(STEPS):
        if place.evaluate("(place) => place === document.activeElement"):
            return
        page.keyboard.press(key)
        assert page.evaluate(RING) is None, "no ring shows where the keyboard is"
    raise AssertionError(f"the keyboard never came to {place}")


def press(page, place, key="Enter"):
    walk_to(page, place)
    page.keyboard.press(key)


def button(page, name, **options):
    return page.get_by_role("button", name=name, **options)


def test_an_attack_from_its_begin_to_its_end(ana):
    page = ana("/")
    press(page, page.get_by_role("link", name="Headache now"))
    expect(page).to_have_url(re.compile("/attack#"))
    saved(page, "Saved, started")
    press(page, page.get_by_role("group", name="Pain now").get_by_role("button", name="7", exact=True), "Space")
    saved(page, "Saved, 7 at")
    press(page, button(page, re.compile("^Took medicine")))
    another = page.get_by_label("Another medicine")
    walk_to(page, another)
    page.keyboard.type("Rizatriptan")
    press(page, button(page, "Took it"))
    saved(page, "Saved, Rizatriptan")
    aura = button(page, "Aura", exact=True)
    press(page, aura)
    press(page, button(page.get_by_role("dialog"), re.compile("^Weakness")), "Space")
    press(page, button(page, "Done", exact=True))
    expect(aura).to_be_focused()
    press(page, button(page, re.compile("^It’s over")))
    press(page, button(page, "Now", exact=True))
    expect(page.get_by_text(re.compile("details? left")).first).to_be_visible()


def test_a_day_of_the_calendar(ana):
    page = ana("/calendar")
    day = page.locator("[data-kind=silent]").first
    date = day.get_attribute("data-day")
    press(page, day)
    press(page, page.get_by_role("dialog").get_by_role("button", name="No headache", exact=True), "Space")
    cell = page.locator(f"[data-day='{date}']")
    expect(cell).to_have_attribute("data-kind", "free")
    expect(cell).to_be_focused()
    press(page, page.locator("footer").get_by_role("button", name="Undo"))
    expect(cell).to_have_attribute("data-kind", "silent")


def test_a_new_medicine_and_a_dose_of_it(ana):
    page = ana("/medicines")
    press(page, button(page, "Add a medicine").last)
    sheet = page.get_by_role("dialog")
    walk_to(page, sheet.get_by_label("Name"))
    page.keyboard.type("Naratriptan")
    walk_to(page, sheet.get_by_label("Class"))
    page.keyboard.press("ArrowDown")
    press(page, sheet.get_by_role("button", name="Save"))
    saved(page, "Saved, Naratriptan")
    press(page, button(page, re.compile("^Took Naratriptan")))
    saved(page, "Saved, Naratriptan")


@pytest.mark.parametrize(("address", "opens"), SHEETS)
def test_a_sheet_opens_and_closes_and_the_keyboard_is_back_where_it_was(ana, address, opens):
    page = ana("/more")
    with_sheet(page, address)
    opener = page.locator(opens).first
    sheet = page.get_by_role("dialog")
    for key, closes in (("Enter", "Escape"), ("Space", "Escape")):
        press(page, opener, key)
        expect(sheet).to_be_visible()
        assert page.evaluate("document.querySelector('dialog[open]').contains(document.activeElement)")
        page.keyboard.press(closes)
        expect(sheet).to_be_hidden()
        expect(opener).to_be_focused()
    press(page, opener)
    press(page, sheet.locator("[data-close]").first)
    expect(sheet).to_be_hidden()
    expect(opener).to_be_focused()


def test_every_screen_is_reached_and_walked_through_without_a_trap(ana):
    page = ana("/")
    for address in ("/", "/attack", *SCREENS):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
        stops, first = 0, page.evaluate_handle("document.activeElement")
        while stops < STEPS:
            page.keyboard.press("Tab")
            stops += 1
            assert page.evaluate(RING) is None, address
            if page.evaluate("(first) => [first, document.body].includes(document.activeElement)", first):
                break
        assert stops < STEPS, f"{address} holds the keyboard"
    page.goto("/")
    for name in ("Calendar", "Medicines", "Infusions", "Trends", "Today"):
        press(page, page.get_by_role("navigation", name="Main").get_by_role("link", name=name))
        expect(page.get_by_role("link", name=name, exact=True)).to_have_attribute("aria-current", "page")
    press(page, page.get_by_role("banner").get_by_role("link", name="More"))
    expect(page).to_have_url(re.compile("/more"))
    for name, path in (("My data", "/my-data"), ("Sharing", "/sharing"), ("Get help", "/get-help")):
        page.goto("/more")
        press(page, page.get_by_role("link", name=re.compile(name)).first)
        expect(page).to_have_url(re.compile(path))
