"""The chair: what is written there is kept once and in order, whoever else writes, and never for another infusion."""

from uuid import uuid4

import pytest
import sqlalchemy as sa
import time_machine

from diary.accounts.models import AccessLog, Consent
from diary.accounts.operations import withdraw_consent
from diary.clinic.queries import device_of
from diary.db import db
from diary.infusions.operations import slot_id
from diary.revisions.schemas import PARENTS
from tests.accounts.people import API
from tests.clinic.chair import AT, Chair, an_infusion, chair, chair_here, writes
from tests.factories import NOW, ZONE, a_provider, place_of, sign_in, user_of

__all__ = ["chair", "chair_here"]

SIGNS = {"systolic": 130, "diastolic": 80, "spo2": 98}


def looks(who):
    """The lines of Ana's access log that are looks from the chair."""
    with who.app.app_context():
        chosen = sa.select(AccessLog).where(AccessLog.purpose == "chair").order_by(AccessLog.seq)
        return [line.outcome for line in db.session.scalars(chosen)]


def test_the_state_says_whose_infusion_it_is_and_who_is_here(chair_here):
    state = chair_here.state
    assert (state["patient"]["name"], state["signed_in"], state["zone"]) == ("Ana", "Nora", ZONE)
    assert (state["uncleared"], state["checklist_rev"], state["planned"]) == ([], None, None)
    assert list(state["records"]) == ["infusion"]
    (version,) = chair_here.versions("infusion")
    assert (version["by"], version["who"], version["body"]["status"]) == ("clinic", None, "preparation")
    with chair_here.who.app.app_context():
        assert state["device"] == str(device_of(place_of(db.session, chair_here.who.cast.nora).id))


def test_the_times_of_the_day_count_from_the_plan_before_it_and_from_the_start_after_it(here):
    infusion = an_infusion(here)
    assert set(Chair(here, infusion).state["clock_times"].values()) == {None}
    told = {"solid_food_minutes": 360, "planned_minutes": 45, "observation_minutes": 60}
    writes(here, "instructions", {"infusion_id": str(infusion), "zone": ZONE, **told}, by="clinic")
    chair = Chair(here, infusion)
    assert chair.state["clock_times"]["planned_end"] == "2026-11-22T13:15:00.000Z"
    chair.starts("2026-11-22T11:55:00.000Z")
    times = chair.state["clock_times"]
    assert times["no_solid_food_from"] == "2026-11-22T06:30:00.000Z"
    assert (times["planned_end"], times["observation_until"]) == (
        "2026-11-22T12:40:00.000Z",
        "2026-11-22T13:40:00.000Z",
    )
    assert times["arrive_at"] is None


def test_an_entry_is_kept_under_the_name_of_whoever_wrote_it(chair):
    assert chair.writes("vital_signs.before", SIGNS)["answer"] == "accepted"
    (version,) = chair.versions("vital_signs.before")
    assert (version["by"], version["who"], version["body"]["spo2"]) == ("clinic", "Nora", 98)
    (row,) = [row for row in chair.kept() if row.collection == "vital_signs"]
    assert (row.actor_id, row.by, row.local_date.isoformat()) == (chair.who.cast.nora.id, "clinic", "2026-11-22")


def test_a_queue_is_answered_in_its_order_and_a_bad_entry_stops_no_other(chair):
    first = chair.entry("vital_signs.15", SIGNS)
    second = chair.entry("vital_signs.15", {**SIGNS, "spo2": 97}, parents=[first["rev_id"]])
    wrong = chair.entry("vital_signs.30", {"spo2": 9})
    last = chair.entry("infusion_pains.15", {"pain": 4})
    told = chair.sends(first, second, wrong, last).json["answers"]
    assert [(one["rev_id"], one["answer"]) for one in told] == [
        (first["rev_id"], "accepted"),
        (second["rev_id"], "accepted"),
        (wrong["rev_id"], "rejected"),
        (last["rev_id"], "accepted"),
    ]
    assert told[2]["fields"] == {"spo2": ["Must be between 50 and 100."]}
    assert [one["body"]["spo2"] for one in chair.versions("vital_signs.15")] == [97]
    assert chair.body("infusion_pains.15")["pain"] == 4


def test_an_answer_that_was_dropped_is_asked_for_again_and_nothing_is_kept_twice(chair):
    started = chair.entry("infusion", {"status": "in-progress", "started_at": AT})
    ended = {"status": "stopped", "ended_at": AT, "stop_reason": "nausea"}
    stopped = chair.entry("infusion", {**started["body"], **ended}, parents=[started["rev_id"]])
    for answer in ("accepted", "duplicate"):
        told = chair.sends(started, stopped).json["answers"]
        assert [one["answer"] for one in told] == [answer, answer]
    assert len(chair.kept()) == 3


