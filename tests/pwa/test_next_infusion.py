"""Ana's next infusion on her phone, without a network: the hours before it, the checklist, the chair, and afterwards."""

import re

from playwright.sync_api import expect

from tests.journeys.people import ready_for_offline, sign_in_ana, taken_out
from tests.pwa.screens import ana, new_ana, of_store, on_the_disk, saved, signed_in, undo

__all__ = ["ana", "new_ana", "signed_in"]

ZONE = "Europe/Berlin"
INFUSION = "0192f000-0000-7000-8000-000000000001"
TWO_O_CLOCK = "2027-05-25T12:00:00.000Z"  # of a Tuesday in Berlin
PLANNED = {"route": "IV", "status": "preparation", "zone": ZONE, "planned_at": TWO_O_CLOCK}
RUNNING = {**PLANNED, "status": "in-progress", "started_at": TWO_O_CLOCK}
OVER = {**RUNNING, "status": "completed", "ended_at": "2027-05-25T12:50:00.000Z"}
TOLD = {
    **{"infusion_id": INFUSION, "zone": ZONE, "driver_needed": True, "clinic_phone": "+49 30 5550100"},
    **{"solid_food_minutes": 360, "clear_liquids_minutes": 120, "arrive_minutes_before": 30, "planned_minutes": 45},
    **{"observation_minutes": 60, "no_driving_hours": 24, "no_alcohol_hours": 24},
    **{"medicines_text": "Regular medicines as usual.", "clothes_text": "Sleeves that roll up."},
    **{"drink_text": "Drink plenty the day before.", "aftercare_text": "Someone else takes you home."},
}
PROFILE = {
    "zone": ZONE,
    "contraindications": [{"name": name, "yes": yes} for name, yes in [("heart_disease", True), ("psychosis", False)]],
}

PUT = of_store("""async (store, given) => {
  for (const [collection, id, body] of given) await store.write(collection, id, body);
}""")
BODIES = of_store("async (store, name) => (await store.all(name)).map(({body}) => body)")

REFUSED = of_store("async (store) => (await store.quarantined()).map(({operation}) => operation.collection)")


def open_at(page, now, infusion=PLANNED, told=TOLD, more=(), address="/infusions"):
    """What the clinic sent is on the phone, the network is gone, and its clock shows `now`."""
    ready_for_offline(page)
    page.context.set_offline(True)
    page.context.clock.set_fixed_time(now)
    instructions = [["instructions", None, told]] if told else []
    page.evaluate(PUT, [["infusions", INFUSION, infusion], *instructions, *more])
    page.goto(address)
    return page


def row(page, name):
    return page.locator(f"main [data-row={name}]")


def checklist(page):
    (body,) = [one for one in page.evaluate(BODIES, "checklists") if one["infusion_id"] == INFUSION]
    return {**body, **{part: {one["name"]: one["yes"] for one in body[part]} for part in ("ready", "screening")}}


def question(page, words):
    return page.get_by_role("group", name=words)


def test_the_hours_before_it_are_clock_times(new_ana):
    page = open_at(new_ana("/more"), "2027-05-25T05:00:00Z")
    expect(page.get_by_role("heading", name="Before you come")).to_be_visible()
    expect(row(page, "no_solid_food_from")).to_have_text(re.compile(r"08:00\s+No solid food from now\s*6 hours before"))
    expect(row(page, "clear_liquids_until")).to_contain_text("12:00")
    expect(row(page, "arrive_at")).to_contain_text("13:30")
    expect(row(page, "light_meal_until")).to_be_hidden()
    expect(page.get_by_text("Regular medicines as usual.")).to_be_visible()
    expect(row(page, "no_solid_food_from").locator("[data-day]")).to_be_hidden()


def test_a_time_on_another_day_says_which(new_ana):
    told = {**TOLD, "solid_food_minutes": 960, "light_meal_minutes": 240, "no_alcohol_hours": 48}
    page = open_at(new_ana("/more"), "2027-05-23T05:00:00Z", told=told)
    expect(row(page, "no_solid_food_from")).to_have_text(re.compile(r"Mon\s*22:00"))
    expect(row(page, "light_meal_until")).to_contain_text("10:00")
    expect(row(page, "no_driving_until")).to_have_text(re.compile(r"Wed\s*14:45"))
    expect(row(page, "no_alcohol_until")).to_have_text(re.compile(r"Thu\s*14:45"))


