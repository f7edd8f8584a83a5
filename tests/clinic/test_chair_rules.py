"""What has to be so before an infusion starts and before the patient leaves; each refusal stands beside its field."""

import pytest

from tests.accounts.people import words_of
from tests.clinic.chair import AT, Chair, answers, chair, chair_here, writes
from tests.clinic.forms import Sheets
from tests.factories import ZONE

__all__ = ["chair", "chair_here"]

LOOK_FIRST = {"status": ["Somebody has to look at the checklist first."]}


def looked(chair, **body):
    """The sign-off of the checklist as it stands."""
    told = {"clinician": "Nora", "cleared": True, "checklist_rev": chair.state["checklist_rev"], **body}
    return chair.entry("clearance", told)


def refused(answer):
    """The fields of a refusal."""
    assert answer["answer"] == "rejected", answer
    return answer["fields"]


def anew(chair):
    """The same page, opened again."""
    return Chair(chair.who, chair.infusion_id)


def test_an_infusion_starts_where_every_answer_is_no(chair):
    answers(chair.who, chair.infusion_id)
    assert anew(chair).starts()["answer"] == "accepted"


def test_an_infusion_without_a_checklist_starts_too(chair_here):
    assert chair_here.starts()["answer"] == "accepted"


def test_a_yes_that_nobody_has_looked_at_stops_the_start(chair):
    answers(chair.who, chair.infusion_id, "heart_disease")
    chair = anew(chair)
    assert chair.state["uncleared"] == ["heart_disease"]
    assert refused(chair.starts()) == LOOK_FIRST
    assert chair.body("infusion")["status"] == "preparation"


def test_the_sign_off_may_stand_before_the_start_in_one_batch(chair):
    answers(chair.who, chair.infusion_id, "heart_disease")
    chair = anew(chair)
    start = chair.entry("infusion", {"status": "in-progress", "started_at": AT})
    told = chair.sends(start, looked(chair), {**start}).json["answers"]
    assert [one["answer"] for one in told] == ["rejected", "accepted", "accepted"]
    assert (chair.state["uncleared"], chair.body("infusion")["status"]) == ([], "in-progress")


def test_a_yes_that_came_after_the_sign_off_asks_again(chair):
    answers(chair.who, chair.infusion_id, "heart_disease")
    chair = anew(chair)
    chair.sends(looked(chair))
    answers(chair.who, chair.infusion_id, "heart_disease", "pregnancy")
    assert refused(chair.starts()) == LOOK_FIRST
    assert chair.state["uncleared"] == ["pregnancy"]


def test_a_sign_off_that_says_no_stops_the_start(chair_here):
    answers(chair_here.who, chair_here.infusion_id, "heart_disease")
    chair = anew(chair_here)
    chair.sends(looked(chair, cleared=False, reason="Wait for the cardiologist"))
    assert list(refused(chair.starts())) == ["status"]
    chair.sends(looked(chair, reason="She wrote back"))
    assert chair.starts()["answer"] == "accepted"


def test_of_two_sign_offs_side_by_side_the_no_counts(chair_here):
    answers(chair_here.who, chair_here.infusion_id, "heart_disease")
    chair = anew(chair_here)
    chair.sends(looked(chair), looked(chair, cleared=False, reason="Wait"))
    assert len(chair.versions("clearance")) == 2
    assert list(refused(chair.starts())) == ["status"]


def test_a_start_says_when(chair_here):
    assert list(refused(chair_here.writes("infusion", {"status": "in-progress"}))) == ["started_at"]


def test_what_runs_goes_on_whatever_the_checklist_says_later(chair_here):
    chair_here.starts()
    answers(chair_here.who, chair_here.infusion_id, "heart_disease")
    chair = anew(chair_here)
    held = {"status": "on-hold", "interruptions": [{"at": AT, "reason": "blood pressure"}]}
    assert chair.writes("infusion", held)["answer"] == "accepted"


def test_completed_is_only_what_says_how_the_patient_left(chair):
    chair.starts()
    assert refused(chair.completes()) == {"status": ["Say first how the patient left."]}
    assert chair.leaves()["answer"] == "accepted"
    assert chair.completes()["answer"] == "accepted"