def test_two_who_write_at_once_give_two_versions_and_none_is_lost(chair):
    with chair.who.app.app_context():
        mia = a_provider(db.session, chair.who.cast.clinic, "Mia")
        db.session.commit()
    there = type(chair.staff)(sign_in(chair.who.app.test_client(), mia), mia.email)
    other = Chair(chair.who, chair.infusion_id, staff=there)
    chair.writes("infusion", {"weight_kg": "68"})
    other.writes("infusion", {"weight_kg": "86"})
    assert {(one["who"], one["body"]["weight_kg"]) for one in other.versions("infusion")} == {
        ("Nora", "68"),
        ("Mia", "86"),
    }
    other.writes("infusion", {"weight_kg": "68"})
    assert [one["body"]["weight_kg"] for one in other.versions("infusion")] == ["68"]
    assert len(chair.kept()) == 4


def test_the_patients_phone_and_the_staff_write_one_record_of_a_slot(chair):
    said = {"infusion_id": str(chair.infusion_id), "slot": "15", "at": AT, "zone": ZONE, "pain": 6}
    record = writes(chair.who, "infusion_pains", said)
    assert record == slot_id("infusion_pains", chair.infusion_id, "15")
    assert chair.writes("infusion_pains.15", {"pain": 5})["answer"] == "accepted"
    assert {(one["by"], one["body"]["pain"]) for one in chair.versions("infusion_pains.15")} == {
        ("patient", 6),
        ("clinic", 5),
    }


def test_what_is_taken_back_is_gone_from_the_state_and_kept_in_the_history(chair):
    event = f"adverse_events.{uuid4()}"
    chair.writes(event, {"name": "dizziness", "onset_at": AT})
    assert chair.body(event)["name"] == "dizziness"
    assert chair.writes(event, deleted=True)["answer"] == "accepted"
    assert event not in chair.state["records"]
    assert len([row for row in chair.kept() if row.collection == "adverse_events"]) == 2


def test_what_was_made_from_something_unknown_is_not_kept(chair_here):
    told = chair_here.writes("infusion", {"weight_kg": "68"}, parents=["0" * 32])
    assert (told["answer"], list(told["fields"])) == ("rejected", ["parents"])


def test_nobody_writes_in_a_colleagues_name(chair):
    told = chair.writes("vital_signs.before", SIGNS, device=uuid4())
    assert (told["answer"], told["error"]) == ("rejected", "other_staff")
    assert len(chair.kept()) == 1


def test_what_a_colleague_saved_is_a_duplicate_whoever_is_signed_in_now(chair_here):
    entry = chair_here.entry("vital_signs.before", SIGNS)
    chair_here.sends(entry)
    with chair_here.who.app.app_context():
        mia = a_provider(db.session, chair_here.who.cast.clinic, "Mia")
        db.session.commit()
    chair_here.staff = type(chair_here.staff)(sign_in(chair_here.who.app.test_client(), mia), mia.email)
    assert [one["answer"] for one in chair_here.sends(entry).json["answers"]] == ["duplicate"]


@pytest.mark.parametrize("where", ["another of hers", "of a diary that is not shared"])
def test_an_entry_for_another_infusion_is_not_kept(chair, where):
    ben = chair.who.cast.ben if where != "another of hers" else None
    other = an_infusion(chair.who, patient=ben)
    before = len(chair.kept())
    event, body = uuid4(), {"name": "nausea", "onset_at": AT}
    theirs = {"infusion_id": str(other), "zone": ZONE, **body}
    writes(chair.who, "adverse_events", theirs, by="clinic", record_id=event, patient=ben)
    tried = [
        chair.entry("infusion", {"weight_kg": "68"}, record_id=other),
        chair.entry("vital_signs.15", {**SIGNS, "infusion_id": str(other)}),
        chair.entry("vital_signs.15", SIGNS, record_id=slot_id("vital_signs", other, "15")),
        chair.entry("vital_signs.15", deleted=True, record_id=slot_id("vital_signs", other, "15")),
        chair.entry(f"adverse_events.{uuid4()}", theirs),
    ]
    if ben is None:
        tried += [chair.entry(f"adverse_events.{event}", body), chair.entry(f"adverse_events.{event}", deleted=True)]
    told = chair.sends(*tried).json["answers"]
    assert [(one["answer"], list(one["fields"])) for one in told] == [("rejected", ["record_id"])] * len(tried)
    assert len(chair.kept()) == before + (ben is None)