def test_six_hours_are_six_hours_in_the_night_in_which_two_o_clock_does_not_come(new_ana):
    page = new_ana("/more", timezone_id="America/New_York")
    eight = {**PLANNED, "planned_at": "2027-03-28T06:00:00.000Z"}
    open_at(page, "2027-03-27T10:00:00Z", eight)
    expect(page.get_by_role("heading", name="Sunday 28 March at 08:00")).to_be_visible()
    expect(row(page, "no_solid_food_from")).to_have_text(re.compile(r"^\s*01:00"))
    expect(row(page, "clear_liquids_until")).to_have_text(re.compile(r"^\s*06:00"))


def test_where_the_clinic_said_nothing_no_hour_is_made_up(new_ana):
    page = open_at(new_ana("/more"), "2027-05-24T05:00:00Z", told=None)
    expect(page.get_by_text("Your clinic tells you what to eat, drink and bring")).to_be_visible()
    for name in ("no_solid_food_from", "clear_liquids_until", "arrive_at", "both_until"):
        expect(row(page, name)).to_be_hidden()
    expect(page.get_by_role("heading", name="Afterwards")).to_be_hidden()


def test_who_drives_is_a_name_or_nobody_yet(new_ana):
    page = open_at(new_ana("/more"), "2027-05-24T05:00:00Z")
    page.get_by_label("Who picks you up").get_by_role("button", name="Nobody yet").click()
    saved(page, "Saved, nobody to drive yet")
    assert checklist(page)["ready"] == {"ride": False}
    page.get_by_role("textbox", name="Who picks you up").fill("Olav ")
    page.get_by_role("textbox", name="Who picks you up").press("Enter")
    saved(page, "Saved, Olav picks you up")
    expect(page.get_by_role("checkbox", name="Olav picks you up")).to_be_checked()
    expect(page.get_by_role("textbox", name="Who picks you up")).to_be_hidden()
    assert checklist(page)["ready"] == {"ride": True}
    assert checklist(page)["driver"] == "Olav"
    undo(page)
    expect(page.get_by_role("button", name="Nobody yet")).to_have_attribute("aria-pressed", "true")


def test_a_name_that_is_half_typed_is_there_again(new_ana):
    page = open_at(new_ana("/more"), "2027-05-24T05:00:00Z")
    page.get_by_role("textbox", name="Who picks you up").press_sequentially("Ola")
    on_the_disk(page, "Ola")
    page.goto("/infusions")
    expect(page.get_by_role("checkbox", name="Ola picks you up")).to_be_checked()


def test_what_is_not_answered_stays_open_and_two_quick_taps_are_two_answers(new_ana):
    page = open_at(new_ana("/more"), "2027-05-24T05:00:00Z")
    expect(page.get_by_role("checkbox", name="A night of sleep")).to_be_visible()
    page.evaluate("['sleep', 'clothes'].forEach((name) => document.querySelector(`[data-tick=${name}]`).click())")
    expect(page.get_by_role("checkbox", name="A night of sleep")).to_be_checked()
    expect(page.get_by_role("checkbox", name="Loose sleeves")).to_be_checked()
    assert checklist(page)["ready"] == {"sleep": True, "clothes": True}
    assert checklist(page)["screening"] == {}
    page.get_by_text("Anything of this?").click()
    question(page, "Heart disease").get_by_role("button", name="No").click()
    saved(page, "Saved, no: Heart disease")
    expect(page.get_by_text("1 of 11 answered")).to_be_visible()
    expect(page.get_by_text("Your clinic sees this when it is sent.")).to_be_hidden()
    question(page, "Heart disease").get_by_role("button", name="No").click()
    saved(page, "Taken back: Heart disease")
    assert checklist(page)["screening"] == {}


