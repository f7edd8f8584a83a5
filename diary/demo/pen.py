"""What somebody writes down: the records of one patient, in the order in which their devices make them."""

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from diary.clock import instant
from diary.demo.people import Person
from diary.fields import named_id
from diary.revisions.kinds import Kind


@dataclass(frozen=True)
class Entry:
    """One version of a record: who wrote it (patient or clinic), when and where."""

    kind: Kind
    record_id: UUID
    body: dict[str, Any]
    at: datetime
    zone: str
    by: str


@dataclass
class Pen:
    """Writes for one person. All chance comes from the person's name, so that every demo is the same."""

    person: Person
    patient_id: UUID
    last: date  # yesterday, where the person lives
    now: datetime
    entries: list[Entry] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.chance = random.Random(f"{self.person.name}: {self.person.story}")  # noqa: S311 - tells a story

    def id(self) -> UUID:
        """A new id, the same in every demo."""
        return UUID(int=self.chance.getrandbits(128), version=4)

    def phone(self) -> UUID:
        """The id of the person's phone."""
        return named_id(f"demo:phone:{self.patient_id}")

    def day(self, ago: int) -> date:
        """The day `ago` days before yesterday."""
        return self.last - timedelta(days=ago)

    def zone(self, day: date) -> str:
        """Where the person is on `day`."""
        ago = (self.last - day).days
        for begins, ends, zone in self.person.journeys:
            if begins >= ago >= ends:
                return zone
        return self.person.zone

    def moment(self, day: date, hour: float) -> datetime:
        """The moment at this hour by the clock on that day where the person is; never after now."""
        midnight = datetime.combine(day, time(0), ZoneInfo(self.zone(day)))
        minutes = round(hour * 60)
        local = midnight + timedelta(minutes=minutes)  # by the clock on the wall
        return min(local.astimezone(UTC), self.now)

    def happens(self, share: float) -> bool:
        """Whether something happens that does so in this share of cases."""
        return self.chance.random() < share

    def writes(
        self,
        kind: Kind,
        body: dict[str, Any],
        *,
        at: datetime,
        record_id: UUID | None = None,
        by: str = "patient",
        day: date | None = None,
    ) -> UUID:
        """Write a record down at a moment, and say its id. Instants become text; what is None stays out."""
        zone = self.zone(day or at.astimezone(ZoneInfo(self.person.zone)).date())
        said: dict[str, Any] = {"zone": zone} if "zone" in kind.schema.fields else {}
        said |= {name: _plain(value) for name, value in body.items() if value is not None}
        if record_id is None:
            loaded = kind.schema.load(said)
            record_id = kind.identity(self.patient_id, loaded) if kind.identity else self.id()
        self.entries.append(Entry(kind, record_id, said, min(at, self.now), zone, by))
        return record_id


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    return str(value) if isinstance(value, (date, UUID)) else value
