"""Every screen in every theme and width: nothing axe objects to, nothing cut off, nothing too small for a thumb."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser import PHONE
from tests.pwa.screens import SCREENS, ana, as_high_as_its_content, new_ana, signed_in

__all__ = ["ana", "new_ana", "signed_in"]

THEMES = ("dark", "light", "lowlight")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# What can be tapped and seen: its box, or that of its label; words in a line of text are exempt (WCAG 2.5.8).
SMALL = """() => [...document.querySelectorAll("a, button, input, select, summary, textarea")]
  .filter((each) => each.checkVisibility({checkOpacity: false}) && !each.matches(".skip, p > a, label.file input"))
  .map((each) => [each, (each.closest("label") ?? each).getBoundingClientRect()])
  .filter(([, box]) => box.width > 0 && (box.height < 47.5 || box.width < 42.5))
  .map(([each, box]) => `${each.className} “${each.textContent.trim().slice(0, 20)}” ${box.width} × ${box.height}`)"""


def wear(page, theme):
    page.evaluate(
        """(theme) => {
          localStorage.setItem("lull.theme", theme === "light" ? "light" : "dark");
          if (theme === "lowlight") localStorage.setItem("lull.lowlight", "1");
          else localStorage.removeItem("lull.lowlight");
          dispatchEvent(new Event("lull:theme"));
        }""",
        theme,
    )


def settled(page, address):
    page.goto(address)
    page.wait_for_load_state("networkidle")


def objections(page):
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    return [f"{one['id']}: {[node['target'] for node in one['nodes']][:3]}" for one in found]


@pytest.mark.parametrize("address", SCREENS)
def test_axe_has_nothing_to_say_in_any_theme(ana, address):
    page = ana(address)
    page.wait_for_load_state("networkidle")
    for theme in THEMES:
        wear(page, theme)
        as_high_as_its_content(page)
        assert objections(page) == [], theme


@pytest.mark.parametrize("width", [320, 360, 430])
def test_nothing_is_wider_than_the_phone_or_smaller_than_a_thumb(ana, width):
    page = ana("/calendar", viewport={"width": width, "height": 740})
    for address in SCREENS:
        settled(page, address)
        for theme in ("dark", "lowlight"):
            wear(page, theme)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address
            assert page.evaluate(SMALL) == [], f"{address} {theme}"


SHEETS = [
    ("/calendar", "[data-kind=silent]"),
    ("/medicines", "[data-add='']"),
    ("/medicines", "[data-dose]"),
    ("/infusions", "[data-history] [data-entry]"),
    ("/infusions", "[data-add-row] button"),
    ("/sharing", "[data-withdraw]"),
    ("/more", "[data-sign-out]"),
]


@pytest.mark.parametrize(("address", "opens"), SHEETS)
def test_axe_has_nothing_to_say_about_a_sheet(ana, address, opens):
    page = ana(address)
    page.locator(opens).first.click()
    sheet = page.get_by_role("dialog")
    expect(sheet).to_be_visible()
    for theme in THEMES:
        wear(page, theme)
        page.wait_for_timeout(250)
        assert objections(page) == [], theme
        assert sheet.evaluate("(sheet) => sheet.scrollWidth <= sheet.clientWidth"), theme


def test_no_screen_has_a_style_or_a_script_of_its_own(ana):
    page = ana("/calendar")
    for address in SCREENS:
        settled(page, address)
        drawn = "document.querySelectorAll('main :not(.plot *)[style]').length"
        assert page.evaluate(drawn) == 0, address


def test_low_light_lights_only_green(ana):
    page = ana("/calendar", viewport={**PHONE["viewport"], "height": 900})
    for address in ("/calendar", "/medicines", "/infusions"):
        settled(page, address)
        wear(page, "lowlight")
        page.wait_for_timeout(250)
        colours = page.evaluate("""() => [...document.querySelectorAll("body *")].flatMap((each) => {
          const style = getComputedStyle(each);
          return [style.color, style.backgroundColor, style.borderTopColor];
        }).map((text) => text.match(/[\\d.]+/g)?.map(Number) ?? [0, 0, 0, 0])""")
        assert all(red == blue == 0 or (rest and rest[0] == 0) for red, green, blue, *rest in colours), address
