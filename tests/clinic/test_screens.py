"""The clinic's screens in a real browser: every theme and width, with the keyboard, and without scripts."""

import re

import pytest
from playwright.sync_api import expect

from tests.axe import objections
from tests.journeys.people import DESK, NORA, sign_in_staff

THEMES = ("light", "dark", "lowlight")


@pytest.fixture(scope="module")
def nora(browser, server):
    """What a browser remembers after Nora signed in."""
    context = browser.new_context(**DESK, base_url=server.url)
    sign_in_staff(context.new_page(), NORA, server)
    state = {"cookies": context.cookies(), "origins": []}
    context.close()
    return state


@pytest.fixture
def opened(browser, server, nora, watch):
    """Opens Nora's screens: `opened(viewport={…})` is a page of hers."""
    contexts = []

    def open_desk(**differences):
        context = browser.new_context(**{**DESK, "base_url": server.url, "storage_state": nora, **differences})
        contexts.append(context)
        watch.over(context, server.url)
        return context.new_page()

    yield open_desk
    for context in contexts:
        context.close()


def to_ana(page):
    page.goto("/clinic/patients")
    page.get_by_role("link", name=re.compile("^Ana")).first.click()
    expect(page.get_by_role("heading", name=re.compile("^Ana"))).to_be_visible()


def to_an_infusion(page):
    to_ana(page)
    page.locator("section", has_text="Infusions").locator("a.item").last.click()
    expect(page.get_by_label("Weight today")).to_be_visible()


def to_a_plan(page):
    to_ana(page)
    page.get_by_role("link", name="Plan a course").click()
    page.get_by_label("How many").fill("3")
    page.get_by_label("The first one").fill("2030-01-07T10:00")
    page.get_by_role("button", name="Lay out the dates").click()
    expect(page.get_by_label("Infusion 3")).to_have_value("2030-01-11T10:00")


def to_a_profile(page):
    to_ana(page)
    page.get_by_role("link", name="Profile").click()
    expect(page.get_by_role("textbox", name="Diagnosis")).to_be_visible()


SCREENS = {
    "the list": lambda page: page.goto("/clinic/patients"),
    "a patient": to_ana,
    "an infusion": to_an_infusion,
    "inviting": lambda page: page.goto("/clinic/invite"),
    "a plan": to_a_plan,
    "a profile": to_a_profile,
    "the outcomes": lambda page: page.goto("/clinic/outcomes"),
    "the clinic": lambda page: page.goto("/clinic/settings"),
}


@pytest.mark.parametrize("screen", SCREENS)
def test_axe_has_nothing_to_say_in_any_theme(opened, screen):
    page = opened()
    SCREENS[screen](page)
    for theme in THEMES:
        page.evaluate(
            "theme => { localStorage.setItem('lull.desk-theme', theme); dispatchEvent(new Event('lull:theme')); }",
            theme,
        )
        # A colour halfway to the next theme is nobody's.
        page.evaluate("document.getAnimations().forEach((each) => each.finish())")
        assert objections(page, colours_only=theme != THEMES[0]) == [], theme


@pytest.mark.parametrize("width", [390, 640, 820, 1180])
def test_no_screen_is_wider_than_its_window(opened, width):
    page = opened(viewport={"width": width, "height": 900})
    for name, screen in SCREENS.items():
        screen(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name


def test_figures_are_drawn_on_one_time_axis_and_again_in_the_dark(opened):
    page = opened()
    to_ana(page)
    figures = page.get_by_role("region", name="Figures").locator("lull-figure")
    for figure in figures.all():
        figure.scroll_into_view_if_needed()
    expect(figures.and_(page.locator("[data-drawn=yes]"))).to_have_count(figures.count())
    names = ("frequency", "infusion_pain", "medicine_days", "calendar", "aura")
    plots = page.locator(", ".join(f"[aria-labelledby={name}-title] .plot" for name in names))
    ranges = plots.evaluate_all("plots => plots.map((plot) => plot._fullLayout.xaxis.range.join())")
    assert len(ranges) == len(names) and len(set(ranges)) == 1
    before = page.evaluate("document.querySelector('.plot')._fullLayout.font.color")
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.wait_for_function("was => document.querySelector('.plot')._fullLayout.font.color !== was", arg=before)


def test_everything_can_be_read_and_saved_without_scripts(opened):
    page = opened(java_script_enabled=False)
    to_ana(page)
    expect(page.get_by_text("headache days per 28:")).to_be_visible()
    page.get_by_text("Table", exact=True).first.click()
    expect(page.get_by_role("cell").first).to_be_visible()
    page.get_by_role("link", name="Record an infusion").click()
    page.get_by_role("button", name="Add an event").click()
    page.get_by_label("What", exact=True).select_option("dizziness")
    page.get_by_label("Began").fill("2026-03-01T10:10")
    page.get_by_label("Started").fill("2026-03-01T10:00")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status").filter(has_text="Saved")).to_be_visible()
    expect(page.get_by_label("What", exact=True)).to_have_value("dizziness")


def test_a_number_out_of_its_bounds_is_said_at_once(opened):
    page = opened()
    to_an_infusion(page)
    page.get_by_label("SpO₂, 15 min").fill("9")
    page.get_by_label("Heart rate, 15 min").click()
    expect(page.get_by_role("alert")).to_have_text("SpO₂, 15 min: 9 is outside 50–100. Check and type it again.")
    page.get_by_label("SpO₂, 15 min").fill("97")
    page.get_by_label("Heart rate, 15 min").click()
    expect(page.get_by_role("alert")).to_have_count(0)


def test_a_refused_sheet_leads_to_its_fields(opened, watch):
    watch.expect("422")
    page = opened()
    to_an_infusion(page)
    page.get_by_label("Weight today").fill("heavy")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Not saved: 1 field needs another look.")
    expect(page.get_by_label("Weight today")).to_have_value("heavy")
    page.get_by_role("alert").get_by_role("link").click()
    expect(page.get_by_label("Weight today")).to_be_focused()


def test_enter_saves_and_does_not_add_a_row(opened):
    page = opened()
    to_an_infusion(page)
    page.get_by_label("IV site").fill("left forearm")
    page.get_by_label("IV site").press("Enter")
    expect(page.get_by_role("status").filter(has_text="Saved")).to_be_visible()
    expect(page.get_by_label("IV site")).to_have_value("left forearm")


def test_the_preview_follows_what_is_typed_and_a_refusal_leads_to_its_field(opened, watch):
    watch.expect("422")
    page = opened()
    page.goto("/clinic/settings")
    page.get_by_label("No solid food for").fill("480")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("region", name="As your patients will see it")).to_contain_text("No solid food from06:00")
    expect(page.get_by_label("No solid food for")).to_have_value("480")
    page.get_by_label("Watched for").fill("an hour")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("alert").get_by_role("link", name="Watched for").click()
    expect(page.get_by_label("Watched for")).to_be_focused()
    expect(page.get_by_label("Watched for")).to_have_value("an hour")
    assert objections(page) == []


def test_the_slash_goes_to_the_search(opened):
    page = opened()
    page.goto("/clinic/patients")
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("/")
    expect(page.get_by_label("Name or record number")).to_be_focused()
    page.keyboard.type("ana")
    page.keyboard.press("Enter")
    expect(page.locator("tbody tr")).to_have_count(1)
    assert "ana" not in page.url
