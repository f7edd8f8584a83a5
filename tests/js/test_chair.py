"""What the chair's page reckons by itself: which reading is due, what waits on what, and which moment a clock time means."""

import pytest

START = "2026-11-24T13:00:00.000Z"
END = "2026-11-24T13:50:00.000Z"

ROWS = """async ([infusion, taken, known, now]) => {
  const {rowsOf} = await import("/static/test/js/chair/slots.js");
  const shown = (row) => row && [row.slot, row.due === null ? null : new Date(row.due).toISOString().slice(11, 16)];
  const told = {taken: new Set(taken), known: new Set([...taken, ...known]), observation: 30};
  const {rows, current, next} = rowsOf(infusion, told, Date.parse(`2026-11-24T${now}:00Z`));
  return [rows.join(" "), shown(current), shown(next)];
}"""


@pytest.mark.parametrize(
    ("infusion", "taken", "known", "now", "rows", "current", "following"),
    [
        ({"planned_at": START}, [], [], "12:50", "before", ["before", "13:00"], None),
        ({"planned_at": START}, ["before"], [], "12:55", "before", None, None),
        ({"started_at": START}, ["before"], [], "13:02", "before 15", ["15", "13:15"], ["30", "13:30"]),
        ({"started_at": START}, ["before", "15"], [], "13:16", "before 15 30", ["30", "13:30"], ["45", "13:45"]),
        # Late, but not yet missed: the reading of 13:15 is still the one to take.
        ({"started_at": START}, ["before"], [], "13:29", "before 15", ["15", "13:15"], ["30", "13:30"]),
        # A quarter that passed whole stays in the table, and the one that is due is open.
        ({"started_at": START}, ["before"], [], "13:47", "before 15 30 45", ["45", "13:45"], ["60", "14:00"]),
        # Pain from the phone is no set of vital signs.
        ({"started_at": START}, ["before"], ["15"], "13:16", "before 15", ["15", "13:15"], ["30", "13:30"]),
        ({"started_at": START, "ended_at": END}, ["15"], [], "13:51", "before 15 30 end", ["end", "13:50"], ["discharge", "14:20"]),
        ({"started_at": START, "ended_at": END}, ["15", "60", "end"], [], "14:01", "before 15 30 45 end 60 discharge", ["discharge", "14:20"], None),
    ],
)  # fmt: skip
def test_the_reading_that_is_due_is_the_next_without_one(page, infusion, taken, known, now, rows, current, following):
    assert page.evaluate(ROWS, [infusion, taken, known, now]) == [rows, current, following]


LATE = """async (minutes) => {
  const {lateness} = await import("/static/test/js/chair/slots.js");
  return minutes.map((each) => lateness(0, each * 60000));
}"""


def test_a_reading_is_late_from_three_minutes_on(page):
    answers = page.evaluate(LATE, [-4.5, 0, 2.9, 3, 12])
    assert answers == [{"late": late, "until": until} for late, until in ((0, 5), (0, 0), (0, 0), (3, 0), (12, 0))]


TIMES = """async (cases) => {
  const {typedTime, timeOf} = await import("/static/test/js/chair/times.js");
  return cases.map(([text, near, before]) => typedTime(text, "Europe/Berlin", Date.parse(near), before));
}"""


def test_a_clock_time_means_the_moment_nearest_by(page):
    cases = {
        ("14:05", "2026-11-24T13:00:00Z", None): "2026-11-24T13:05:00.000Z",
        ("23:50", "2026-11-24T23:10:00Z", None): "2026-11-24T22:50:00.000Z",  # ten past midnight in Berlin: yesterday
        ("00:10", "2026-11-24T22:50:00Z", None): "2026-11-24T23:10:00.000Z",
        ("02:30", "2026-10-25T00:10:00Z", None): "2026-10-25T00:30:00.000Z",  # the first of two
        ("02:30", "2026-10-25T01:40:00Z", None): "2026-10-25T01:30:00.000Z",  # the second
        # What was shown and not touched keeps its seconds.
        ("14:05", "2026-11-24T13:00:00Z", "2026-11-24T13:05:42.000Z"): "2026-11-24T13:05:42.000Z",
        ("", "2026-11-24T13:00:00Z", None): None,
    }
    assert page.evaluate(TIMES, [list(case) for case in cases]) == list(cases.values())


QUEUE = """async () => {
  const {entryOf, shownOf, without, batchOf, differences} = await import("/static/test/js/chair/entries.js");
  const base = {collection: "infusions", record_id: "r", device: "d", at: "now", zone: "UTC"};
  const entry = (n, parents, body) => entryOf({...base, device_n: n, parents, body});
  const records = {infusion: {collection: "infusions", record_id: "r", versions: [{rev_id: "00", body: {route: "IV"}}]}};
  const first = {key: "infusion", entry: entry(1, ["00"], {route: "IV", number: 1, note: null})};
  const second = {key: "infusion", entry: entry(2, [first.entry.rev_id], {route: "IV", number: 2})};
  const other = {key: "discharge", entry: entry(3, [], {note: "x"})};
  const waiting = [first, other, second];
  const left = without(first, waiting);
  const gone = {key: "infusion", entry: entry(4, [second.entry.rev_id], null)};
  return {
    body: first.entry.body,
    shown: shownOf(records, waiting, {who: "Nora"}).infusion.versions.map(({body, who}) => [body.number, who]),
    deleted: "infusion" in shownOf(records, [...waiting, gone], {who: "Nora"}),
    batch: batchOf(waiting).length,
    rebuilt: [left.length, left[1].entry.parents, left[1].entry.rev_id !== second.entry.rev_id],
    again: batchOf(left).length,
    differ: differences([{body: {a: 1, zone: "x", b: null}}, {body: {a: 2, zone: "y"}}]),
  };
}"""


def test_what_waits_is_shown_and_stands_on_what_is_left(page):
    assert page.evaluate(QUEUE) == {
        "body": {"route": "IV", "number": 1},
        "shown": [[2, "Nora"]],
        "deleted": False,
        "batch": 2,  # the third stands on the first, which may be refused
        "rebuilt": [2, ["00"], True],
        "again": 2,
        "differ": ["a"],
    }
