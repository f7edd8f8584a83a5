"""The protocol of docs/sync.md as a game: hypothesis moves phones, network and server; the invariants judge.

Every version that a phone called saved is written down here. When the faults have stopped, each must be where the
invariants (I1 … I15, in tests/sync/invariants.py) say it is.
"""

import contextlib
import threading
import uuid
from collections import deque
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from diary.fields import named_id
from diary.revisions import operations
from tests.sync import invariants
from tests.sync.device import Device, Failed
from tests.sync.moves import PHONES, UNKNOWN, moves
from tests.sync.network import Network
from tests.sync.world import NOW, World


class Protocol(RuleBasedStateMachine):
    """Ana's phones, Ben's phone, the clinic's desk, the network between them and the server."""

    def __init__(self, world: World, network: Network) -> None:
        super().__init__()
        self.world, self.network, self.patch = world, network, pytest.MonkeyPatch()
        self.tick = count(1)
        self.saved: dict[str, dict[str, Any]] = {}  # what was called saved, by rev_id
        self.poison: set[str] = set()  # what no server may take
        self.damaged: set[str] = set()  # of it, what is damaged in the queue alone: the phone's own copy may be taken
        self.gone: set[str] = set()  # what a lost phone took with it, as far as anybody can know
        self.backup: tuple[Any, set[str]] | None = None

    @initialize()
    def begins(self) -> None:
        """Ana has three phones, Ben one."""
        self.ana = self.world.patient("Ana", shared=True)
        self.ben = self.world.patient("Ben", shared=False)
        self.phones = [self._phone(self.ana, f"Ana's phone {place}") for place in range(PHONES)]
        self.bens = self._phone(self.ben, "Ben's phone")
        self.expiries = self._expiries()

    @rule(move=moves)
    def happens(self, move: tuple[str, dict[str, Any]]) -> None:
        """The next thing happens."""
        name, given = move
        getattr(self, name)(**given)

    def _phone(self, patient: Any, name: str) -> Device:
        device = Device(uuid.uuid5(uuid.NAMESPACE_OID, name), patient.id, self.network)
        self.network.clients[device.id] = self.world.sign_in(patient)
        return device

    def _expiries(self) -> list[Any]:
        return [self.world.expiries(patient) for patient in (self.ana, self.ben)]

    def _is(self, record: str) -> tuple[str, uuid.UUID]:
        """The collection and the id that every device gives this record."""
        ana = self.ana.id
        days = {"yesterday": "2026-05-31", "today": "2026-06-01"}
        if record in days:
            return "days", named_id(f"days:{ana}:{days[record]}")
        if record == "chair":
            return "infusion_pains", named_id(f"infusion_pains:{uuid.uuid5(ana, 'infusion')}:24h")
        return "pain_readings" if record == "reading" else "attacks", uuid.uuid5(ana, record)

    def _body(self, record: str, number: int, zone: str = "Europe/Berlin") -> dict[str, Any]:
        at = "2026-06-01T10:00:00.000Z"
        bodies: dict[str, dict[str, Any]] = {
            "reading": {"attack_id": str(uuid.uuid5(self.ana.id, "attack")), "at": at, "pain": number % 11},
            "yesterday": {"date": "2026-05-31", "answered_at": at, "headache": "no"},
            "today": {
                "date": "2026-06-01",
                "answered_at": at,
                "exposures": [{"name": "caffeine", "present": number % 2 == 0}],
            },
            "chair": {"infusion_id": str(uuid.uuid5(self.ana.id, "infusion")), "slot": "24h", "at": at, "pain": 3},
        }
        attack = {"started_at": at, "note": f"{number}", "places": ["eye", f"own {number}"]}
        return {**bodies.get(record, attack), "zone": zone}

    def _keep(self, revision: dict[str, Any] | None) -> None:
        if revision is not None:
            self.saved[revision["rev_id"]] = dict(revision)
            if revision["collection"] == UNKNOWN:  # its deletion as well
                self.poison.add(revision["rev_id"])

    def _exchange(self, device: Device, *planned: str) -> str:
        self.network.plans[device.id] = deque(planned)
        try:
            device.exchange()
        except Failed as failure:
            return failure.kind
        finally:
            self.network.plans.pop(device.id)
        return "done"

    def writes(self, phone: int, some: list[str]) -> None:
        """Ana saves records, or the next versions of them, and nothing is sent."""
        for record in some:
            self._writes(self.phones[phone], record)

    def _writes(self, device: Device, record: str) -> None:
        number = next(self.tick)
        now = NOW + timedelta(minutes=number)
        self._keep(device.write(*self._is(record), self._body(record, number, device.zone), now))

    def bad_day(self, moves: list[tuple[int, str, str]]) -> None:
        """Again and again Ana saves, and the request that sends it meets a fault."""
        for phone, record, fault in moves:
            self._writes(self.phones[phone], record)
            self._exchange(self.phones[phone], fault)

    def everybody_exchanges(self) -> None:
        """A good day: all phones come home to the same network."""
        for phone in self.phones:
            self._exchange(phone)

    def deletes(self, phone: int, record: str) -> None:
        """Ana deletes what she sees."""
        device, (collection, record_id) = self.phones[phone], self._is(record)
        if device.of(record_id):
            self._keep(device.write(collection, record_id, None, NOW))

    def settles(self, phone: int, record: str) -> None:
        """Ana is shown two versions and says what is right."""
        device, (collection, record_id) = self.phones[phone], self._is(record)
        row = device.records().get(str(record_id))
        if row and len(row["versions"]) > 1:
            body = self._body(record, next(self.tick))
            self._keep(device.write(collection, record_id, body, NOW, settles=True))

    def undoes(self, phone: int, place: int) -> None:
        """Ana takes back one of the saves made on this phone."""
        device = self.phones[phone]
        own = [rev for rev, revision in device.revisions.items() if revision["device"] == str(device.id)]
        if own:
            self._keep(device.undo(own[place % len(own)], NOW))

    def writes_poison(self, phone: int, how: str) -> None:
        """A version that cannot be kept gets into a queue: by a fault of the app or of its disk."""
        device, number = self.phones[phone], next(self.tick)
        body: Any = self._body("attack", number)
        if how == "out of range":
            body |= {"severity": "eleven"}
        elif how == "not a body":
            body = ["attack"]
        elif how == "too deep":
            for _ in range(20):
                body = {"note": body}
        collection = UNKNOWN if how == "unknown kind" else "attacks"
        revision = device.write(collection, uuid.uuid5(self.ana.id, f"poison {number}"), body, NOW)
        if how == "damaged":
            device.outbox[device.device_n, revision["rev_id"]]["body"]["note"] = "a flipped bit"
            self.damaged.add(revision["rev_id"])
        self._keep(revision)
        self.poison.add(revision["rev_id"])

    def exchanges(self, phone: int, planned: list[str]) -> None:
        """A phone tries again and again, and meets a fault each time."""
        for fault in planned:
            self._exchange(self.phones[phone], fault)

    def late_request_arrives(self, place: int) -> None:
        """Minutes or days later, after others that were sent after it."""
        if self.network.late:
            self.network.deliver(place)

    def overlap(self, first: int, more: int) -> None:
        """Two phones push at once: one waits before its commit while the other begins and a third phone pulls."""
        one, other = self.phones[first], self.phones[(first + more) % PHONES]
        [reader] = [phone for phone in self.phones if phone not in (one, other)]
        self._writes(one, "attack")
        self._writes(other, "reading")
        held, go, moved, ended = (threading.Event() for _ in range(4))
        moments = self.network.moments

        def pushes_and_waits() -> None:
            moments.at_commit = lambda: (held.set(), go.wait(10))
            self._exchange(one)
            held.set()

        def pushes() -> None:
            moments.at_lock = moved.set
            self._exchange(other)
            moved.set()
            ended.set()

        writers = [threading.Thread(target=pushes_and_waits), threading.Thread(target=pushes)]
        writers[0].start()
        held.wait(10)
        writers[1].start()
        moved.wait(5)
        # Whoever does not wait for the lock is given the time to overtake; whoever does is not.
        ended.wait(0.02)
        # Only a reader: a third writer would wait for the first.
        with contextlib.suppress(Failed):
            reader.pull()
        go.set()
        for writer in writers:
            writer.join()

    def clock_and_zone_change(self, phone: int, hours: int, zone: str) -> None:
        """Ana travels, or the phone's clock is wrong by up to a day."""
        self.phones[phone].ahead, self.phones[phone].zone = timedelta(hours=hours), zone

    def sign_ins_end(self) -> None:
        """Thirty days are over: every phone keeps its queue, and goes on when she signs in again."""
        self.world.sign_ins_end(self.ana)
        before = self.world.revisions(self.ana).keys()
        assert {self._exchange(phone) for phone in self.phones} == {"signin"}
        assert self.world.revisions(self.ana).keys() == before
        for phone in self.phones:
            self.network.clients[phone.id] = self.world.sign_in(self.ana)
        self.expiries = self._expiries()

    def consent_changes(self, withdrawn: bool) -> None:
        """The clinic may read, or may no longer."""
        self.world.consent(self.ana, withdrawn=withdrawn)
        assert self.world.clinic_reads(self.ana) is not withdrawn

    def clinic_writes(self) -> None:
        """The clinic's desk notes the pain at a slot that Ana may note too."""
        if self.world.clinic_reads(self.ana):
            number = next(self.tick)
            body = {**self._body("chair", number), "pain": number % 11}
            rev = self.world.clinic_writes(self.ana, *self._is("chair"), body, number)
            self._keep(self.world.revisions(self.ana)[rev])

    def ben_is_on_her_phone(self, phone: int, knows: bool) -> None:
        """Ben is signed in on Ana's phone, and sends her queue; or he sends what he saw as if it were his own."""
        device, clients = self.phones[phone], self.network.clients
        before = self.world.revisions(self.ana).keys()
        if knows:
            own, self.bens.outbox = self.bens.outbox, dict(device.outbox)
            self._exchange(self.bens)
            self.bens.outbox = own
        else:
            anas, clients[device.id] = clients[device.id], clients[self.bens.id]
            assert self._exchange(device) in ("other", "reset")
            clients[device.id] = anas
        assert self.world.revisions(self.ana).keys() == before

    def is_backed_up(self) -> None:
        """The night's backup."""
        self.backup = (self.world.backup(self.ana), set(self.world.revisions(self.ana)))

    def is_restored(self, told: bool) -> None:
        """The server is put back to its backup, where there is one; `told`: and says so, as the manual asks."""
        if self.backup is None:
            return self.is_backed_up()
        kept, held = self.backup
        lost = set(self.world.revisions(self.ana)) - held
        self.world.restore(self.ana, kept)
        self.gone |= lost.difference(*(phone.revisions for phone in self.phones))
        self.expiries = self._expiries()

    def is_evicted(self, phone: int) -> None:
        """The browser throws a phone's store away. What was nowhere else is lost, and said to be (I10)."""
        device = self.phones[phone]
        others = [other.revisions for other in self.phones if other is not device]
        self.gone |= set(device.revisions).difference(self.world.revisions(self.ana), *others)
        name = f"{device.id} after {next(self.tick)}"
        self.phones[phone] = self._phone(self.ana, name)
        self.phones[phone].schema = device.schema
        self.expiries = self._expiries()

    def is_updated(self, phone: int, server: bool) -> None:
        """A newer Lull: on the server while phones have queues, or on a phone, whose queue stays as it is."""
        if server:
            self.patch.setattr(operations, "SCHEMA", operations.SCHEMA + 1)
        self.phones[phone].schema = self.phones[phone].schema if server else operations.SCHEMA

    @invariant()
    def what_was_saved_is_somewhere(self) -> None:
        """I1 at every moment, by what the phones hold: in the outbox, acknowledged, or refused in sight."""
        if hasattr(self, "phones"):
            invariants.nothing_is_dropped(self.phones)

    def teardown(self) -> None:
        """The faults stop; then everything must come to rest, and be right."""
        try:
            if hasattr(self, "phones"):
                invariants.hold_in_the_end(self)
        finally:
            self.world.forget("Ana", "Ben")
            self.network.late.clear()
            self.patch.undo()
