"""The chair's page when something comes between it and the server: the network, a colleague, an end of the sign-in."""

import re
import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import expect

from tests.clinic.desk import TABLET, Kept, Phone, press, row, saved, starts, to_the_chair, types
from tests.journeys.people import ODD, sign_in_staff

LOCKED = "This page is locked"


@pytest.fixture(scope="module")
def odds(browser, server):
    """What the browser of Odd remembers, who helps out at Nora's clinic."""
    with closing(sqlite3.connect(server.instance / "lull.sqlite")) as connection, connection:
        connection.execute(
            "UPDATE staff SET clinic_id = (SELECT clinic_id FROM staff WHERE name = 'Nora') WHERE name = 'Odd'"
        )
    context = browser.new_context(base_url=server.url)
    sign_in_staff(context.new_page(), ODD, server)
    state = {"cookies": context.cookies(), "origins": []}
    context.close()
    return state


@pytest.fixture
def colleague(browser, server, odds, watch):
    """Odd's own tablet."""
    context = browser.new_context(**TABLET, base_url=server.url, storage_state=odds)
    watch.over(context, server.url)
    yield context.new_page()
    context.close()


def asks(page):
    """The page asks how things stand, as it does every ten seconds."""
    page.evaluate("dispatchEvent(new Event('focus'))")


def warns(page):
    """Whether the page would ask before it is left."""
    return page.evaluate("!dispatchEvent(new Event('beforeunload', {cancelable: true}))")


def test_what_is_typed_without_a_network_is_sent_once_when_it_is_back(chair, server):
    page, kept = chair, Kept(server, chair.path)
    starts(page)
    saved(page)
    assert not warns(page)
    page.context.set_offline(True)
    types(page, "15", systolic=130, diastolic=85, pain=6)
    page.keyboard.press("Enter")
    press(page, "Nausea")
    press(page, "Mild")
    page.get_by_label("Weight today").fill("70")
    page.get_by_label("Weight today").press("Enter")
    banner = page.locator("[data-connection=unreachable]")
    expect(banner).to_contain_text("No connection.")
    expect(banner).to_contain_text("5 entries wait.")
    expect(row(page, "15")).to_contain_text("not saved yet")
    expect(page.get_by_role("region", name="Given")).to_contain_text("not saved yet")
    assert warns(page)
    assert kept.versions("vital_signs") == []
    page.context.set_offline(False)
    expect(banner).to_be_hidden()
    saved(page)
    assert not warns(page)
    assert [one["systolic"] for one in kept.versions("vital_signs")] == [130]
    assert [one["pain"] for one in kept.versions("infusion_pains")] == [6]
    assert [one.get("severity") for one in kept.versions("adverse_events")] == [None, "mild"]
    assert [one.get("weight_kg") for one in kept.versions("infusions")][-2:] == [None, "70"]


def test_an_answer_that_was_lost_makes_nothing_double(chair, server, watch):
    watch.expect("ERR_FAILED")
    page, kept = chair, Kept(server, chair.path)
    lost = []

    def lose(route):
        lost.append(route.fetch().status)
        route.abort()

    page.route("**/entries", lose, times=1)
    types(page, "before", spo2=97)
    page.keyboard.press("Enter")
    expect(page.get_by_text("No connection.")).to_be_visible()
    saved(page)
    assert lost == [200]
    assert [one["spo2"] for one in kept.versions("vital_signs")] == [97]


def test_two_versions_stand_side_by_side_until_one_is_kept(chair, colleague, server):
    page, kept = chair, Kept(server, chair.path)
    starts(page)
    saved(page)
    to_the_chair(colleague, page.path)
    page.context.set_offline(True)
    types(page, "15", spo2=97, heart_rate=70)
    page.keyboard.press("Enter")
    types(colleague, "15", spo2=93, heart_rate=70)
    colleague.keyboard.press("Enter")
    saved(colleague)
    page.context.set_offline(False)
    expect(page.get_by_role("heading", name="Two versions of: Vital signs, 15 min")).to_be_visible()
    theirs = page.get_by_role("group", name=re.compile("^Odd, "))
    expect(theirs).to_contain_text("SpO₂93")
    expect(page.get_by_role("group", name=re.compile("^Nora, "))).to_contain_text("SpO₂97")
    expect(theirs).not_to_contain_text("Heart rate")
    theirs.get_by_role("button", name="Keep this").click()
    expect(page.get_by_text("Two versions of")).to_have_count(0)
    saved(page)
    expect(row(page, "15")).to_contain_text("93")
    asks(colleague)
    expect(colleague.get_by_text("Two versions of")).to_have_count(0)
    assert sorted(one["spo2"] for one in kept.versions("vital_signs")) == [93, 93, 97]
    assert [len(parents) for parents in kept.parents("vital_signs")] == [0, 0, 2]


