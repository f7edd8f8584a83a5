"""A reload in the middle of a word, as a call or an empty battery is one: nothing that Ana typed is lost."""

import re

import pytest
from playwright.sync_api import expect

from tests.pwa.screens import ana, new_ana, on_the_disk, saved, signed_in

__all__ = ["ana", "new_ana", "signed_in"]

NOTE = "woke at fo"


@pytest.fixture
def attack(ana):
    """Ana's phone with an attack just begun."""
    page = ana("/attack")
    begun = page.get_by_role("button", name="Headache now")
    expect(page.locator("html")).to_have_attribute("data-attack", re.compile("open|none"))
    if begun.is_visible():
        begun.click()
    expect(page.get_by_role("button", name=re.compile("^It’s over"))).to_be_visible()
    return page


def interrupted(page, text):
    """As soon as the last stroke is on the disk, and before anything else could be."""
    on_the_disk(page, text)
    page.reload()


def test_the_name_of_another_medicine(attack):
    took = attack.get_by_role("button", name=re.compile("^Took medicine"))
    took.click()
    attack.get_by_label("Another medicine").fill("Rizatrip")
    interrupted(attack, "Rizatrip")
    took.click()
    expect(attack.get_by_label("Another medicine")).to_have_value("Rizatrip")
    attack.get_by_role("button", name="Cancel").click()
    took.click()
    expect(attack.get_by_label("Another medicine")).to_have_value("")


def test_the_hour_at_which_it_was_over(attack):
    def earlier():
        attack.get_by_role("button", name=re.compile("^It’s over")).click()
        attack.get_by_role("button", name="Earlier", exact=True).click()

    earlier()
    hour = attack.get_by_label("or at this time, time")
    hour.fill("01:11")
    interrupted(attack, "01:11")
    earlier()
    expect(hour).to_have_value("01:11")


def test_the_note_of_an_attack_and_a_word_of_ones_own(attack):
    attack.get_by_role("link", name=re.compile("^All of it")).click()
    word = attack.get_by_label("Own word, for: With it")
    own = attack.get_by_role("group", name="With it", exact=True).get_by_role("button", name="Own word")
    own.click()
    word.fill("hicc")
    interrupted(attack, "hicc")
    expect(word).to_have_value("hicc")
    folded = attack.locator("[data-fold=note] summary")
    folded.click()
    attack.get_by_role("textbox", name="Note").first.press_sequentially(NOTE)
    interrupted(attack, NOTE)
    expect(folded).to_contain_text(NOTE)  # and saved by itself


def test_a_word_of_ones_own_counts_without_add(attack):
    attack.get_by_role("link", name=re.compile("^All of it")).click()
    group = attack.get_by_role("group", name="What it felt like", exact=True)
    group.get_by_role("button", name="Own word").click()
    group.get_by_role("textbox").fill("like a vice")
    attack.get_by_role("button", name="Severe", exact=True).click()
    expect(group.get_by_role("button", name="like a vice")).to_have_attribute("aria-pressed", "true")


def test_the_note_of_an_entry_that_is_not_saved_yet(attack):
    attack.get_by_role("link", name=re.compile("^All of it")).click()

    def medicine():
        attack.get_by_role("button", name="Add to the timeline").click()
        attack.get_by_role("button", name="Medicine", exact=True).click()

    medicine()
    note = attack.get_by_role("dialog").get_by_label("Note")
    note.fill(NOTE)
    interrupted(attack, NOTE)
    medicine()
    expect(note).to_have_value(NOTE)


def test_the_note_of_a_day(ana):
    page = ana("/calendar")
    day = page.locator("[data-kind=silent]").first
    day.click()
    page.get_by_label("Note").fill(NOTE)
    interrupted(page, NOTE)
    day.click()
    expect(page.get_by_label("Note")).to_have_value(NOTE)
    saved(page, "note")


def test_the_hours_of_an_attack_of_an_earlier_day(ana):
    page = ana("/calendar")

    def attack():
        page.locator("[data-kind=silent]").first.click()
        page.get_by_role("button", name="An attack, with its times").click()

    attack()
    hour = page.get_by_label("Headache started, time")
    hour.fill("07:07")
    interrupted(page, "07:07")
    attack()
    expect(hour).to_have_value("07:07")


def test_the_note_of_a_dose(ana):
    page = ana("/medicines")
    dose = page.locator("[data-dose]").first
    dose.click()
    note = page.get_by_role("dialog").get_by_label("Note")
    note.press_sequentially(NOTE)
    interrupted(page, NOTE)
    dose.click()
    expect(note).to_have_value(NOTE)
    expect(page.get_by_role("dialog").get_by_role("status").last).to_contain_text("Saved")
