"""One whole infusion, on a phone and on a tablet, through midnight and the hour that comes twice.

It is planned for a quarter to twelve in the night of 26 October 2030, in which the clocks of Berlin go back at three.
Both networks go twice. In the end everything is on the server, once, at the time that the clock on the wall showed.
"""

import re
import shutil
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from diary.clock import offset_minutes
from tests.clinic.desk import TABLET, Kept
from tests.journeys.chair_day import VITALS, Clocks, Handset, Tablet, berlin
from tests.journeys.people import ready_for_offline, sign_in_ana
from tests.server import Server

PLANNED = "2030-10-26T23:45"
START = berlin(PLANNED).astimezone(UTC)
END = berlin("2030-10-27T02:20", again=True).astimezone(UTC)
QUARTERS = range(15, 211, 15)
WATCHED = (240, 255)
#: Pain as Nora asks for it; at 45 minutes Ana says five and keeps it.
PAINS = {15: 7, 30: 6, 45: 4, 60: 5, 90: 4, 150: 4, 195: 3, 210: 3}
#: Read while the tablet has no network.
CUT = {45, 195, 210}


@pytest.fixture(scope="module")
def server(instance_with_cast, tmp_path_factory):
    """Lull with the cast, on the evening before."""
    instance = tmp_path_factory.mktemp("served") / "instance"
    shutil.copytree(instance_with_cast, instance)
    server = Server(instance)
    server.travel(berlin("2030-10-25T19:50"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def clocks(server):
    clocks = Clocks(server)
    clocks.at(berlin("2030-10-25T19:50"))
    return clocks


@pytest.fixture
def nora(browser, server, watch, clocks):
    """Nora's tablet; over night her sign-in ends."""
    watch.expect("401")
    context = browser.new_context(**TABLET, base_url=server.url)
    watch.over(context, server.url)
    page = context.new_page()
    clocks.join(page)
    yield Tablet(page)
    context.close()


@pytest.fixture
def ana(phone, clocks, watch):
    """Ana's phone."""
    watch.expect("net::ERR")
    clocks.join(phone)
    return Handset(phone)


def after(minutes):
    return START + timedelta(minutes=minutes)


def test_an_infusion_through_the_night_loses_nothing_and_doubles_nothing(ana, nora, clocks, server):
    path = the_evening_before(ana, nora, clocks)
    kept = Kept(server, path)
    the_day_itself(ana, clocks)
    before_it_starts(ana, nora, clocks)
    in_the_chair(ana, nora, clocks)
    the_end(nora, clocks)
    on_the_glance(nora, path)
    the_days_after(ana, clocks)
    everything_is_there_once(kept)
    at_the_times_of_the_wall(kept)


def the_evening_before(ana, nora, clocks):
    """Nora plans it, Ana answers with one yes, Nora looks at it. The address of the chair."""
    nora.signs_in()
    nora.plans(PLANNED)
    clocks.at(berlin("2030-10-25T20:00"))
    sign_in_ana(ana.page)
    ready_for_offline(ana.page)
    ana.sends()
    page = ana.opens("/infusions")
    expect(page.get_by_role("heading", name="Saturday 26 October at 23:45")).to_be_visible(timeout=20_000)
    ana.answers(yes="Heart disease", driver="Olav")
    ana.sends()
    path = nora.opens_the_chair()
    nora.page.get_by_role("button", name="Start", exact=True).click()
    expect(nora.page.get_by_role("alert")).to_contain_text("Somebody has to look at the checklist first.")
    nora.signs_off("Seen by cardiology in May, no objection")
    return path


def the_day_itself(ana, clocks):
    """Without a network the phone tells the hours, and that somebody looked."""
    ana.sends()
    page = ana.opens("/infusions")
    expect(page.locator("lull-checklist [data-cleared]")).to_be_visible(timeout=20_000)
    page.context.set_offline(True)
    clocks.at(berlin("2030-10-26T12:00"))
    page = ana.opens("/infusions")
    for name, clock in (("no_solid_food_from", "17:45"), ("clear_liquids_until", "21:45"), ("arrive_at", "23:15")):
        expect(page.locator(f"main [data-row={name}]")).to_contain_text(clock)
    clocks.at(berlin("2030-10-26T23:30"))
    ana.opens("/infusions")
    ana.rates("Pain before", 8, "Saved, 8 before")
    page.context.set_offline(False)
    ana.sends()


def before_it_starts(ana, nora, clocks):
    """Nora finds Ana's pain in her row, and adds what she measures."""
    nora.signs_in()
    nora.opens_the_chair()
    clocks.at(berlin("2030-10-26T23:40"))
    nora.types("Weight today", "70")
    expect(nora.page.locator("tbody[data-slot=before] input[name=pain]")).to_have_value("8")
    nora.reads("before", None)
    clocks.at(START)
    nora.does("Start")
    nora.sets_the_rate("0.5")
    nora.has_nothing_waiting("infusion")
    clocks.at(after(4))
    ana.sends()
    expect(ana.opens("/infusions").get_by_text("next about 00:00")).to_be_visible(timeout=20_000)


def in_the_chair(ana, nora, clocks):
    """A reading every quarter of an hour, with the network and without; of one both say something."""
    for minutes in QUARTERS:
        clocks.at(after(minutes))
        nora.reads(str(minutes), PAINS.get(minutes), cut=minutes in CUT)
        if minutes == 30:
            nora.is_cut_off()
            nora.notes("Nausea", "Mild")
            ana.page.context.set_offline(True)
        if minutes == 45:
            both_rate_the_same_quarter(ana, nora, clocks)
        if minutes == 75:
            nora.sets_the_rate("0.75")
        if minutes == 90:
            nora.closes("Nausea")
        if minutes == 180:
            nora.is_cut_off()


def both_rate_the_same_quarter(ana, nora, clocks):
    """Ana says five and Nora wrote four, neither knowing of the other; Ana's word about her pain stands."""
    ana.opens("/infusions")
    ana.rates("Pain at 00:30", 5, "Saved, 5 after 45 min")
    clocks.at(after(50))
    expect(nora.page.locator("[data-connection=unreachable]")).to_be_visible()
    ana.page.context.set_offline(False)
    ana.sends()
    nora.is_back()
    nora.has_sent_everything()
    nora.keeps_the_patients()


def the_end(nora, clocks):
    """It ends in the second of the two hours, without a network; an hour later Ana goes home with Olav."""
    clocks.at(END)
    nora.does("End")
    nora.is_back()
    nora.signs_in_again()
    nora.has_sent_everything()
    nora.reads("end", 3)
    for minutes in WATCHED:
        clocks.at(after(minutes))
        nora.reads_once_more(str(minutes))
    clocks.at(END + timedelta(minutes=65))
    nora.reads("discharge", 2)
    nora.discharges("Olav")


def the_days_after(ana, clocks):
    """Until when not to drive is a clock time; what she feels that evening and the next morning, and her pain."""
    clocks.at(END + timedelta(minutes=70))
    ana.sends()
    page = ana.opens("/infusions")
    until = page.locator("main [data-row=both_until]")
    expect(until).to_have_text(re.compile(r"Mon\s*02:20\s+No driving, no alcohol"), timeout=20_000)
    clocks.at(berlin("2030-10-27T18:00"))
    ana.opens("/infusions")
    ana.feels("Tingling", "Mild")
    clocks.at(berlin("2030-10-28T08:00"))
    ana.opens("/infusions")
    ana.feels("Dizzy", "Mild")
    ana.rates("Pain a day after", 2, "Saved, 2 a day after")
    expect(page.locator("[data-history]").get_by_text("before 8 → end 3, 5 lower").first).to_be_visible()
    ana.sends()


def everything_is_there_once(kept):
    """One record for each slot, in one version, and every version that was written is in the history once."""
    ours = (kept.infusion.hex,)
    (infusion,) = kept.rows("SELECT * FROM infusion WHERE id = ?", *ours)
    assert (infusion["status"], infusion["versions"]) == ("completed", 1)
    signs = kept.rows("SELECT * FROM vital_signs WHERE infusion_id = ?", *ours)
    chair = ["before", *map(str, (*QUARTERS, *WATCHED)), "end", "discharge"]
    assert sorted(row["slot"] for row in signs) == sorted(chair)
    assert all({name: row[name] for name in VITALS} == VITALS and row["versions"] == 1 for row in signs)
    pains = kept.rows("SELECT slot, pain, versions FROM infusion_pain WHERE infusion_id = ?", *ours)
    noted = {
        **{str(slot): pain for slot, pain in PAINS.items()},
        "45": 5,
        "before": 8,
        "end": 3,
        "discharge": 2,
        "24h": 2,
    }
    assert {row["slot"]: row["pain"] for row in pains} == noted
    assert {row["versions"] for row in pains} == {1} and len(pains) == len(noted)
    (event,) = kept.rows("SELECT * FROM adverse_event WHERE infusion_id = ?", *ours)
    assert (event["name"], event["severity"], event["duration_minutes"]) == ("nausea", "mild", 60)
    (discharge,) = kept.rows("SELECT * FROM discharge WHERE infusion_id = ?", *ours)
    assert discharge["escort"] == "Olav"
    (left,) = kept.versions("discharges")
    assert [criterion["yes"] for criterion in left["criteria"]] == [True] * 5
    (clearance,) = kept.versions("clearances")
    answered = kept.versions("checklists")[-1]
    assert clearance["cleared"] and [one["name"] for one in answered["screening"] if one["yes"]] == ["heart_disease"]
    effects = kept.rows("SELECT name FROM own_effect WHERE infusion_id = ? ORDER BY at", *ours)
    assert [row["name"] for row in effects] == ["tingling", "dizziness"]
    steps = kept.rows(
        "SELECT * FROM infusion_step WHERE infusion_id = ? AND part = 'rate_step' ORDER BY position", *ours
    )
    assert [(moment(row["from_at"]), float(row["rate_mg_per_kg_h"])) for row in steps] == [
        (START, 0.5),
        (after(75), 0.75),
    ]
    told = sorted(body["pain"] for body in kept.versions("infusion_pains") if body["slot"] == "45")
    assert told == [4, 5, 5], "Nora's, Ana's, and the one that settled it"
    (counts,) = kept.rows("SELECT count(*) AS every, count(DISTINCT rev_id) AS different FROM revision")
    assert counts["every"] == counts["different"]


def at_the_times_of_the_wall(kept):
    """Every moment is what the clock showed, before the hour that comes twice, in it, and after it."""
    ours = (kept.infusion.hex,)
    (infusion,) = kept.rows("SELECT * FROM infusion WHERE id = ?", *ours)
    assert (moment(infusion["started_at"]), moment(infusion["ended_at"])) == (START, END)
    signs = kept.rows("SELECT slot, at FROM vital_signs WHERE infusion_id = ?", *ours)
    taken = {row["slot"]: moment(row["at"]) for row in signs}
    assert {slot: at for slot, at in taken.items() if slot.isdigit()} == {
        str(each): after(each) for each in (*QUARTERS, *WATCHED)
    }
    walls = {slot: at.astimezone(berlin(PLANNED).tzinfo).strftime("%d %H:%M") for slot, at in taken.items()}
    assert (walls["15"], walls["150"], walls["210"]) == ("27 00:00", "27 02:15", "27 02:15"), "an hour apart"
    assert walls["before"] == "26 23:40", "when Nora measured, not when Ana tapped"
    assert (walls["end"], walls["discharge"]) == ("27 02:20", "27 03:25")
    written = kept.rows("SELECT at, zone, offset, local_date FROM revision WHERE at > '2030'")
    assert len(written) > len(signs)
    for row in written:
        at = moment(row["at"])
        assert row["offset"] == offset_minutes(at, row["zone"])
        assert row["local_date"] == str(at.astimezone(berlin(PLANNED).tzinfo).date())


def on_the_glance(nora, path):
    """Ana's page tells what came of it."""
    page = nora.page
    page.goto(path.replace("/chair/", "/patients/").rsplit("/", 1)[0])
    response = page.get_by_role("region", name="Response to the latest course")
    expect(response).to_contain_text("before 8 → end 3, −5: immediate response")


def moment(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
