"""Pain around an infusion on the phone: which slot is now, whose pain is asked for, what belongs together."""

import pytest

ASK = """async ([name, ...given]) => {
  const all = await import("/static/test/js/infusions.js");
  const {infusions, own_infusions, pains} = given[0];
  const records = {infusions, own_infusions, infusion_pains: pains};
  const entries = all.entriesOf(records);
  if (name === "entries") return entries.map(({id, own, date, pains}) => ({id, own, date, pains: Object.fromEntries([...pains].map(([slot, {pain}]) => [slot, pain]))}));
  if (name === "slotNow") return all.slotNow(entries[0], Date.parse(given[1]));
  if (name === "slots") return all.slotsOf(entries[0], Date.parse(given[1]));
  return all.askedNow(entries, Date.parse(given[1]), given[1].slice(0, 10))?.id ?? null;
}"""

START = "2026-11-20T14:00:00.000Z"
END = "2026-11-20T15:00:00.000Z"


def infusion(own_id="i1", **body):
    known = {"status": "in-progress", "zone": "UTC", "route": "IV", "planned_at": START, "started_at": START}
    return {"id": own_id, "body": {**known, **body}}


def given(*infusions, own=(), pains=()):
    rows = [
        {"id": f"p{n}", "body": {"infusion_id": of, "slot": slot, "pain": pain, "at": START, "zone": "UTC"}}
        for n, (of, slot, pain) in enumerate(pains)
    ]
    return {"infusions": list(infusions), "own_infusions": list(own), "pains": rows}


RUNNING = [
    ("2026-11-20T13:30:00Z", "before"),
    ("2026-11-20T14:07:00Z", "before"),
    ("2026-11-20T14:08:00Z", "15"),
    ("2026-11-20T14:34:00Z", "30"),
    ("2026-11-20T15:52:00Z", "105"),
]
OVER = [
    ("2026-11-20T15:05:00Z", "end"),
    ("2026-11-20T16:00:00Z", "discharge"),
    ("2026-11-20T23:00:00Z", None),
    ("2026-11-21T16:00:00Z", "24h"),
    ("2026-11-27T09:00:00Z", "7d"),
    ("2026-12-01T09:00:00Z", None),
]


@pytest.mark.parametrize(("now", "slot"), RUNNING)
def test_while_it_runs_the_slot_is_the_nearest_quarter_of_an_hour(page, now, slot):
    assert page.evaluate(ASK, ["slotNow", given(infusion()), now]) == slot


@pytest.mark.parametrize(("now", "slot"), OVER)
def test_after_it_the_end_the_way_home_a_day_and_a_week(page, now, slot):
    over = infusion(status="completed", ended_at=END)
    assert page.evaluate(ASK, ["slotNow", given(over), now]) == slot


def test_the_slots_to_choose_from_are_those_of_its_length_and_those_answered(page):
    over = infusion(status="completed", ended_at="2026-11-20T14:45:00.000Z")
    slots = page.evaluate(ASK, ["slots", given(over, pains=[("i1", "90", 4)]), "2026-11-22T10:00:00Z"])
    assert slots == ["before", "15", "30", "45", "90", "end", "discharge", "24h", "7d"]


def test_todays_infusion_is_asked_about_and_one_that_is_answered_is_left_alone(page):
    assert page.evaluate(ASK, ["askedNow", given(infusion()), "2026-11-20T14:20:00Z"]) == "i1"
    planned = infusion(status="preparation", started_at=None, planned_at="2026-11-24T14:00:00.000Z")
    assert page.evaluate(ASK, ["askedNow", given(planned), "2026-11-20T14:20:00Z"]) is None
    over = infusion(status="completed", ended_at=END)
    assert page.evaluate(ASK, ["askedNow", given(over), "2026-11-21T16:00:00Z"]) == "i1"
    answered = given(over, pains=[("i1", "24h", 2)])
    assert page.evaluate(ASK, ["askedNow", answered, "2026-11-21T16:00:00Z"]) is None


def test_an_own_infusion_that_the_clinic_linked_is_shown_once_with_both_pains(page):
    own = {"id": "o1", "body": {"date": "2026-11-20", "zone": "UTC", "route": "IV", "pain_before": 7}}
    linked = infusion(status="completed", ended_at=END, own_infusion_id="o1")
    pains = [("o1", "15", 5), ("i1", "end", 3)]
    [entry] = page.evaluate(ASK, ["entries", given(linked, own=[own], pains=pains)])
    assert entry == {"id": "i1", "own": False, "date": "2026-11-20", "pains": {"before": 7, "15": 5, "end": 3}}


@pytest.mark.parametrize("pains", [[("o1", "end", 5), ("i1", "end", 3)], [("i1", "end", 3), ("o1", "end", 5)]])
def test_what_was_noted_for_the_clinics_record_stands_over_the_linked_entrys(page, pains):
    own = {"id": "o1", "body": {"date": "2026-11-20", "zone": "UTC", "route": "IV"}}
    linked = infusion(status="completed", ended_at=END, own_infusion_id="o1")
    [entry] = page.evaluate(ASK, ["entries", given(linked, own=[own], pains=pains)])
    assert entry["pains"] == {"end": 3}


def test_what_was_not_given_or_entered_by_mistake_is_not_shown(page):
    unseen = [infusion("i1", status="not-done"), infusion("i2", status="entered-in-error")]
    assert page.evaluate(ASK, ["entries", given(*unseen)]) == []
