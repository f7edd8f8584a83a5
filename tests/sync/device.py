"""A phone in Python: the rules of static/js/store.js, outbox.js, inbox.js, records.js and wire.js, and no others.

It has rules of its own on purpose: what wins is written down here once more, apart from the server's code, so
that the two can disagree. tests/sync/test_winners.py holds all three to one table. Pages and batches are small,
so that a short queue is already a long one.
"""

import copy
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from diary import clock
from diary.revisions.canonical import rev_id

BATCH, PAGE, NOTHING = 3, 6, "0" * 32
LOCAL = ("seq", "received_at", "refused", "set_aside", "marks")
KINDS = {401: "signin", 403: "closed", 409: "reset", 400: "refused", 413: "refused", 415: "refused", 422: "refused"}

Revision = dict[str, Any]


class Failed(Exception):
    """The server could not be asked, or did not say yes; `kind` as in wire.js."""

    def __init__(self, kind: str, epoch: str | None = None) -> None:
        super().__init__(kind)
        self.kind, self.epoch = kind, epoch


def judged(status: int, value: Any) -> dict[str, Any]:
    """An answer that is whole and ours, or Failed."""
    if status == 200 and isinstance(value, dict):
        return value
    error = value.get("error") if isinstance(value, dict) else None
    kind = "other" if error == "account" else KINDS.get(status)
    raise Failed(kind if isinstance(error, str) and kind else "unreachable", (value or {}).get("epoch"))


def leaves(revisions: Iterable[Revision]) -> list[Revision]:
    """Those that nobody was made from, the winner first."""
    known = list(revisions)
    parents = {parent for revision in known for parent in revision["parents"]}
    ends = [revision for revision in known if revision["rev_id"] not in parents]
    return sorted(ends, key=lambda r: (r["deleted"], -r["generation"], -int(r["rev_id"], 16)))


def counted(revisions: Iterable[Revision]) -> list[Revision]:
    """Without the refused ones that were dealt with, or that something accepted was built on."""
    known = list(revisions)
    named = {parent for revision in known if not revision.get("refused") for parent in revision["parents"]}
    return [r for r in known if not r.get("refused") or (not r.get("set_aside") and r["rev_id"] not in named)]


def shown(revisions: Iterable[Revision]) -> dict[str, Any] | None:
    """What is shown of one record."""
    ends = leaves(counted(revisions))
    if not ends:
        return None
    versions = sorted(end["rev_id"] for end in ends if not end["deleted"])
    return {"rev_id": ends[0]["rev_id"], "deleted": ends[0]["deleted"], "body": ends[0]["body"], "versions": versions}


