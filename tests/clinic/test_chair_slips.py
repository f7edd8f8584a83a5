"""Slips of a hurried hand at the chair: each is said where it is seen, for as long as it stands, and can be mended there."""

import re

import pytest
from playwright.sync_api import expect

from tests.clinic.desk import Kept, Phone, on_the_wall, press, row, saved, starts, to_the_chair, types


def sets_the_rate(page, rate):
    """A rate from now on, by hand."""
    press(page, "Change rate" if page.get_by_role("button", name="Change rate").is_visible() else "Set rate")
    page.get_by_label("Rate", exact=True).fill(rate)
    page.get_by_label("Rate", exact=True).press("Enter")
    expect(page.locator("lull-chair-rate form")).to_be_hidden()


def test_a_rate_ten_times_too_high_is_pointed_out_after_it_was_saved_too(chair):
    page = chair
    starts(page)
    sets_the_rate(page, "5.0")
    expect(page.get_by_text("Over 2 mg/kg/h. Check the unit.").locator("visible=true")).to_have_count(1)
    page.get_by_role("button", name="correct this rate").click()
    page.get_by_label("Rate", exact=True).fill("0,5")
    page.get_by_label("Rate", exact=True).press("Enter")
    expect(page.get_by_text("Over 2 mg/kg/h. Check the unit.").locator("visible=true")).to_have_count(0)
    expect(page.locator("[data-sum]")).to_contain_text("0.5 mg/kg/h")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("72,4 kg", "Weight today 72,4 kg is not a number. Type it without the unit, such as 12.5."),
        ("724", "Weight today 724 is outside 20–350. Check and type it again."),
    ],
)
def test_what_is_wrong_with_a_number_is_said_as_it_is(chair, typed, said):
    page = chair
    page.get_by_label("Weight today").fill(typed)
    page.get_by_label("Weight today").press("Enter")
    expect(page.get_by_text(said)).to_be_visible()


def test_what_held_the_start_back_is_not_said_any_more_once_somebody_looked(chair, tablet):
    page = chair
    Phone(tablet("ana"), page.path).answers("heart_disease")
    to_the_chair(page, page.path)
    press(page, "Start")
    alert = page.get_by_role("alert")
    expect(alert).to_have_text("Somebody has to look at the checklist first.")
    page.get_by_label("does not go ahead").check()
    page.get_by_label("Reason").fill("to be asked again")
    press(page, "Sign off")
    expect(alert).to_have_text("The sign-off says that this infusion is not to be given.")
    press(page, "Look at it again")
    page.get_by_label("may go ahead").check()
    press(page, "Sign off")
    expect(page.locator(".chair-refused")).to_be_hidden()


def test_a_discharge_says_what_is_missing_and_asks_no_longer_when_it_is_there(chair, tablet, server):
    page = chair
    Phone(tablet("ana"), page.path).answers()
    to_the_chair(page, page.path)
    starts(page)
    press(page, "End")
    yes = page.locator("[data-criterion] button[value=yes]").all()
    for button in yes[:-1]:
        button.click()
    page.get_by_label("Goes home with").fill("")
    press(page, "Save and complete")
    told = page.get_by_text("say why they leave all the same")
    expect(told).to_contain_text("Not answered yes: No dissociation. Nobody goes home with them.")
    yes[-1].click()
    expect(told).not_to_contain_text("No dissociation")
    page.get_by_label("Goes home with").fill("Olav")
    page.get_by_label("Goes home with").blur()
    expect(told).to_have_count(0)
    press(page, "Save and complete")
    expect(page.get_by_role("link", name="Correct")).to_be_visible()
    saved(page)
    assert Kept(server, page.path).versions("discharges")[-1]["escort"] == "Olav"


def test_another_drug_is_corrected_by_a_tap_and_taken_back(chair, server):
    page = chair
    starts(page)
    page.get_by_text("Site, times, other drugs").click()
    for name, amount in (("Ondansetron", "40"), ("Midazolam", "1")):
        press(page, "Other drug")
        page.get_by_label("Drug", exact=True).fill(name)
        page.get_by_label("Amount").fill(amount)
        page.get_by_label("Amount").press("Enter")
    page.get_by_role("button", name=re.compile("Ondansetron 40 mg, correct this")).click()
    page.get_by_label("Amount").fill("4")
    page.get_by_label("Amount").press("Enter")
    expect(page.get_by_role("button", name=re.compile("Ondansetron 4 mg, correct this"))).to_be_visible()
    page.get_by_role("button", name=re.compile("Midazolam 1 mg, correct this")).click()
    press(page, "Take it back")
    expect(page.get_by_role("button", name=re.compile("Midazolam"))).to_have_count(0)
    saved(page)
    told = [one.get("adjuncts") for one in Kept(server, page.path).versions("infusions")][-1]
    assert [(one["name"], one["amount"]) for one in told] == [("Ondansetron", "4")]


def test_a_reading_that_is_not_due_yet_is_not_said_to_be_missing(chair):
    page = chair
    types(page, "before", spo2=97)
    page.keyboard.press("Enter")
    starts(page)
    row(page, "before").click()
    expect(row(page, "15")).to_contain_text("in 15 min")
    expect(row(page, "15")).not_to_contain_text("not taken")


def test_a_reading_filled_in_later_follows_a_start_that_was_corrected(chair):
    page = chair
    starts(page, minutes_ago=30)
    row(page, "before").click()
    began = on_the_wall(page, minutes=-30).strftime("%H:%M")
    expect(page.locator("tbody[data-slot=before]").get_by_label("Taken at")).to_have_value(began)