def test_the_day_itself_is_asked_about_and_what_is_half_typed_is_there_again(new_ana):
    page = open_at(new_ana("/more"), "2027-05-24T05:00:00Z")
    page.get_by_text("On the day", exact=True).click()
    question(page, "An attack now?").get_by_role("button", name="No").click()
    saved(page, "Saved: an attack now or not")
    page.get_by_label("Medicines taken today").press_sequentially("propranolol at se")
    on_the_disk(page, "propranolol at se")
    page.reload()
    expect(page.get_by_label("Medicines taken today")).to_have_value("propranolol at se")
    page.get_by_label("Medicines taken today").fill("propranolol at seven")
    page.get_by_label("Anything else for your clinic").fill("I am nervous")
    page.get_by_role("checkbox", name="A night of sleep").click()
    saved(page, "Saved: A night of sleep")
    told = checklist(page)
    assert (told["medicines_today"], told["attack_now"], told["note"]) == (
        "propranolol at seven",
        False,
        "I am nervous",
    )


def test_a_yes_goes_to_the_clinic_and_says_whom_to_call(new_ana):
    page = open_at(new_ana("/more"), "2027-05-24T05:00:00Z")
    page.get_by_text("Anything of this?").click()
    question(page, "A new medicine").get_by_role("button", name="Yes").click()
    expect(page.get_by_text("Your clinic sees this when it is sent.")).to_be_visible()
    call = page.get_by_role("link", name=re.compile("Call .* if it is today"))
    expect(call).to_have_attribute("href", "tel:+49305550100")
    undo(page)
    expect(call).to_be_hidden()


def test_what_the_profile_says_yes_to_is_known_already(new_ana):
    page = open_at(new_ana("/more"), "2027-05-24T05:00:00Z", more=[["profiles", None, PROFILE]])
    page.get_by_text("Anything of this?").click()
    expect(question(page, "Heart disease").get_by_role("button", name="Yes")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_text("yes in your profile").filter(visible=True)).to_have_count(1)
    assert page.evaluate(BODIES, "checklists") == []  # nobody answered yet
    page.get_by_role("checkbox", name="A night of sleep").click()
    saved(page, "Saved: A night of sleep")
    assert checklist(page)["screening"] == {"heart_disease": True}


def test_the_server_takes_the_checklist_as_the_phone_wrote_it(new_ana):
    page = open_at(new_ana("/more"), "2027-05-24T05:00:00Z")
    page.get_by_role("checkbox", name="Loose sleeves").click()
    saved(page, "Saved: Loose sleeves")
    page.get_by_role("textbox", name="Who picks you up").fill("Olav")
    page.get_by_role("textbox", name="Who picks you up").press("Enter")
    saved(page, "Saved, Olav picks you up")
    page.context.set_offline(False)
    page.goto("/more")
    expect(page.get_by_role("definition").get_by_text("nothing", exact=True)).to_be_visible(timeout=20_000)
    # What a clinic alone may write was this test's own doing.
    assert set(page.evaluate(REFUSED)) == {"infusions", "instructions"}


def test_in_the_chair_the_next_quarter_of_an_hour_is_a_clock_time(new_ana):
    page = open_at(new_ana("/more"), "2027-05-25T12:16:00Z", RUNNING)
    expect(page.get_by_text("next about 14:15")).to_be_visible()
    page.get_by_role("group", name="Pain at 14:15").get_by_role("button", name="5", exact=True).click()
    saved(page, "Saved, 5 after 15 min")
    expect(page.get_by_text("next about 14:30")).to_be_visible()


def test_afterwards_the_hours_count_from_the_end_and_what_is_felt_is_asked_in_the_evening(new_ana):
    page = open_at(new_ana("/more"), "2027-05-25T17:00:00Z", OVER)
    expect(row(page, "observation_until")).to_contain_text("15:50")
    expect(row(page, "both_until")).to_have_text(re.compile(r"Wed\s*14:50\s+No driving, no alcohol"))
    expect(page.get_by_text("Someone else takes you home.")).to_be_visible()
    after = page.locator("lull-afterwards")
    expect(after.get_by_role("heading", name="This evening: did you feel any of this?")).to_be_visible()
    after.get_by_role("button", name="Tingling").click()
    saved(page, "Saved, Tingling")
    after.get_by_role("group", name="How bad").get_by_role("button", name="Mild").click()
    saved(page, "Saved, Tingling")
    (effect,) = [one for one in page.evaluate(BODIES, "own_effects") if one["infusion_id"] == INFUSION]
    assert (effect["name"], effect["severity"], effect["at"]) == ("tingling", "mild", "2027-05-25T17:00:00.000Z")
    assert not [one for one in page.evaluate(BODIES, "auras") if one["started_at"] > "2027"]
    after.get_by_role("button", name="Leave it open").click()
    expect(after.get_by_role("button", name="Tingling")).to_be_hidden()
    page.context.clock.set_fixed_time("2027-05-26T06:00:00Z")
    page.goto("/infusions")
    expect(after.get_by_role("heading", name="This morning: do you feel any of this?")).to_be_visible()
    expect(after.get_by_role("button", name="Tingling")).to_have_attribute("aria-pressed", "false")
    after.get_by_role("link", name="When to call, and whom").click()
    expect(page.get_by_role("heading", name="Get help")).to_be_visible()