class Device:
    """One phone of one account. What it holds is what would be on its disk; `wire` is how it reaches the server."""

    def __init__(self, device: UUID, account: UUID, wire: Any) -> None:
        self.id, self.account, self.wire = device, account, wire
        self.device_n = 0
        self.revisions: dict[str, Revision] = {}
        self.outbox: dict[tuple[int, str], Revision] = {}
        self.quarantine: dict[str, dict[str, Any]] = {}
        self.meta: dict[str, Any] = {"cursor": 0, "count": 0, "xor": NOTHING, "epoch": "", "witnesses": set()}
        self.schema = 1  # of the app on this phone
        self.zone, self.ahead = "Europe/Berlin", timedelta()  # its settings, and how wrong its clock is
        self.has_offered_all = False  # within the last hour, and the two sides have not agreed since
        self.mismatches = 0  # though everything was offered

    def of(self, record_id: UUID | str) -> list[Revision]:
        """Every version of a record that this phone knows."""
        return [revision for revision in self.revisions.values() if revision["record_id"] == str(record_id)]

    def records(self) -> dict[str, dict[str, Any]]:
        """What every record looks like on this phone."""
        found = {revision["record_id"]: shown(self.of(revision["record_id"])) for revision in self.revisions.values()}
        return {record_id: row for record_id, row in found.items() if row}

    def write(self, collection: str, record_id: UUID, body: Any, now: datetime, *, settles: bool = False) -> Revision:
        """Save a version, made from what is shown or from all that is; a body of None deletes."""
        known = self.of(record_id)
        row = shown(known)
        wanted = row["versions"] if row and settles else [row["rev_id"]] if row else []
        bases = [revision for revision in known if revision["rev_id"] in wanted]
        parents = sorted({parent for base in bases for parent in _parents_of(base, self.revisions)})
        self.device_n += 1
        named: dict[str, Any] = {"collection": collection, "parents": parents, "deleted": body is None, "body": body}
        named = {**named, "record_id": record_id, "device": self.id, "device_n": self.device_n}
        at = now + self.ahead
        revision = {
            **named,
            "rev_id": rev_id(**named),
            "record_id": str(record_id),
            "device": str(self.id),
            "generation": 1 + max((r["generation"] for r in known if r["rev_id"] in parents), default=0),
            "schema": self.schema,
            "at": clock.instant(at),
            "zone": self.zone,
            "offset": clock.offset_minutes(at, self.zone),
            "local_date": clock.local_date(at, self.zone).isoformat(),
        }
        self.outbox[self.device_n, revision["rev_id"]] = copy.deepcopy(revision)
        self.revisions[revision["rev_id"]] = revision
        for base in bases:
            if base.get("refused"):
                self.discard(base["rev_id"])
        return revision

    def undo(self, rev: str, now: datetime) -> Revision | None:
        """Take back one save; None, and nothing changed, when something newer was written."""
        revision = self.revisions[rev]
        row = shown(self.of(revision["record_id"]))
        if row is None or row["rev_id"] != rev:
            return None
        before = leaves(self.revisions[parent] for parent in revision["parents"] if parent in self.revisions)
        body = before[0]["body"] if before and not before[0]["deleted"] else None
        return self.write(revision["collection"], UUID(revision["record_id"]), body, now)

    def discard(self, rev: str) -> None:
        """The person gives up a refused version; it stays in the quarantine's history."""
        self.quarantine[rev]["dealt_with"] = True
        self.revisions[rev]["set_aside"] = True

    def exchange(self) -> None:
        """Push, then pull. Raises Failed; what was not answered stays."""
        for resets in range(3):
            try:
                if not self.meta["epoch"]:
                    self._meet()
                self._push()
                self.pull()
                if self._push_refused():
                    self.pull()
            except Failed as failure:
                if failure.kind != "reset" or not failure.epoch or resets > 1:
                    raise
                self._offer_all_again(failure.epoch)
            else:
                return

    def _meet(self) -> None:
        said = self.wire.ask(self, "/api/v1/account")
        if said.get("id") != str(self.account):
            raise Failed("other")
        self.meta["epoch"] = said["epoch"]

    def _push(self) -> None:
        last = (0, "")
        while rows := [key for key in sorted(self.outbox) if key > last][:BATCH]:
            last = rows[-1]
            self._offer(rows)

    def _push_refused(self) -> bool:
        """What another build of the server refused is offered to this one, once."""
        build = self.meta["build"]
        tried = [row for row in self.quarantine.values() if not row.get("dealt_with") and row["build"] != build]
        keys = sorted((row["operation"]["device_n"], row["operation"]["rev_id"]) for row in tried)
        for start in range(0, len(keys), BATCH):
            self._offer(keys[start : start + BATCH])
        return bool(keys)

    def _offer(self, rows: list[tuple[int, str]]) -> None:
        operations = [self.outbox.get(key) or self.quarantine[key[1]]["operation"] for key in rows]
        batch = {"account": str(self.account), "device": str(self.id), "epoch": self.meta["epoch"]}
        try:
            said = self.wire.ask(self, "/api/v1/sync/push", {**batch, "operations": operations})
        except Failed as failure:
            if failure.kind != "refused":
                raise
            if len(rows) > 1:
                half = (len(rows) + 1) // 2
                self._offer(rows[:half])
                self._offer(rows[half:])
            return
        if not isinstance(said.get("answers"), list):
            raise Failed("unreachable")
        given = {answer.get("rev_id"): answer for answer in said["answers"]}
        seen = [(answer["seq"], rev) for rev, answer in given.items() if answer.get("seq", 0) > self.meta["cursor"]]
        self.meta["witnesses"] |= {max(seen)} if seen else set()
        for key, operation in zip(rows, operations, strict=True):
            self._settle(key, operation, {**given.get(key[1], {}), "build": said["build"]})

    def _settle(self, key: tuple[int, str], operation: Revision, given: dict[str, Any]) -> None:
        answer = given.get("answer")
        if answer not in ("accepted", "duplicate", "rejected"):
            return
        self.outbox.pop(key, None)
        if answer != "rejected":
            self._absorb({**operation, "seq": given["seq"]})
        elif operation["device"] == str(self.id):
            told = {"error": given.get("error", ""), "fields": given.get("fields", {}), "build": given["build"]}
            self.quarantine[key[1]] = {**self.quarantine.get(key[1], {}), "operation": operation, **told}
            self._absorb({**operation, "refused": True})

    def _absorb(self, revision: Revision) -> None:
        """What the server has, by its seq, is not refused."""
        if revision.get("seq") and self.quarantine.pop(revision["rev_id"], None):
            revision = {**revision, "refused": False, "set_aside": False}
        self.revisions[revision["rev_id"]] = {**self.revisions.get(revision["rev_id"], {}), **revision}

    def pull(self) -> None:
        """What is new, with the cursor kept beside it. Raises Failed: "reset" where the two sides differ."""
        differs = False
        while True:
            after = self.meta["cursor"]
            said = self.wire.ask(self, f"/api/v1/sync/pull?epoch={self.meta['epoch']}&after={after}&limit={PAGE}")
            if not isinstance(said.get("revisions"), list) or not isinstance(said.get("cursor"), int):
                raise Failed("unreachable")
            if said["account"]["id"] != str(self.account):
                raise Failed("other")
            if not self._keep(said) and not differs:
                differs = True
                if not self.has_offered_all:
                    raise Failed("reset", said["epoch"])
                self.mismatches += 1
            if not said["has_more"] or said["cursor"] <= after:
                return

    def _keep(self, said: dict[str, Any]) -> bool:
        xor, count = int(self.meta["xor"], 16), self.meta["count"] + len(said["revisions"])
        for revision in said["revisions"]:
            xor ^= int(revision["rev_id"], 16)
            self._absorb(revision)
        self.meta.update(
            cursor=said["cursor"], epoch=said["epoch"], build=said["build"], count=count, xor=f"{xor:032x}"
        )
        due = {witness for witness in self.meta["witnesses"] if witness[0] <= said["cursor"]}
        self.meta["witnesses"] -= due
        agrees = (said["count"], said["xor"]) == (count, self.meta["xor"])
        agrees &= due <= {(revision["seq"], revision["rev_id"]) for revision in said["revisions"]}
        agrees &= said["has_more"] or not self.meta["witnesses"]
        if agrees and not said["has_more"]:
            self.has_offered_all = False
        return agrees

    def _offer_all_again(self, epoch: str) -> None:
        self.meta.update(cursor=0, count=0, xor=NOTHING, epoch=epoch, witnesses=set())
        self.has_offered_all = True
        for revision in self.revisions.values():
            if not revision.get("refused"):
                sent = {name: value for name, value in revision.items() if name not in LOCAL}
                self.outbox[revision["device_n"], revision["rev_id"]] = sent


def _parents_of(base: Revision, known: dict[str, Revision]) -> set[str]:
    if not base.get("refused"):
        return {base["rev_id"]}
    return {
        p for parent in base["parents"] for p in (_parents_of(known[parent], known) if parent in known else {parent})
    }