NOT_WELL = [{"name": "awake_and_oriented", "yes": True}, {"name": "walks_steadily", "yes": False}]


@pytest.mark.parametrize(
    ("needed", "body", "wants"),
    [
        (True, {"escort": None}, True),
        (True, {"escort": "Zoë"}, False),
        (False, {"escort": None}, False),
        (None, {"escort": None}, False),
        (False, {"criteria": NOT_WELL}, True),
        (True, {"criteria": NOT_WELL, "note": "Walks with a stick as always"}, False),
        (True, {"escort": None, "note": "Takes a taxi"}, False),
        (True, {"escort": None, "note": "  "}, True),
    ],
)
def test_whoever_leaves_unwell_or_alone_leaves_with_a_reason(chair_here, needed, body, wants):
    if needed is not None:
        told = {"infusion_id": str(chair_here.infusion_id), "zone": ZONE, "driver_needed": needed}
        writes(chair_here.who, "instructions", told, by="clinic")
    answer = chair_here.leaves(**body)
    expected = {"note": ["Say why they leave all the same."]} if wants else None
    assert (answer.get("fields") or None) == expected


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ({"status": "stopped", "ended_at": AT}, ["stop_reason"]),
        ({"status": "stopped", "stop_reason": "nausea"}, ["ended_at"]),
        ({"status": "stopped", "ended_at": AT, "stop_reason": "nausea"}, None),
        ({"status": "not-done", "started_at": None}, ["stop_reason"]),
        ({"status": "not-done", "started_at": None, "note": "Ana has a cold"}, None),
        ({"status": "not-done", "started_at": None, "stop_reason": "a cold"}, None),
    ],
)
def test_what_is_stopped_or_not_done_says_why(chair_here, body, where):
    chair_here.starts()
    answer = chair_here.writes("infusion", body)
    assert (list(answer["fields"]) if where else answer["answer"]) == (where or "accepted")


def test_a_rate_beyond_belief_says_why(chair_here):
    rate = {"rate_steps": [{"from_at": AT, "rate_mg_per_kg_h": "8"}]}
    assert list(refused(chair_here.writes("infusion", rate))) == ["override_reason"]
    assert chair_here.writes("infusion", {**rate, "override_reason": "research protocol"})["answer"] == "accepted"


def test_what_is_completed_may_be_corrected_and_what_was_said_before_stays(chair):
    chair.starts()
    chair.leaves()
    chair.completes()
    assert chair.writes("infusion", {"total_mg": "41.5"})["answer"] == "accepted"
    assert (chair.body("infusion")["total_mg"], chair.body("infusion")["status"]) == ("41.5", "completed")
    assert chair.leaves(note="left at three")["answer"] == "accepted"
    assert len([row for row in chair.kept() if row.collection == "infusions"]) == 4


def test_what_the_day_rests_on_is_corrected_and_not_taken_back(chair_here):
    chair_here.starts()
    chair_here.sends(looked(chair_here))
    chair_here.leaves()
    assert chair_here.writes("discharge", deleted=True)["answer"] == "accepted"
    chair_here.leaves()
    chair_here.completes()
    for key in ("infusion", "clearance", "discharge"):
        assert list(refused(chair_here.writes(key, deleted=True))) == ["deleted"], key


def test_on_the_sheet_too_nothing_starts_before_somebody_looked(chair):
    answers(chair.who, chair.infusion_id, "heart_disease")
    sheets = Sheets(chair.who, chair.patient)
    typed = {"infusion__status": "in-progress", "infusion__started_at": "2026-11-22T12:30"}
    answer = sheets.sends(sheets.opens(chair.infusion_id), chair.infusion_id, **typed)
    assert (answer.status_code, LOOK_FIRST["status"][0] in words_of(answer)) == (422, True)
    told = anew(chair)
    told.sends(looked(told))
    assert sheets.sends(sheets.opens(chair.infusion_id), chair.infusion_id, **typed).status_code == 303
