"""Every screen in every theme and width: nothing axe objects to, nothing cut off, nothing too small for a thumb."""

import re

import pytest
from playwright.sync_api import expect

from tests.axe import objections
from tests.browser import PHONE, find
from tests.js.wire import until
from tests.pwa.screens import SCREENS, ana, as_high_as_its_content, new_ana, signed_in, with_sheet

__all__ = ["ana", "new_ana", "signed_in"]

THEMES = ("dark", "light", "lowlight")
WIDTHS = (320, 360, 430)

# What can be tapped and seen: its box, or that of its label; words in a line of text are exempt (WCAG 2.5.8).
SMALL = """() => [...document.querySelectorAll("a, button, input, select, summary, textarea")]
  .filter((each) => each.checkVisibility({checkOpacity: false}) && !each.matches(".skip, p > a, label.file input"))
  .map((each) => [each, (each.closest("label") ?? each).getBoundingClientRect()])
  .filter(([, box]) => box.width > 0 && (box.height < 47.5 || box.width < 42.5))
  .map(([each, box]) => `${each.className} “${each.textContent.trim().slice(0, 20)}” ${box.width} × ${box.height}`)"""

# Two targets on one another, or two with edges that can be seen and less than 4 px between them, the 4 px of the
# steps of pain. Rows of a list are parted by a hairline, and are as wide as the phone.
TOUCHING = """() => {
  const open = document.querySelector("dialog[open]");
  const isEdged = ({borderTopWidth, borderTopColor}) => borderTopWidth !== "0px" && borderTopColor !== "rgba(0, 0, 0, 0)";
  const shown = [...document.querySelectorAll("a, button, input, select, summary, textarea")]
    .filter((each) => each.checkVisibility() && each.closest("dialog[open]") === open && !each.matches(".skip, p > a:not(.btn), label.file input"))
    .map((each) => each.closest("label.opt") ?? each)
    .map((each) => [each, each.getBoundingClientRect(), !each.matches(".item") && isEdged(getComputedStyle(each))])
    .filter(([, box]) => box.width > 0);
  const gap = (a, b) => Math.max(b.left - a.right, a.left - b.right, b.top - a.bottom, a.top - b.bottom);
  const isNear = ([one, a, edged], [other, b, edgedToo]) => one.closest("footer") === other.closest("footer")
    && !one.contains(other) && !other.contains(one) && gap(a, b) < (edged && edgedToo ? 3.5 : -0.5);
  const name = ([each]) => `${each.className} “${each.textContent.trim().slice(0, 20)}”`;
  return shown.flatMap((one, place) => shown.slice(place + 1).filter((other) => isNear(one, other)).map((other) => `${name(one)}, ${name(other)}`));
}"""

# Words that reach beyond the phone, or beyond the part that holds them.
CUT = """(width) => [...document.querySelectorAll("body *")]
  .filter((each) => each.checkVisibility() && each.childElementCount === 0 && each.textContent.trim() && !each.closest(".scroll, .table-wrap, svg, .plot, .skip, .wide, select"))
  .map((each) => [each, each.getBoundingClientRect()])
  .filter(([each, box]) => box.width > 1 && (box.left < -1 || box.right > width + 1
    || (getComputedStyle(each).display !== "inline" && each.scrollWidth > each.clientWidth + 1)))
  .map(([each, box]) => `${each.localName} “${each.textContent.trim().slice(0, 20)}” ${box.left}–${box.right}`)"""


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


@pytest.mark.parametrize("address", SCREENS)
def test_a_screen_fits_every_phone_and_axe_has_nothing_to_say_in_any_theme(ana, address):
    page = ana(address)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.querySelectorAll('main :not(.plot *)[style]').length") == 0, "a style of its own"
    for theme in THEMES:
        wear(page, theme)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 740})
            until(page, f"document.documentElement.scrollWidth <= {width}")  # charts follow in their own time
            assert page.evaluate(SMALL) == [], (theme, width)
            assert page.evaluate(TOUCHING) == [], (theme, width)
        as_high_as_its_content(page)
        assert objections(page, colours_only=theme != THEMES[0]) == [], theme


@pytest.fixture
def large_print(browser, server, watch, signed_in):
    """Ana's smallest phone with letters of twice the size, which media queries in em hear of, as they do from zoom."""
    watch.expect("net::ERR")
    twice = browser.browser_type.launch(executable_path=find(), args=["--blink-settings=defaultFontSize=32"])
    small = {**PHONE, "viewport": {"width": 320, "height": 640}, "base_url": server.url, "storage_state": signed_in}
    context = twice.new_context(**small)
    watch.over(context, server.url)
    page = context.new_page()
    page.goto("/more")
    expect(page.locator("[data-last]")).to_have_text(re.compile(r"\d"))
    yield page
    twice.close()


def test_letters_of_twice_the_size_fit_the_smallest_phone(large_print):
    page = large_print
    for address in ("/", "/attack", *SCREENS):
        settled(page, address)
        for theme in ("dark", "lowlight"):
            wear(page, theme)
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, f"{address} {theme}"
            assert page.evaluate(CUT, 320) == [], f"{address} {theme}"
            assert page.evaluate(TOUCHING) == [], f"{address} {theme}"


def test_words_are_not_broken_for_the_sake_of_a_picture(large_print):
    large_print.goto("/")
    now = large_print.get_by_role("link", name="Headache now").locator("span").first
    expect(now).to_be_visible()
    assert now.evaluate(
        "(words) => words.getClientRects().length && words.offsetHeight < 3 * parseFloat(getComputedStyle(words).lineHeight)"
    )


SHEETS = [
    ("/calendar", "[data-kind=silent]"),
    ("/medicines", "[data-add='']"),
    ("/medicines", "[data-dose]"),
    ("/infusions", "[data-history] [data-entry]"),
    ("/infusions", "[data-add-row] button"),
    ("/sharing", "[data-withdraw]"),
    ("/more", "[data-sign-out]"),
    ("/", "lull-evening [data-follow]"),
]


@pytest.mark.parametrize(("address", "opens"), SHEETS)
def test_axe_has_nothing_to_say_about_a_sheet(ana, address, opens):
    page = ana("/more")
    with_sheet(page, address)
    page.locator(opens).first.click()
    sheet = page.get_by_role("dialog")
    expect(sheet).to_be_visible()
    for theme in THEMES:
        wear(page, theme)
        page.wait_for_timeout(250)
        assert objections(page, colours_only=theme != THEMES[0]) == [], theme
        assert sheet.evaluate("(sheet) => sheet.scrollWidth <= sheet.clientWidth"), theme
        assert page.evaluate(TOUCHING) == [], theme


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