def test_an_ended_sign_in_locks_the_page_and_nothing_typed_is_lost(chair, server, watch):
    watch.expect("401")
    page, kept = chair, Kept(server, chair.path)
    starts(page)
    saved(page)
    key = page.context.cookies()
    types(page, "15", systolic=128, diastolic=84)
    page.locator("tbody[data-slot='15'] [name=heart_rate]").focus()
    page.context.clear_cookies()
    asks(page)
    lock = page.get_by_role("alertdialog", name=LOCKED)
    expect(lock).to_be_focused()
    expect(lock.get_by_role("link", name="Sign in in a new tab")).to_have_attribute("target", "_blank")
    expect(page.get_by_text("Vital signs and pain")).to_be_hidden()
    expect(page.get_by_role("heading", name=re.compile("^Ana"))).to_be_hidden()
    press(page, "Go on")
    expect(lock).to_contain_text("Not yet: sign in first.")
    page.context.add_cookies(key)
    expect(lock).to_be_hidden()
    expect(page.locator("tbody[data-slot='15'] [name=heart_rate]")).to_be_focused()
    expect(page.locator("tbody[data-slot='15'] [name=systolic]")).to_have_value("128")
    page.keyboard.press("Enter")
    expect(row(page, "15")).to_contain_text("128/84")
    saved(page)
    assert [one["systolic"] for one in kept.versions("vital_signs")] == [128]


def test_what_was_saved_while_the_sign_in_ended_waits_for_it(chair, server, watch):
    watch.expect("401")
    page, kept = chair, Kept(server, chair.path)
    key = page.context.cookies()
    page.context.clear_cookies()
    types(page, "before", spo2=98)
    page.keyboard.press("Enter")
    expect(page.get_by_role("alertdialog", name=LOCKED)).to_contain_text("1 entry waits.")
    page.context.add_cookies(key)
    expect(row(page, "before")).to_contain_text("98")
    saved(page)
    assert [one["spo2"] for one in kept.versions("vital_signs")] == [98]


def test_a_colleague_who_signs_in_meanwhile_does_not_sign_what_nora_typed(chair, odds, server):
    page, kept = chair, Kept(server, chair.path)
    noras = page.context.cookies()
    page.context.set_offline(True)
    types(page, "before", spo2=98)
    page.keyboard.press("Enter")
    expect(page.get_by_text("No connection.")).to_be_visible()
    page.context.clear_cookies()
    page.context.add_cookies(odds["cookies"])
    page.context.set_offline(False)
    lock = page.get_by_role("alertdialog", name=LOCKED)
    expect(lock).to_contain_text("Odd is signed in here now. 1 entry of Nora waits on this page")
    assert kept.versions("vital_signs") == []
    page.context.clear_cookies()
    page.context.add_cookies(noras)
    expect(lock).to_be_hidden()
    saved(page)
    assert [one["spo2"] for one in kept.versions("vital_signs")] == [98]


def test_what_nora_typed_and_did_not_save_is_not_her_colleagues_either(chair, odds, server):
    page, kept = chair, Kept(server, chair.path)
    noras = page.context.cookies()
    page.get_by_label("Weight today").fill("71")
    types(page, "before", spo2=98)
    page.context.clear_cookies()
    page.context.add_cookies(odds["cookies"])
    asks(page)
    lock = page.get_by_role("alertdialog", name=LOCKED)
    expect(lock).to_contain_text("Odd is signed in here now. What Nora typed stands on this page unsaved")
    assert warns(page)
    page.context.clear_cookies()
    page.context.add_cookies(noras)
    expect(lock).to_be_hidden()
    expect(page.locator("tbody[data-slot=before] [name=spo2]")).to_have_value("98")
    page.get_by_label("Weight today").press("Enter")
    saved(page)
    assert kept.versions("infusions")[-1]["weight_kg"] == "71"


def test_whoever_signs_in_again_after_half_an_hour_finds_the_page_open(chair, watch):
    watch.expect("401")
    page = chair
    page.context.clock.install()
    to_the_chair(page, page.path)
    key = page.context.cookies()
    page.context.clear_cookies()
    asks(page)
    lock = page.get_by_role("alertdialog", name=LOCKED)
    expect(lock).to_contain_text("Your sign-in has ended.")
    page.context.clock.fast_forward("31:00")
    expect(lock).to_be_visible()
    page.context.add_cookies(key)
    asks(page)
    expect(lock).to_be_hidden()


def test_a_page_that_nobody_touches_for_half_an_hour_is_locked(chair):
    page = chair
    page.context.clock.install()
    to_the_chair(page, page.path)
    types(page, "before", spo2=98)
    page.context.clock.fast_forward("29:00")
    expect(page.get_by_role("alertdialog", name=LOCKED)).to_be_hidden()
    page.context.clock.fast_forward("02:00")
    expect(page.get_by_role("alertdialog", name=LOCKED)).to_contain_text("Nobody touched this page for half an hour.")
    press(page, "Go on")
    expect(page.get_by_role("alertdialog", name=LOCKED)).to_be_hidden()
    expect(page.locator("tbody[data-slot=before] [name=spo2]")).to_have_value("98")


def test_what_the_server_refuses_is_said_and_the_page_shows_what_is(chair, tablet, watch):
    page = chair
    Phone(tablet("ana"), page.path).answers("pregnancy")
    press(page, "Start")  # the page does not know of the answer yet
    expect(page.get_by_role("alert")).to_contain_text("Somebody has to look at the checklist first.")
    expect(page.get_by_role("button", name="Start")).to_be_visible()
    page.get_by_label("does not go ahead").check()
    press(page, "Sign off")
    expect(page.get_by_text("Say why the infusion is not cleared.")).to_be_visible()
    page.get_by_label("Reason").fill("pregnant")
    press(page, "Sign off")
    press(page, "Start")
    expect(page.get_by_role("alert")).to_contain_text("The sign-off says that this infusion is not to be given.")
    press(page, "Not done")
    page.get_by_label("Why it is not done").fill("pregnant")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="not done")).to_be_visible()
    saved(page)
