"""The chair's page on Nora's tablet: an infusion from the checklist to the way home, as it is seen and as it is kept."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.clinic.desk import Kept, Phone, plan, press, row, saved, starts, to_the_chair, types

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
VITALS = {"systolic": 142, "diastolic": 88, "heart_rate": 76, "spo2": 98, "respiratory_rate": 14}
ALL = {**VITALS, "sedation": 0, "dissociation": 2, "nausea": 1}


def test_an_infusion_from_the_checklist_to_the_way_home(chair, tablet, server):
    page, kept = chair, Kept(server, chair.path)
    phone = Phone(tablet("ana"), page.path)
    phone.answers("heart_disease", medicines_today="Propranolol 80 mg")
    to_the_chair(page, page.path)
    expect(page.get_by_role("region", name="Before")).to_contain_text("yes: Heart disease")
    expect(page.get_by_text("Paul drives home.")).to_be_visible()
    press(page, "Start")
    expect(page.get_by_role("alert")).to_have_text("Somebody has to look at the checklist first.")
    page.get_by_label("may go ahead").check()
    page.get_by_label("Reason").fill("mild, known")
    press(page, "Sign off")
    expect(page.get_by_text("Nora, ", exact=False).first).to_contain_text("may go ahead")
    types(page, "before", **ALL, pain=7)
    page.keyboard.press("Enter")
    expect(row(page, "before")).to_contain_text("142/88")
    starts(page, minutes_ago=31)
    page.get_by_label("Weight today").fill("68,0")
    page.get_by_label("Weight today").press("Enter")
    phone.rates("30", 6)
    types(page, "30", **ALL)
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.locator("tbody[data-slot='30'] [name=pain]")).to_have_value("6")
    page.keyboard.press("Enter")
    expect(row(page, "30")).to_contain_text("6by the patient")
    press(page, "Hold")
    page.get_by_label("Why it is held").fill("nausea")
    press(page, "Hold now")
    expect(page.get_by_text("on hold, 0 min")).to_be_visible()
    press(page, "Resume")
    press(page, "End")
    expect(page.get_by_text("observation, 0 min")).to_be_visible()
    types(page, "end", **ALL, pain=3)
    page.keyboard.press("Enter")
    types(page, "discharge", **VITALS)
    page.keyboard.press("Enter")
    for yes in page.locator("[data-criterion] button[value=yes]").all():
        yes.click()
    expect(page.get_by_label("Goes home with")).to_have_value("Paul")
    press(page, "Save and complete")
    expect(page.get_by_role("link", name="Correct")).to_be_visible()
    saved(page)
    infusion = kept.versions("infusions")[-1]
    assert (infusion["status"], infusion["weight_kg"]) == ("completed", "68.0")
    assert [(one["reason"], "until" in one) for one in infusion["interruptions"]] == [("nausea", True)]
    assert [one["slot"] for one in kept.versions("vital_signs")] == ["before", "30", "end", "discharge"]
    assert [(one["slot"], one["pain"]) for one in kept.versions("infusion_pains")] == [
        ("before", 7),
        ("30", 6),
        ("end", 3),
    ]
    assert kept.versions("clearances")[0]["cleared"] is True
    assert kept.versions("discharges")[0]["escort"] == "Paul"
    expect(page.locator("tbody input:visible")).to_have_count(0)
    page.reload()
    expect(row(page, "end")).to_contain_text("142/88")


def test_what_is_out_of_its_bounds_is_said_beside_the_field_and_stays(chair, server):
    page = chair
    types(page, "before", systolic=146, diastolic=91, spo2=9)
    press(page, re.compile("^Save"))
    expect(page.get_by_text("SpO₂ 9 is outside 50–100. Check and type it again.")).to_be_visible()
    field = page.locator("tbody[data-slot=before] [name=spo2]")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_value("9")
    assert Kept(server, page.path).versions("vital_signs") == []
    types(page, "before", spo2=96, diastolic=150)
    page.keyboard.press("Enter")
    expect(page.get_by_text("The first pressure must be above the second.")).to_be_visible()
    types(page, "before", diastolic=90)
    page.keyboard.press("Enter")
    expect(row(page, "before")).to_contain_text("146/90")
    saved(page)
    assert [one["spo2"] for one in Kept(server, page.path).versions("vital_signs")] == [96]


def test_the_sum_the_pump_and_a_rate_that_asks_for_a_reason(chair, server):
    page = chair
    starts(page, minutes_ago=60)
    page.get_by_label("Weight today").fill("60")
    page.get_by_label("Weight today").press("Enter")
    page.get_by_label("Bolus", exact=True).fill("36")
    page.get_by_label("Bolus", exact=True).press("Enter")
    expect(page.get_by_label("Bolus per kg")).to_have_value("0.6")
    expect(page.get_by_text("Over 0.5 mg/kg. Check the unit.")).to_be_visible()
    page.get_by_label("Bolus per kg").fill("0,25")
    page.get_by_label("Bolus per kg").press("Enter")
    expect(page.get_by_label("Bolus", exact=True)).to_have_value("15")
    press(page, "Set rate")
    page.get_by_label("Rate", exact=True).fill("8")
    expect(page.get_by_text("Over 7 mg/kg/h. Check the unit; if it is meant, say why.")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Why this rate")).to_be_focused()
    page.get_by_label("Rate", exact=True).fill("2.5")
    expect(page.get_by_text("Over 2 mg/kg/h. Check the unit.")).to_be_visible()
    page.get_by_label("Rate", exact=True).fill("0.5")
    page.locator("lull-chair-rate form [type=submit]").click()
    sums = page.locator("[data-sum]")
    expect(sums).to_contain_text(re.compile(r"Bolus and rate × kg × h\s*4[56]\.\d mg"))
    page.get_by_label("Total on the pump").fill("60")
    page.get_by_label("Total on the pump").press("Enter")
    expect(
        page.get_by_text(re.compile(r"3\d % over the sum. Check the pump, or give a reason in the note."))
    ).to_be_visible()
    page.get_by_label("Total on the pump").fill("46")
    page.get_by_label("Total on the pump").press("Enter")
    expect(page.get_by_text("over the sum")).to_be_hidden()
    saved(page)
    infusion = Kept(server, page.path).versions("infusions")[-1]
    assert (infusion["bolus_mg"], infusion["bolus_mg_per_kg"], infusion["total_mg"]) == ("15", "0.25", "46")


def test_an_override_is_kept_with_its_reason(chair, server):
    page = chair
    starts(page)
    press(page, "Set rate")
    page.get_by_label("Rate", exact=True).fill("8")
    page.get_by_label("Why this rate").fill("research protocol")
    page.keyboard.press("Enter")
    expect(page.locator("[data-sum]")).to_contain_text("8 mg/kg/h")
    saved(page)
    infusion = Kept(server, page.path).versions("infusions")[-1]
    assert (infusion["rate_steps"][0]["rate_mg_per_kg_h"], infusion["override_reason"]) == ("8", "research protocol")


def test_events_follow_the_tap_and_can_be_taken_back(chair, server):
    page = chair
    starts(page)
    press(page, "Dizziness")
    press(page, "Mild")
    page.get_by_label("What was done").fill("slowed the pump")
    page.get_by_label("What was done").press("Enter")
    press(page, "Gone now")
    expect(
        page.get_by_role("button", name=re.compile(r"^Dizziness \d\d:\d\d, mild, gone by \d\d:\d\d$"))
    ).to_be_visible()
    press(page, "Done")
    press(page, "Other")
    page.get_by_label("Own word", exact=True).fill("Cold hands")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=re.compile("^Cold hands"))).to_be_visible()
    press(page, "Take it back")
    expect(page.get_by_role("button", name=re.compile("^Cold hands"))).to_have_count(0)
    saved(page)
    kept = Kept(server, page.path)
    dizzy = [one for one in kept.versions("adverse_events") if one["name"] == "dizziness"][-1]
    assert (dizzy["severity"], dizzy["action"], dizzy["duration_minutes"]) == ("mild", "slowed the pump", 0)
    names = kept.rows(
        "SELECT name FROM adverse_event WHERE infusion_id IN (?, ?)", kept.infusion.hex, str(kept.infusion)
    )
    assert [one["name"] for one in names] == ["dizziness"]


def test_stopped_early_says_why_and_still_says_how_they_left(chair, server):
    page = chair
    starts(page)
    press(page, "Stop early")
    press(page, "Stop now")
    expect(page.get_by_text("Say why, in a word or two.")).to_be_visible()
    page.get_by_label("Why it is stopped early").fill("blood pressure")
    page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile(r"stopped early, \d\d:\d\d"))).to_be_visible()
    press(page, "Save how they leave")
    expect(page.get_by_text("Say why they leave all the same.")).to_be_visible()
    page.get_by_role("region", name="Discharge").get_by_label("Note").fill("sent on to the hospital")
    press(page, "Save how they leave")
    expect(page.get_by_role("link", name="Correct")).to_be_visible()
    saved(page)
    kept = Kept(server, page.path)
    assert (kept.versions("infusions")[-1]["status"], kept.versions("infusions")[-1]["stop_reason"]) == (
        "stopped",
        "blood pressure",
    )
    assert kept.versions("discharges")[0]["note"] == "sent on to the hospital"


@pytest.mark.parametrize(
    ("route", "label", "typed"),
    [
        ("nasal", "Sprays", {"Sprays": "8", "Each": "15"}),
        ("IM", "Site", {"Site": "left deltoid", "Dose given": "30"}),
        ("oral", "Dose given", {"Dose given": "100"}),
    ],
)
def test_each_route_has_its_own_fields(tablet, server, route, label, typed):
    page = tablet()
    page.path = plan(page, route)
    to_the_chair(page, page.path)
    expect(page.get_by_label(label, exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Set rate")).to_be_hidden()
    for name, text in typed.items():
        page.get_by_label(name, exact=True).fill(text)
        page.get_by_label(name, exact=True).press("Enter")
    saved(page)
    kept = Kept(server, page.path).versions("infusions")[-1]
    assert {"nasal": "120", "IM": "30", "oral": "100"}[route] == kept["total_mg"]


def test_the_keyboard_alone_is_enough(chair, server):
    page = chair
    page.locator("tbody[data-slot=before] [name=systolic]").focus()
    for number in ("120", "80", "70", "97", "14", "0", "0", "0", "4"):
        page.keyboard.type(number)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the button that saves comes next
    expect(row(page, "before")).to_contain_text("120/80")
    expect(page.locator("tbody[data-slot=before] button.slot")).to_be_focused()
    page.keyboard.press("Enter")  # the row is opened again to be corrected
    page.keyboard.press("Escape")
    expect(page.locator("tbody[data-slot=before] button.slot")).to_be_focused()
    page.get_by_role("button", name="Start").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Hold").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("pump alarm")
    page.keyboard.press("Enter")
    expect(page.get_by_text("on hold, 0 min")).to_be_visible()
    saved(page)
    assert Kept(server, page.path).versions("infusions")[-1]["interruptions"][0]["reason"] == "pump alarm"


def test_the_page_is_never_wider_than_its_window(chair):
    page = chair
    starts(page)
    press(page, "Dizziness")
    press(page, "Set rate")
    press(page, "End")
    for width in (390, 640, 820, 1180):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width


def test_axe_has_nothing_to_say_of_any_phase(chair, tablet):
    page = chair
    Phone(tablet("ana"), page.path).answers("pregnancy")
    to_the_chair(page, page.path)
    _looks(page)
    page.get_by_label("may go ahead").check()
    press(page, "Sign off")
    starts(page)
    types(page, "15", spo2=9)
    press(page, re.compile("^Save"))
    press(page, "Nausea")
    press(page, "Set rate")
    _looks(page)
    press(page, "End")
    _looks(page)


def _looks(page):
    for theme in ("light", "dark", "lowlight"):
        page.evaluate(
            "t => { localStorage.setItem('lull.desk-theme', t); dispatchEvent(new Event('lull:theme')); }", theme
        )
        page.evaluate("document.getAnimations().forEach((each) => each.finish())")
        found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
        assert [f"{one['id']}: {[node['target'] for node in one['nodes']][:3]}" for one in found] == [], theme