def test_an_end_that_the_phone_does_not_know_gets_no_hour_that_is_too_early(new_ana):
    page = open_at(new_ana("/more"), "2027-05-25T14:00:00Z", RUNNING)
    expect(row(page, "both_until")).to_have_text(
        re.compile(r"24 h\s+No driving, no alcohol\s*from the end of the infusion")
    )
    expect(row(page, "observation_until")).to_be_hidden()


def test_today_tells_the_hours_and_later_asks_for_the_pain(new_ana):
    page = open_at(new_ana("/more"), "2027-05-24T10:00:00Z", address="/")
    card = page.locator("lull-next-infusion")
    expect(card).to_contain_text("Tuesday 25 May, 14:00")
    expect(row(page, "arrive_at")).to_contain_text("13:30")
    page.evaluate(PUT, [["infusions", INFUSION, OVER]])
    for now, words in [
        ("2027-05-25T15:00:00Z", "Until Wed 14:50: no driving, no alcohol."),
        ("2027-05-26T09:00:00Z", "Until 14:50: no driving, no alcohol."),
        ("2027-05-26T09:00:00Z", "Pain a day after the infusion?"),
        ("2027-06-01T13:00:00Z", "Pain a week after the infusion?"),
    ]:
        page.context.clock.set_fixed_time(now)
        page.goto("/")
        expect(card).to_contain_text(words)
    page.get_by_role("link", name="Pain a week after the infusion?").click()
    page.get_by_role("group", name="Pain a week after").get_by_role("button", name="2", exact=True).click()
    saved(page, "Saved, 2 a week after")
    page.goto("/")
    expect(card).to_be_hidden()


def test_sprays_are_counted_where_it_goes_through_the_nose(ana):
    page = ana("/infusions")
    page.get_by_role("button", name="Add an infusion of your own").click()
    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_label("Sprays")).to_be_hidden()
    sheet.get_by_label("How it was given").select_option("nasal")
    sheet.get_by_label("Sprays").fill("many")
    sheet.get_by_label("In each spray").fill("7,5")
    sheet.get_by_role("button", name="Save").click()
    expect(sheet.get_by_text("Write a whole number from 1 to 40.")).to_be_visible()
    sheet.get_by_label("Sprays").fill("4")
    sheet.get_by_role("button", name="Save").click()
    saved(page, "Saved, infusion of ")
    kept = page.evaluate(BODIES, "own_infusions")[-1]
    assert (kept["route"], kept["sprays"], kept["mg_per_spray"]) == ("nasal", 4, "7.5")


def test_a_phone_that_is_opened_without_a_network_knows_the_hours(browser, server, watch, tmp_path):
    watch.expect("net::ERR")
    with taken_out(browser, server, watch, tmp_path) as phone:
        sign_in_ana(phone.pages[0])
        phone.pages[0].wait_for_timeout(2000)
        open_at(phone.pages[0], "2027-05-24T10:00:00Z")
        expect(row(phone.pages[0], "arrive_at")).to_contain_text("13:30")
    with taken_out(browser, server, watch, tmp_path) as phone:
        phone.set_offline(True)
        phone.clock.set_fixed_time("2027-05-25T05:00:00Z")
        page = phone.pages[0]
        page.goto("/infusions")
        expect(row(page, "no_solid_food_from")).to_contain_text("08:00")
        page.get_by_role("checkbox", name="A night of sleep").click()
        saved(page, "Saved: A night of sleep")
