"""The evening's question: headache today, and what Ana follows; asked from five, kept in the day, offline too."""

import pytest
from playwright.sync_api import expect

from tests.journeys.people import ready_for_offline
from tests.js.wire import until
from tests.pwa.screens import ana, at_hour, new_ana, of_store, saved, signed_in, undo

__all__ = ["ana", "new_ana", "signed_in"]


EXPOSURES = of_store("""async (store, date) => {
  const day = (await store.all("days")).find(({body}) => body.date === date)?.body;
  return [day?.headache ?? null, Object.fromEntries((day?.exposures ?? []).map(({name, present, amount, unit}) => [name, present ?? [amount, unit]]))];
}""")


@pytest.fixture
def evening(new_ana):
    """Today at half past six, and its date."""
    page = new_ana("/more")
    today = at_hour(page, 18)
    page.goto("/")
    return page, today


def choose(page, *names):
    """Follow these and nothing else."""
    sheet = page.get_by_role("dialog", name="What I follow")
    expect(sheet).to_be_visible()
    for chip in sheet.locator("button[value]").all():
        wanted = chip.inner_text().strip() in names
        if (chip.get_attribute("aria-pressed") == "true") != wanted:
            chip.click()
    sheet.get_by_role("button", name="Done").click()


def test_nothing_is_asked_before_five(ana):
    page = ana("/more")
    at_hour(page, 16)
    page.goto("/")
    expect(page.get_by_role("link", name="Headache now")).to_be_visible()
    expect(page.locator("lull-evening")).to_be_hidden()


def test_ana_answers_the_evening_question_by_a_tap_each_without_a_network(evening, watch):
    watch.expect("Failed to load resource")
    watch.expect("ERR_")
    page, today = evening
    asked = page.locator("lull-evening")
    expect(asked).to_be_visible()
    asked.locator("[data-follow]").click()
    choose(page, "Stress", "Alcohol", "Hours of sleep")
    ready_for_offline(page)
    page.context.set_offline(True)
    asked.get_by_role("button", name="No", exact=True).click()
    saved(page, "no headache today")
    asked.get_by_role("button", name="Stress").click()
    asked.get_by_role("button", name="None of the others").click()
    asked.get_by_role("button", name="7", exact=True).click()
    saved(page, "Saved for")
    expect(asked).to_be_visible()
    until(page, f"({EXPOSURES})('{today}').then(([, exposures]) => exposures.sleep)")
    expected = ["no", {"stress": True, "alcohol": False, "sleep": ["7", "h"]}]
    answer, exposures = page.evaluate(EXPOSURES, today)
    assert [answer, {name: exposures[name] for name in expected[1]}] == expected
    page.reload()
    expect(page.get_by_role("link", name="Headache now")).to_be_visible()
    expect(asked).to_be_hidden()


def test_what_was_not_tapped_was_not_asked_and_undo_takes_an_answer_back(evening):
    page, today = evening
    asked = page.locator("lull-evening")
    asked.locator("[data-follow]").click()
    choose(page, "Period", "Weather")
    asked.get_by_role("button", name="Weather").click()
    saved(page, "Saved for")
    exposures = page.evaluate(EXPOSURES, today)[1]
    assert exposures["weather"] is True
    assert "period" not in exposures
    undo(page)
    expect(asked.get_by_role("button", name="Weather")).to_have_attribute("aria-pressed", "false")


def test_a_word_of_her_own_is_followed(evening):
    page, today = evening
    asked = page.locator("lull-evening")
    asked.locator("[data-follow]").click()
    sheet = page.get_by_role("dialog", name="What I follow")
    sheet.get_by_role("button", name="Own word").click()
    sheet.get_by_role("textbox").fill("Red wine <b>")
    sheet.get_by_role("button", name="Add").click()
    sheet.get_by_role("button", name="Done").click()
    asked.get_by_role("button", name="Red wine <b>").click()
    saved(page, "Saved for")
    assert page.evaluate(EXPOSURES, today)[1]["Red wine <b>"] is True


@pytest.mark.parametrize("address", ["/", "/calendar"])
def test_a_day_before_is_asked_about_in_its_sheet_and_stays_what_it_was(ana, address):
    page = ana(address)
    day = page.locator("[data-kind=silent], [data-kind=free]").first
    date = day.get_attribute("data-day")
    before, kind = page.evaluate(EXPOSURES, date)[0], day.get_attribute("data-kind")
    day.click()
    sheet = page.get_by_role("dialog").filter(has=page.locator("lull-followed"))
    sheet.locator("[data-follow]").click()
    choose(page, "Caffeine", "Skipped meal")
    sheet.get_by_role("button", name="Caffeine").click()
    saved(page, "Saved for")
    headache, exposures = page.evaluate(EXPOSURES, date)
    assert headache == before
    assert exposures["caffeine"] is True
    expect(page.locator(f"[data-day='{date}']")).to_have_attribute("data-kind", kind)
