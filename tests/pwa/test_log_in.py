"""Bringing a pain log in, in a real browser: its rows are moments, and what its texts mean is chosen by hand."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.axe import objections
from tests.pwa.screens import ana, new_ana, signed_in
from tests.pwa.test_screens_fit import SMALL, TOUCHING

__all__ = ["ana", "new_ana", "signed_in"]

LOG = Path(__file__).parent.parent / "data" / "pain_log.csv"
MEANINGS = {
    "ketamine infusion 0.5 mg/kg": "an infusion into a vein",
    "Ketamine infusion 0.8 mg/kg": "an infusion into a vein",
    "sumatriptan 50 mg": "a medicine for attacks",
    "ibuprofen 400": "a medicine for attacks",
}
DRUGS = {"sumatriptan 50 mg": ("Sumatriptan", "triptan"), "ibuprofen 400": ("Ibuprofen", "nsaid")}


def choose(page, path=LOG):
    page.locator("input[type=file]").set_input_files(path)
    expect(page.locator("form h2")).to_have_text(path.name)


def text(page, words):
    """The row of one text, and what it means."""
    return page.locator(".text-means").filter(has=page.get_by_text(words, exact=True))


def give_meanings(page):
    for words, meaning in MEANINGS.items():
        row = text(page, words)
        row.get_by_label(words).select_option(meaning)
        if words in DRUGS:
            name, drug_class = DRUGS[words]
            row.get_by_label("Name of the medicine").fill(name)
            row.get_by_label("Class").select_option(drug_class)


def test_a_log_is_recognised_its_texts_are_given_a_meaning_and_it_is_in_the_diary(ana):
    page = ana("/my-data")
    choose(page)
    form = page.locator("form")
    expect(form.get_by_label("a moment")).to_be_checked()
    expect(form.get_by_label("Moment", exact=True)).to_have_value("timestamp")
    expect(form.get_by_label("How moments are written")).to_have_value("seconds")
    expect(form.get_by_label("How pain is written")).to_have_value("0-100")
    expect(form.get_by_label("Day", exact=True)).to_be_hidden()
    expect(text(page, "sumatriptan 50 mg")).to_contain_text("40 rows")
    assert set(page.locator("[data-means]").evaluate_all("(all) => all.map(({value}) => value)")) == {""}, "no guess"
    form.get_by_label("Time zone of these days").fill("America/New_York")
    give_meanings(page)
    form.get_by_role("button", name="Check every row").click()
    report = page.locator("[data-step=report]")
    expect(report).to_contain_text("333 days are new and would be added", timeout=20_000)
    expect(report).to_contain_text("6 infusions")
    expect(report).to_contain_text("59 doses")
    expect(report).to_contain_text("Times are read as seconds since 1970, on the clock of America/New_York")
    report.get_by_text("First rows, as they are kept").click()
    expect(report.get_by_role("row").nth(1)).to_contain_text("pain 5 (50 in the file); dose: sumatriptan 50 mg")
    report.get_by_role("button", name="Bring in 333 days").click()
    expect(report).to_contain_text("333 days were added", timeout=60_000)
    page.goto("/infusions")
    expect(page.locator("main")).to_contain_text("Kept by you6 infusions", timeout=20_000)
    expect(page.get_by_role("button", name="16 July pain not noted · into a vein")).to_be_visible()
    page.goto("/calendar#2025-11-01")
    expect(page.get_by_role("dialog").get_by_label("Note")).to_have_value(re.compile("tired, otherwise fine"))


def test_the_meanings_that_were_chosen_stay_over_a_reload(ana):
    page = ana("/my-data")
    choose(page)
    give_meanings(page)
    page.reload()
    expect(text(page, "sumatriptan 50 mg").get_by_label("Name of the medicine")).to_have_value("Sumatriptan")
    expect(text(page, "ketamine infusion 0.5 mg/kg").get_by_role("combobox")).to_have_value("infusion:IV")
    expect(text(page, "slept badly").get_by_role("combobox")).to_have_value("")


def test_a_medicine_without_its_class_is_asked_for(ana, watch):
    watch.expect("Failed to load resource")
    page = ana("/my-data")
    choose(page)
    text(page, "ibuprofen 400").get_by_role("combobox").first.select_option("acute")
    page.get_by_role("button", name="Check every row").click()
    expect(page.locator("form [data-problem]")).to_contain_text("“ibuprofen 400”: Say which medicine it is")


def test_days_and_moments_ask_for_different_columns(ana):
    page = ana("/my-data")
    choose(page)
    page.get_by_label("a day").check()
    expect(page.get_by_label("Headache, yes or no")).to_be_visible()
    expect(page.get_by_label("Pain at that moment")).to_be_hidden()
    expect(page.locator("[data-texts]")).to_be_hidden()


@pytest.mark.parametrize(("theme", "width"), [("dark", 360), ("light", 430), ("lowlight", 320)])
def test_the_meanings_can_be_read_and_tapped_in_every_theme_and_width(ana, theme, width):
    page = ana("/my-data", viewport={"width": width, "height": 740})
    key, value = ("lull.lowlight", "1") if theme == "lowlight" else ("lull.theme", theme)
    page.evaluate("([key, value]) => localStorage.setItem(key, value)", [key, value])
    page.reload()
    choose(page)
    give_meanings(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": width, "height": height})  # nothing is under the tab bar then
    assert page.evaluate(SMALL) == []
    assert page.evaluate(TOUCHING) == []
    assert objections(page) == []
