"""The invariants of docs/sync.md by name, as they are judged when the faults have stopped."""

import uuid
from typing import Any

from tests.sync.device import Device, leaves

ROUNDS = 2  # exchanges of every phone: one sends, one hears of the others


def nothing_is_dropped(phones: list[Device]) -> None:
    """I1, I10: what a phone wrote waits, was answered for with a seq, or lies in the quarantine."""
    for device in phones:
        waiting = {rev for _, rev in device.outbox}
        for rev, revision in device.revisions.items():
            if revision["device"] == str(device.id):
                assert rev in waiting or rev in device.quarantine or revision.get("seq"), "I1 dropped on the phone"
        assert device.mismatches == 0, "I6 phone and server count differently"


def hold_in_the_end(run: Any) -> None:
    """Let what is late arrive, let everybody exchange, and judge."""
    comes_to_rest(run)
    held = run.world.revisions(run.ana)
    nothing_is_lost(run, held)
    exactly_once(run, held)
    all_agree(run, held)
    nobody_elses(run)
    assert run.world.complaints(run.ana) == [], "I13, I15 the log is broken, or what is shown is not what was saved"
    assert run.world.logged(run.ana) == len(held), "I13 the log and the revisions differ"
    assert run._expiries() == run.expiries, "I14 an exchange prolonged a session"


def comes_to_rest(run: Any) -> None:
    """I12: after the faults every queue is empty in bounded time, but for what no server could even read."""
    while run.network.late:
        run.network.deliver(0)
    client = run.world.sign_in(run.ana)
    run.network.clients.update((phone.id, client) for phone in run.phones)
    run.expiries = run._expiries()
    for _ in range(ROUNDS):
        for phone in run.phones:
            phone.exchange()
    run.bens.exchange()
    for phone in run.phones:
        assert {rev for _, rev in phone.outbox} <= run.poison, "I12 the queue did not drain"


def nothing_is_lost(run: Any, held: dict[str, Any]) -> None:
    """I1, I4, I7, I9, I10: every version is readable on the server, word for word, or refused in sight."""
    for phone in run.phones:
        refused = {rev: row for rev, row in phone.quarantine.items() if rev not in run.poison}
        assert not refused, f"I9 a good version was refused: {refused}"
        assert all(row["error"] for row in phone.quarantine.values()), "I10 refused without a reason"
    for rev, revision in run.saved.items():
        if rev in run.poison or (rev in run.gone and rev not in held):
            continue
        assert rev in held, f"I1, I7 a saved version is not on the server: {revision}"
        for phone in run.phones:
            assert phone.revisions[rev]["body"] == revision["body"], "I4 an older version cannot be read"
    assert not (run.poison - run.damaged) & set(held), "a version that no schema allows was kept"
    # A phone that offers everything again, to a server that was restored, offers what it shows and not what was queued.
    for rev in run.damaged & set(held):
        assert held[rev]["body"] == run.saved[rev]["body"], "a version was kept as it was damaged"
    for phone in run.phones:
        own = {r["device_n"] for r in [*held.values(), *phone.revisions.values()] if str(r["device"]) == str(phone.id)}
        assert own == set(range(1, phone.device_n + 1)), "I10 a number is missing, and nobody was told"


def exactly_once(run: Any, held: dict[str, Any]) -> None:
    """I3: seq counts without gaps, and the same version is there once."""
    assert [row["seq"] for row in held.values()] == list(range(1, len(held) + 1)), "I3 seq has a gap"
    assert run.world.next_seq(run.ana) == len(held) + 1, "I3 the next number is not the next"
    assert set(held) <= set(run.saved), "I3 the server made something up"


def all_agree(run: Any, held: dict[str, Any]) -> None:
    """I2, I5, I6, I8: every phone, a new phone and the server show the same, by the graph of versions alone."""
    fresh = Device(uuid.uuid4(), run.ana.id, run.network)
    run.network.clients[fresh.id] = run.network.clients[run.phones[0].id]
    fresh.exchange()
    shown = run.world.shown(run.ana)
    for phone in [*run.phones, fresh]:
        for rev in phone.quarantine:
            phone.discard(rev)
        known = {rev for rev, revision in phone.revisions.items() if revision.get("seq")}
        assert known == set(held), "I6 a cursor passed a version"
        rows = {name: row for name, row in phone.records().items() if not _is_unsent(phone, row)}
        assert rows == fresh.records(), "I2 two phones show different things"
        live = {name: (row["rev_id"], len(row["versions"])) for name, row in rows.items() if not row["deleted"]}
        assert live == shown, "I2 a phone and the server show different things"
    for name, row in fresh.records().items():
        ends = leaves(r for r in fresh.revisions.values() if r["record_id"] == name)
        assert row["deleted"] is all(end["deleted"] for end in ends), "I5 a deletion hides an edit"


def nobody_elses(run: Any) -> None:
    """I11: Ben's diary is Ben's."""
    theirs = run.world.revisions(run.ben)
    assert set(theirs) <= set(run.saved), "I11 Ben has what nobody wrote"
    assert not run.world.clinic_reads(run.ben), "I11 a clinic reads without consent"


def _is_unsent(phone: Device, row: dict[str, Any]) -> bool:
    return row["rev_id"] in {rev for _, rev in phone.outbox}
