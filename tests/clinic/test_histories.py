"""What was changed after an infusion was over stands under its sheet: when, who by name, what it said before."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine

from tests.accounts.people import words_of
from tests.clinic.chair import AT, Chair, an_infusion, writes
from tests.clinic.forms import Sheets
from tests.factories import NOW, ZONE


@pytest.fixture
def chair(here):
    """Nora at the page of an infusion of Ana's that is completed."""
    chair = Chair(here, an_infusion(here))
    chair.starts()
    chair.leaves()
    chair.completes()
    return chair


def history(chair):
    """What the sheet says of it."""
    page = chair.staff.opens(f"/clinic/patients/{chair.patient.id}/infusions/{chair.infusion_id}")
    words = words_of(page)
    return words.split("Changed after it was over", 1)[1] if "Changed after it was over" in words else ""


def later(chair, key, body=None, *, minutes=10, **more):
    """The answer to an entry that is written some minutes later."""
    at = f"2026-11-22T12:{minutes}:00.000Z"
    entry = {**chair.entry(key, body, **more), "at": at}
    (answer,) = chair.sends(entry).json["answers"]
    assert answer["answer"] == "accepted", answer


def test_what_happened_until_it_was_over_is_no_correction(chair):
    assert history(chair) == ""


def test_a_correction_says_when_and_who_and_what_it_said_before(chair):
    later(chair, "infusion", {"total_mg": "41.5"})
    later(chair, "infusion", {"total_mg": "41"}, minutes=12)
    told = history(chair)
    assert "22 Nov, 13:12 Nora The infusion changed Total, mg 41.5 41" in told
    assert "22 Nov, 13:10 Nora The infusion changed Total, mg — 41.5" in told
    assert told.index("13:12") < told.index("13:10")


def test_what_is_only_written_in_another_order_was_not_changed(chair):
    drug = {"amount": "40", "at": AT, "name": "Ondansetron", "unit": "mg"}
    later(chair, "infusion", {"interruptions": [{"at": AT, "reason": "vomited", "until": AT}], "adjuncts": [drug]})
    pause = {"until": AT, "at": AT, "reason": "vomited"}
    later(chair, "infusion", {"interruptions": [pause], "adjuncts": [{**drug, "amount": "4"}]}, minutes=12)
    latest = history(chair).split("13:12", 1)[1].split("13:10", 1)[0]
    assert "Interruptions" not in latest
    assert "Ondansetron 40 mg 13:00 Ondansetron 4 mg" in latest


def test_a_status_is_told_in_words(chair):
    later(chair, "infusion", {"status": "entered-in-error"})
    assert "Status Completed Entered in error" in history(chair)


def test_what_is_added_afterwards_and_taken_back_again_stays_to_be_read(chair):
    event = f"adverse_events.{uuid4()}"
    later(chair, event, {"name": "vivid_dreams", "onset_at": AT})
    later(chair, event, deleted=True, minutes=20)
    told = history(chair)
    assert "Event: vivid dreams added" in told
    assert "Event: vivid dreams taken back" in told


def test_the_discharge_and_a_reading_have_their_history_too(chair):
    left = [{"name": "walks_steadily", "yes": False}]
    later(chair, "discharge", {"criteria": left, "note": "with a stick"})
    later(chair, "vital_signs.15", {"spo2": 97})
    told = history(chair)
    assert "The discharge changed Criteria" in told and "walks steadily: yes" in told
    assert "walks steadily: no" in told and "Note — with a stick" in told
    assert "Vital signs, 15 min added" in told and "SpO₂ — 97" in told


def test_what_the_patient_says_afterwards_is_the_patients(chair):
    said = {"infusion_id": str(chair.infusion_id), "slot": "24h", "at": "2026-11-23T12:00:00.000Z", "zone": ZONE}
    writes(chair.who, "infusion_pains", {**said, "pain": 3}, at=NOW + timedelta(hours=24))
    assert "the patient Pain, 24 hours after added" in history(chair)


def test_a_sheet_that_was_typed_in_at_once_has_no_history_until_it_is_corrected(here):
    sheets = Sheets(here, here.cast.ana)
    infusion = sheets.records(infusion_pains__before__pain="7", vital_signs__15__spo2="97")
    assert "Changed after it was over" not in words_of(sheets.opens(infusion))
    page = sheets.opens(infusion)
    with time_machine.travel(datetime(2026, 11, 22, 12, 5, tzinfo=UTC), tick=False):
        sheets.sends(page, infusion, infusion_pains__before__pain="6")
    assert "Nora Pain, before changed Pain 7 6" in words_of(sheets.opens(infusion))


def test_while_it_runs_there_is_nothing_to_correct(here):
    chair = Chair(here, an_infusion(here))
    chair.starts()
    later(chair, "infusion", {"weight_kg": "68"})
    assert history(chair) == ""
