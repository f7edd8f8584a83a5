"""Read one patient's diary as the plain values that the analysis counts.

Ten years are read at once, so a table comes as one row: each column strung together by the database. That
costs a third of the rows themselves, and a tenth of the objects they would become.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from diary.analysis.record import Diary
from diary.attacks import models as attacks
from diary.attacks.schemas import LONGEST
from diary.days.models import Day
from diary.db import UTCDateTime
from diary.insights.columns import Strung, Tables, diary_of
from diary.insights.infusions import read_infusions
from diary.medications.models import Dose, Medication
from diary.revisions.models import Revision

Wanted = dict[str, Any]
# Stands in no word and no note: fields refuses every character below the space but tab and line breaks.
BETWEEN = "\x1f"
# Up to so many records are looked up one by one in the index, more by reading the whole collection.
FEW = 200
# What a list of an attack says about the kind of its headache.
FELT = ("quality", "symptom")


def read_diary(
    session: Session, patient_id: UUID, zone: str, *, since: date | None = None, features: bool = True
) -> Diary:
    """Everything the patient's analysis reads; with `since`, only what can touch that day or a later one.

    Without `features` the diary has the arrays but no attacks one by one, and nothing of what they felt like: enough
    for headache days and pain, not for migraine days or the length of attacks.
    A dose whose medication is not here is left out; so is a reading, dose or aura of an attack that is not here.
    Infusions are always all of them.
    """
    source = _Source(session, patient_id, since)
    tables = Tables(
        attacks=source.attacks(felt=features),
        features=source.features(felt=features),
        felt=features,
        readings=source.readings(),
        auras=source.auras(),
        doses=source.doses(),
        medications=source.medications(),
        answers=source.answers(),
        first_versions=source.first_versions,
    )
    return diary_of(zone, tables, read_infusions(session, patient_id))


class _Source:
    """The rows of one patient, table by table, as texts."""

    def __init__(self, session: Session, patient_id: UUID, since: date | None) -> None:
        self.connection = session.connection()
        self.patient_id = patient_id
        self.since = None if since is None else datetime.fromisoformat(f"{since}T00:00:00+00:00")
        self.sqlite = self.connection.dialect.name == "sqlite"

    def attacks(self, *, felt: bool) -> Strung:
        """Attacks that were going on at `since` or later; where it is `felt`, with what they were like."""
        a = attacks.Attack.__table__.c
        wanted: Wanted = {
            "id": a.id,
            "started_at": a.started_at,
            "ended_at": a.ended_at,
            "saved_at": a.saved_at,
            "zone": a.zone,
        }
        if felt:
            truths: Wanted = {"slept": a.slept_it_off, "worse": a.worse_with_activity, "avoids": a.avoids_activity}
            wanted |= {name: sa.cast(column, sa.Integer) for name, column in truths.items()}
            wanted |= {"side": a.side, "severity": a.severity}
        return self._strung(a, wanted, self._recent_attacks())

    def features(self, *, felt: bool) -> Strung:
        """Qualities and symptoms of attacks; else only of those that go on, whose symptoms show that they do."""
        f, a = attacks.AttackFeature.__table__.c, attacks.Attack.__table__.c
        wanted: Wanted = {"attack_id": f.attack_id, "part": f.part, "name": f.name, "at": f.at}
        wanted["present"] = sa.cast(f.present, sa.Integer)
        chosen = self._recent_attacks() if felt else a.ended_at.is_(None)
        of_them = sa.select(a.id).where(a.patient_id == self.patient_id, chosen)
        everything = felt and not self.since
        return self._strung(f, wanted, f.part.in_(FELT), *([] if everything else [f.attack_id.in_(of_them)]))

    def readings(self) -> Strung:
        """Pain readings."""
        r = attacks.PainReading.__table__.c
        wanted: Wanted = {"attack_id": r.attack_id, "at": r.at, "zone": r.zone, "pain": r.pain}
        return self._strung(r, wanted, self._after(r.at, LONGEST))

    def auras(self) -> Strung:
        """Auras, which last a week at most."""
        a = attacks.Aura.__table__.c
        wanted: Wanted = {"id": a.id, "attack_id": a.attack_id, "at": a.started_at, "saved_at": a.saved_at}
        return self._strung(
            a, {**wanted, "zone": a.zone, "minutes": a.minutes}, self._after(a.started_at, timedelta(days=8))
        )

    def doses(self) -> Strung:
        """Doses of every medication."""
        d = Dose.__table__.c
        wanted: Wanted = {"id": d.id, "attack_id": d.attack_id, "medication_id": d.medication_id, "at": d.taken_at}
        wanted["for_headache"] = sa.cast(d.for_headache, sa.Integer)
        return self._strung(
            d, {**wanted, "saved_at": d.saved_at, "zone": d.zone}, self._after(d.taken_at, timedelta(days=2))
        )

    def medications(self) -> Strung:
        """What each medication is."""
        m = Medication.__table__.c
        return self._strung(m, {"id": m.id, "kind": m.kind, "drug_class": m.drug_class})

    def answers(self) -> Strung:
        """What was said about days."""
        d = Day.__table__.c
        wanted: Wanted = {
            "date": d.date,
            "at": d.answered_at,
            "zone": d.zone,
            "headache": d.headache,
            "pain": d.worst_pain,
        }
        return self._strung(d, wanted, *([d.date >= self.since.date()] if self.since else []))

    def first_versions(self, collection: str, ids: Sequence[str]) -> Mapping[str, str]:
        """Record id to when its first version was written down on the device; imported records have no such time."""
        r = Revision.__table__.c
        first = [r.collection == collection, r.generation == 1, r.by != "import"]
        if len(ids) <= FEW:
            first.append(r.record_id.in_([UUID(one) for one in ids]))
        found = self._strung(r, {"id": r.record_id, "at": r.at}, *first)
        times: dict[str, list[str]] = defaultdict(list)
        for one, at in zip(found["id"], found["at"], strict=True):
            times[one].append(at)
        return {one: min(times[one]) for one in ids if one in times}

    def _strung(self, table: Any, wanted: Mapping[str, Any], *where: Any) -> Strung:
        """The wanted columns of this patient's rows, each a list of texts in one and the same order; "" for none."""
        texts = [sa.func.aggregate_strings(self._text(one), BETWEEN) for one in wanted.values()]
        statement = sa.select(sa.func.count(), *texts).where(table.patient_id == self.patient_id, *where)
        count, *strung = self.connection.execute(statement.select_from(table.patient_id.table)).one()
        return {name: text.split(BETWEEN) if count else [] for name, text in zip(wanted, strung, strict=True)}

    def _text(self, column: Any) -> Any:
        """A column as text: a moment in UTC as ISO 8601 without offset, an id as this database writes it."""
        text: Any
        if self.sqlite:
            text = sa.type_coerce(column, sa.String)
        elif isinstance(column.type, UTCDateTime):
            text = sa.func.to_char(sa.func.timezone("UTC", column), 'YYYY-MM-DD"T"HH24:MI:SS.US')
        else:
            text = sa.cast(column, sa.String)
        return sa.func.coalesce(text, "") if getattr(column, "nullable", True) else text

    def _after(self, column: Any, reach: timedelta) -> Any:
        return column >= self.since - reach if self.since else sa.true()

    def _recent_attacks(self) -> Any:
        a = attacks.Attack.__table__.c
        return sa.or_(a.ended_at.is_(None), self._after(a.started_at, LONGEST)) if self.since else sa.true()
