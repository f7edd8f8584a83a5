"""Two phones begin an attack each, and an attack crosses zones: what Ana is asked and told."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.js.wire import until
from tests.pwa.screens import WRITE, ana, new_ana, of_store, saved, signed_in, undo

__all__ = ["ana", "new_ana", "signed_in"]

OPEN = of_store("""async (store) => {
  const open = (await store.all("attacks")).filter(({body}) => !body.ended_at);
  const readings = await store.all("pain_readings");
  return open.map(({id, body}) => [body.started_at, readings.filter(({body}) => body.attack_id === id).map(({body}) => body.pain).sort()]);
}""")
FORGET = of_store("""async (store) => {
  for (const {id, body} of await store.all("attacks")) if (!body.ended_at) await store.remove("attacks", id);
}""")


def ago(minutes):
    return (datetime.now(UTC) - timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M:00.000Z")


def sent(page):
    page.goto("/more")
    expect(page.locator("[data-waiting]")).to_have_text("nothing", timeout=20_000)


@pytest.fixture
def two(new_ana, watch):
    """A phone on which two attacks are open: its own of an hour ago, and one begun on the other phone twenty minutes ago."""
    watch.expect("Failed to load resource")
    one, other = new_ana("/more"), new_ana("/more")
    for page, minutes, pain in ((one, 60, 4), (other, 20, 7)):
        page.context.set_offline(True)
        attack = page.evaluate(WRITE, ["attacks", {"started_at": ago(minutes), "zone": "Europe/Berlin"}])
        page.evaluate(
            WRITE, ["pain_readings", {"attack_id": attack, "at": ago(minutes), "zone": "Europe/Berlin", "pain": pain}]
        )
    for page in (one, other, one):
        page.context.set_offline(False)
        sent(page)
    until(
        one, f"({OPEN})().then((open) => open.filter(([, pains]) => pains.length > 0).length === 2)"
    )  # what the other phone sent has come
    yield one
    one.evaluate(FORGET)
    sent(one)


@pytest.mark.parametrize("address", ["/", "/attack"])
def test_two_open_attacks_are_said_and_become_one_with_all_that_was_noted(two, address):
    both = two.evaluate(OPEN)
    two.goto(address)
    asked = two.locator("lull-two-attacks")
    expect(asked).to_contain_text("Two attacks are open")
    asked.get_by_role("button", name="It is one attack").click()
    expect(asked).to_be_hidden()
    saved(two, "Saved as one attack, since")
    [[started, pains]] = two.evaluate(OPEN)
    assert started == min(start for start, _ in both)
    assert pains == [4, 7]
    undo(two)
    expect(asked).to_be_visible()
    assert sorted(two.evaluate(OPEN)) == sorted(both)


def test_two_open_attacks_are_two_when_ana_says_when_the_first_was_over(two):
    two.goto("/")
    asked = two.locator("lull-two-attacks")
    asked.get_by_role("button", name="They are two").click()
    asked.get_by_label("It was over, time").fill("")
    asked.get_by_role("button", name="Save").click()
    expect(asked).to_contain_text("Give a day and a time.")
    two.reload()
    asked.get_by_role("button", name="They are two").click()
    asked.get_by_role("button", name="Save").click()
    expect(asked).to_be_hidden()
    saved(two, "Saved, over at")
    assert [pains for _, pains in two.evaluate(OPEN)] == [[7]]


def test_two_hours_after_a_dose_one_tap_answers_on_today_and_in_the_attack(new_ana):
    page = new_ana("/more")
    medication = page.evaluate(WRITE, ["medications", {"name": "Eletriptan", "kind": "acute", "drug_class": "triptan"}])
    attack = page.evaluate(WRITE, ["attacks", {"started_at": ago(200), "zone": "Europe/Berlin"}])
    dose = {"medication_id": medication, "attack_id": attack, "zone": "Europe/Berlin", "amount": "40", "unit": "mg"}
    for address, minutes in (("/", 150), ("/attack", 140)):
        page.evaluate(WRITE, ["doses", {**dose, "taken_at": ago(minutes)}])
        page.goto(address)
        asked = page.locator("lull-two-hours")
        expect(asked).to_contain_text(re.compile("Eletriptan 40 mg at .*: how was the pain two hours later"))
        asked.get_by_role("button", name="Much less").click()
        expect(asked).to_be_hidden()
        saved(page, "Saved, Eletriptan 40 mg after two hours")
    page.evaluate(FORGET)
    sent(page)


def test_undo_is_on_the_page_after_the_attack_too(ana):
    page = ana("/more")
    page.evaluate(WRITE, ["attacks", {"started_at": ago(30), "zone": "Europe/Berlin"}])
    page.goto("/attack")
    page.get_by_role("group", name="Pain now").get_by_role("button", name="6", exact=True).click()
    saved(page, "Saved, 6 at")
    page.goto("/")
    saved(page, "Saved, 6 at")
    undo(page)
    assert [pains for _, pains in page.evaluate(OPEN)] == [[]]
    page.evaluate(FORGET)
    sent(page)


def test_an_attack_that_crosses_zones_says_whose_clock_it_is(ana):
    page = ana("/more")
    attack = page.evaluate(
        WRITE, ["attacks", {"started_at": ago(3000), "ended_at": ago(2400), "zone": "Europe/Berlin"}]
    )
    for minutes, zone in (
        (2900, "Europe/Berlin"),
        (2800, "Europe/Paris"),
        (2600, "America/New_York"),
        (2500, "America/New_York"),
    ):
        page.evaluate(WRITE, ["pain_readings", {"attack_id": attack, "at": ago(minutes), "zone": zone, "pain": 5}])
    page.goto(f"/attack/details#{attack}")
    clocks = page.locator("lull-timeline li [data-more]")
    expect(clocks).to_have_text(["Berlin time", "", "", "New York time", "", "Berlin time"])


@pytest.mark.parametrize("days", [8, 400])
def test_an_attack_of_long_ago_is_dated_with_its_month_and_another_year(ana, days):
    page = ana("/more")
    page.evaluate(WRITE, ["attacks", {"started_at": ago(days * 1440), "zone": "Europe/Berlin"}])
    began = datetime.now(UTC) - timedelta(days=days)
    year = "" if began.year == datetime.now(UTC).year else f".*{began.year}"
    for address in ("/", "/attack"):
        page.goto(address)
        expect(page.locator("[data-since]")).to_have_text(re.compile(f"{began:%b}{year}"))
    page.evaluate(FORGET)
    sent(page)
