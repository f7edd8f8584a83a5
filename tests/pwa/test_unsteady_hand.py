"""Ana's hand shakes, and she mistakes a year: one tap is one entry, and nothing is saved that the server would refuse."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.pwa.screens import ana, at_hour, new_ana, saved, signed_in

__all__ = ["ana", "new_ana", "signed_in"]

STORE = """const {whenStore} = await import(document.querySelector("script[type=module]").src);
  const store = await whenStore();"""
WRITE = f"async ([collection, body]) => {{ {STORE} return (await store.write(collection, null, body)).id; }}"
ATTACKS = f"async () => {{ {STORE} return (await store.all('attacks')).map(({{body}}) => body); }}"
COUNT = f"async (collection) => {{ {STORE} return (await store.all(collection)).length; }}"
FORGET = f"""async (since) => {{ {STORE}
  const times = {{attacks: "started_at", doses: "taken_at", auras: "started_at"}};
  for (const [collection, at] of Object.entries(times)) {{
    for (const {{id, body}} of await store.all(collection)) {{
      if (body[at] > since || (collection === "attacks" && !body.ended_at)) await store.remove(collection, id);
    }}
  }}
}}"""


def ago(**time):
    return (datetime.now(UTC) - timedelta(**time)).strftime("%Y-%m-%dT%H:%M:%S.000Z")


@pytest.fixture
def attack(ana):
    """Opens the attack that began so long ago, on a phone that forgets it afterwards: `attack(days=40)`."""
    since = ago(minutes=5)
    pages = []

    def opened(address="/attack", **time):
        page = ana("/more")
        pages.append(page)
        page.evaluate(WRITE, ["attacks", {"started_at": ago(**time), "zone": "Europe/Berlin"}])
        page.goto(address)
        return page

    yield opened
    for page in pages:
        page.evaluate(FORGET, since)
        page.goto("/more")
        expect(page.locator("[data-waiting]")).to_have_text("nothing", timeout=20_000)


def test_two_quick_taps_take_one_dose_in_an_attack(attack):
    page = attack(hours=1)
    before = page.evaluate(COUNT, "doses")
    page.get_by_role("button", name=re.compile("^Took medicine")).click()
    page.get_by_role("dialog").get_by_role("button", name=re.compile("^Sumatriptan")).evaluate(
        "(drug) => { drug.click(); drug.click(); }"
    )
    expect(page.locator("lull-saved [role=status]")).to_contain_text("Saved, Sumatriptan")
    page.wait_for_timeout(300)
    assert page.evaluate(COUNT, "doses") == before + 1


def test_two_quick_taps_take_one_dose_among_the_medicines(attack):
    page = attack("/medicines", hours=1)
    before = page.evaluate(COUNT, "doses")
    page.get_by_role("button", name=re.compile("^Took Sumatriptan")).dblclick()
    saved(page, "Saved, Sumatriptan")
    page.wait_for_timeout(300)
    assert page.evaluate(COUNT, "doses") == before + 1


def test_two_quick_taps_are_one_aura(attack):
    page = attack(hours=1)
    before = page.evaluate(COUNT, "auras")
    page.get_by_role("button", name="Aura", exact=True).click()
    sight = page.get_by_role("dialog").get_by_role("button", name=re.compile("^Sight"))
    sight.evaluate("(kind) => { kind.click(); kind.click(); }")
    expect(page.get_by_role("dialog").get_by_text("What it was")).to_be_visible()
    page.wait_for_timeout(300)
    assert page.evaluate(COUNT, "auras") == before + 1


def test_an_attack_forgotten_for_weeks_is_not_over_now_but_asks_since_when(attack):
    page = attack(days=40)
    page.get_by_role("button", name=re.compile("^It’s over")).click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_role("button", name="Now", exact=True).click()
    expect(sheet.get_by_text("That makes it longer than 31 days. Check the date.")).to_be_visible()
    sheet.get_by_label("or at this time, day").fill(ago(days=39)[:10])
    sheet.get_by_role("button", name="Save").click()
    expect(page).to_have_url(re.compile("/$"))
    assert all(body.get("ended_at") for body in page.evaluate(ATTACKS))


def test_a_wrong_year_does_not_make_every_day_of_it_a_headache(attack):
    page = attack(hours=1)
    page.get_by_role("link", name=re.compile("^All of it")).click()
    page.get_by_role("button", name=re.compile("Headache started")).click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_label("Started, day").fill("2020-01-01")
    sheet.get_by_label("Started, day").blur()
    expect(sheet.get_by_text("That makes it longer than 31 days. Check the date.")).to_be_visible()
    assert not [body for body in page.evaluate(ATTACKS) if body["started_at"] < "2021"]


def test_a_day_taken_out_of_its_field_is_missed_before_the_sheet_closes(attack):
    page = attack(hours=1)
    page.get_by_role("link", name=re.compile("^All of it")).click()
    page.get_by_role("button", name=re.compile("Headache started")).click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_label("Started, day").fill("")
    sheet.get_by_role("button", name="Done").click()
    expect(sheet.get_by_text("Give a day and a time.")).to_be_visible()


def test_what_the_server_would_not_take_is_said_on_today_and_in_my_data(ana):
    page = ana("/more")
    backwards = {"started_at": "2026-11-02T10:00:00.000Z", "ended_at": "2026-11-01T10:00:00.000Z"}
    page.evaluate(WRITE, ["attacks", {**backwards, "zone": "Europe/Berlin"}])
    page.goto("/")
    notice = page.locator("lull-refused-notice")
    expect(notice).to_contain_text("1 entry could not be sent as it is.")
    expect(page.get_by_text("Everything here is sent")).to_be_hidden()
    page.goto("/my-data")
    expect(page.locator("lull-refused")).to_contain_text("These could not be sent as they are")
    expect(page.get_by_text("All that is here has arrived")).to_be_hidden()
    page.locator("lull-refused").get_by_role("button", name="Let it go").click()
    expect(page.get_by_text("All that is here has arrived")).to_be_visible()
    page.goto("/")
    expect(page.get_by_role("link", name="Headache now")).to_be_visible()
    expect(notice).to_be_hidden()


@pytest.mark.parametrize("theme", ["dark", "lowlight"])
def test_the_way_into_an_attack_stands_above_whatever_is_asked(attack, theme):
    page = attack("/more", hours=3)
    second = {"started_at": ago(hours=2), "zone": "Europe/Berlin"}
    page.evaluate(WRITE, ["attacks", second])
    if theme == "lowlight":
        page.evaluate("localStorage.setItem('lull.lowlight', '1')")
    page.goto("/")
    expect(page.get_by_text("Two attacks are open")).to_be_visible()
    way = page.get_by_role("link", name=re.compile("^Attack since"))
    expect(way).to_be_in_viewport(ratio=1)
    assert way.bounding_box()["y"] < page.get_by_text("Two attacks are open").bounding_box()["y"]


def test_the_emergency_numbers_are_there_before_any_tick(ana):
    page = ana("/get-help")
    for number in ("Call 911", "Call 112"):
        expect(page.get_by_role("link", name=number).first).to_be_in_viewport(ratio=1)


def test_two_quick_taps_on_pain_are_one_reading_that_was_corrected(attack):
    page = attack(hours=1)
    before = page.evaluate(COUNT, "pain_readings")
    page.get_by_role("group", name="Pain now").evaluate(
        "(pad) => ['4', '7'].forEach((pain) => pad.querySelector(`button[value='${pain}']`).click())"
    )
    saved(page, "Saved, 7 at")
    assert page.evaluate(COUNT, "pain_readings") == before + 1


def test_a_tap_during_which_the_days_are_drawn_again_is_a_tap(ana):
    page = ana("/")
    free = page.locator("[data-kind=free]").first
    expect(free).to_be_visible()
    free.hover()
    page.mouse.down()
    drawn = "() => new Promise((seen) => document.querySelector('lull-strip').redraw().then(seen))"
    page.evaluate(drawn)
    page.mouse.up()
    expect(page.get_by_role("dialog").get_by_role("button", name="No headache", exact=True)).to_be_visible()


def test_an_attack_whose_end_was_forgotten_says_nothing_of_today(attack):
    page = attack(days=3)
    page.goto("/")
    expect(page.get_by_role("link", name=re.compile("^Attack since"))).to_be_visible()
    page.get_by_role("button", name="No headache today").click()
    saved(page, "no headache today")
    page.locator("footer").get_by_role("button", name="Undo").click()
    saved(page, "Undone")
    at_hour(page, 18)
    page.goto("/")
    expect(page.locator("lull-evening").get_by_role("button", name="No", exact=True)).to_be_visible()