def test_what_is_not_of_the_chair_is_not_written_there(chair_here):
    entry = chair_here.entry("vital_signs.15", SIGNS)
    told = chair_here.sends({**entry, "collection": "attacks"}, {"rev_id": 7}, "nothing").json["answers"]
    assert [one["answer"] for one in told] == ["rejected"] * 3
    assert list(told[0]["fields"]) == ["collection"]


def test_an_entry_that_is_nothing_stops_no_other(chair_here):
    told = chair_here.sends(None, chair_here.entry("vital_signs.15", SIGNS)).json["answers"]
    assert [one["answer"] for one in told] == ["rejected", "accepted"]


@pytest.mark.parametrize(
    "at", ["2026-W47-7T12:00:00Z", "2026-11-22 12:00:00Z", "20261122T120000Z", f"{AT[:-1]}+00:00:30"]
)
def test_a_moment_that_only_the_server_could_read_is_not_kept(chair_here, at):
    told = chair_here.writes("vital_signs.15", {**SIGNS, "at": at})
    assert (told["answer"], list(told["fields"])) == ("rejected", ["at"])


def test_more_versions_than_one_entry_settles_are_settled_one_after_the_other(chair):
    said = {"infusion_id": str(chair.infusion_id), "slot": "15", "at": AT, "zone": ZONE}
    for number in range(PARENTS + 3):
        writes(chair.who, "infusion_pains", {**said, "pain": number % 10}, parents=[])
    chair = Chair(chair.who, chair.infusion_id)
    assert len(chair.versions("infusion_pains.15")) == PARENTS
    for left in (4, 1):
        assert chair.writes("infusion_pains.15", {"pain": 5})["answer"] == "accepted"
        assert len(chair.versions("infusion_pains.15")) == left
    assert chair.body("infusion_pains.15")["pain"] == 5


@pytest.mark.parametrize("name", ["ana", "ben", "odd"])
def test_nobody_else_comes_to_the_chair(chair, name):
    person = getattr(chair.who, name)
    entries = {"device": chair.state["device"], "entries": [chair.entry("infusion", {"weight_kg": "68"})]}
    told = [person.asks(f"{chair.root}/state"), person.asks(f"{chair.root}/entries", entries)]
    assert [(answer.status_code, set(answer.json)) for answer in told] == [(404, {"error", "fields"})] * 2
    assert person.opens(chair.root).status_code == 404
    assert len(chair.kept()) == 1


def test_a_withdrawn_consent_ends_it(chair):
    with chair.who.app.app_context():
        by, consent = user_of(db.session, chair.who.cast.ana), db.session.scalars(sa.select(Consent.id)).one()
        withdraw_consent(db.session, patient=chair.patient, consent_id=consent, by=by, now=NOW)
        db.session.commit()
    assert chair.sends(chair.entry("infusion", {"weight_kg": "68"})).status_code == 404
    assert chair.staff.asks(f"{chair.root}/state").status_code == 404
    assert len(chair.kept()) == 1


def test_whoever_is_signed_out_is_told_so_and_not_sent_elsewhere(chair_here):
    client = chair_here.who.app.test_client()
    answers = [client.get(f"{chair_here.root}/state", headers=API)]
    answers.append(client.post(f"{chair_here.root}/entries", json={}, headers=API))
    assert [(answer.status_code, set(answer.json)) for answer in answers] == [(401, {"error", "fields"})] * 2


def test_an_infusion_that_is_not_there_has_no_chair(here):
    chair = Chair(here, uuid4())
    assert chair.state == {"error": "There is nothing here.", "fields": {}}
    chair.state = {"device": str(uuid4()), "number": 1, "records": {}}
    assert chair.sends(chair.entry("infusion", {})).status_code == 404


def test_a_page_that_asks_again_is_one_look_and_a_script_without_a_page_is_one_too(chair):
    for _ in range(3):
        chair.staff.asks(f"{chair.root}/state")
    assert looks(chair.who) == ["opened"]
    with time_machine.travel(NOW.replace(day=23), tick=False):
        chair.staff = type(chair.staff)(sign_in(chair.who.app.test_client(), chair.who.cast.nora))
        chair.staff.asks(f"{chair.root}/state")
    assert looks(chair.who) == ["opened", "opened"]
