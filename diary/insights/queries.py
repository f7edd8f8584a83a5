"""Read one patient's diary as the plain values that the analysis counts.

Ten years are read at once, so a table comes as one row: each column as one list in JSON. That costs a fifth of
the rows themselves, and a tenth of the objects they would become.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from threading import Lock
from typing import Any
from uuid import UUID

import orjson
import sqlalchemy as sa
from sqlalchemy.orm import Session

from diary.accounts.models import Installation, Patient
from diary.analysis.record import Diary
from diary.attacks import models as attacks
from diary.attacks.schemas import LONGEST
from diary.days.models import Day, Exposure
from diary.db import UTCDateTime
from diary.insights.columns import Tables, diary_of
from diary.insights.courses import read_recalled
from diary.insights.infusions import read_events, read_infusions
from diary.insights.records import EFFECTS, TOLD, Strung
from diary.medications.models import Dose, Medication
from diary.revisions.models import Revision

Wanted = dict[str, Any]
# Up to so many records are looked up one by one in the index, more by reading the whole collection.
FEW = 200
# Diaries that were read, and how they stood then, in the order of the last look. Ten years are half a megabyte, or
# three with features.
KEPT: dict[Any, tuple[Any, Diary]] = {}
MOST_KEPT = 32
LOCK = Lock()
# What a list of an attack says about the kind of its headache.
FELT = ("quality", "symptom")


def current_diary(
    session: Session, patient: Patient, *, features: bool = True, followed_since: date | None = None
) -> Diary:
    """The patient's whole diary as `read_diary` reads it, kept in this process until the diary has a later version.

    What was followed is in it from `followed_since` on at least, or not at all. Nothing but a new version changes what
    is read, and each takes the next number under the patient's lock; a restored database has another epoch.
    """
    standing = sa.select(Patient.next_seq, sa.select(Installation.epoch).scalar_subquery())
    # The number is read first: what arrives in between is read under the old one, and read again.
    stands = tuple(session.execute(standing.where(Patient.id == patient.id)).one())
    key = (str(session.connection().engine.url), patient.id, patient.zone, features, followed_since is not None)
    with LOCK:
        kept = KEPT.pop(key, None)
    if kept is None or kept[0] != stands:
        how: Wanted = {"features": features, "followed_since": followed_since}
        kept = stands, read_diary(session, patient.id, patient.zone, **how)
    with LOCK:
        KEPT[key] = kept  # the last in the order, and the last to go
        for oldest in list(KEPT)[:-MOST_KEPT]:
            del KEPT[oldest]
    return kept[1]


def read_diary(
    session: Session,
    patient_id: UUID,
    zone: str,
    *,
    since: date | None = None,
    features: bool = True,
    followed_since: date | None = None,
) -> Diary:
    """Everything the patient's analysis reads; with `since`, only what can touch that day or a later one.

    Without `features` the diary has the arrays but no attacks one by one, and nothing of what they felt like: enough
    for headache days and pain, and LookupError for migraine days. What was followed from day to day is read with
    `followed_since` alone, from that day on; without, there is LookupError for what went together.
    A dose whose medication is not here is left out; so is a reading, dose or aura of an attack that is not here.
    Infusions and adverse events are always all of them.
    """
    source = _Source(session, patient_id, since)
    tables = Tables(
        attacks=source.attacks(felt=features),
        features=source.features(felt=features),
        readings=source.readings(),
        auras=source.auras(felt=features),
        signs=source.signs() if features else None,
        doses=source.doses(),
        medications=source.medications(),
        answers=source.answers(),
        first_versions=source.first_versions,
        exposures=None if followed_since is None else source.exposures(followed_since),
    )
    infusions = read_infusions(session, patient_id)
    recalled = read_recalled(session, patient_id, infusions)
    return diary_of(zone, tables, infusions, read_events(session, patient_id), recalled)


class _Source:
    """The rows of one patient, table by table."""

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
            wanted |= {"side": a.side, "severity": a.severity, **{name: a[name] for name in EFFECTS}}
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

    def auras(self, *, felt: bool) -> Strung:
        """Auras; one of a week before may still have lasted. Where it is `felt`, with what they were like."""
        a = attacks.Aura.__table__.c
        wanted: Wanted = {"id": a.id, "attack_id": a.attack_id, "at": a.started_at, "saved_at": a.saved_at}
        wanted |= {"zone": a.zone, "minutes": a.minutes, "kind": a.kind}
        if felt:
            wanted |= {"side": a.side, **{name: sa.cast(a[name], sa.Integer) for name in TOLD}}
        return self._strung(a, wanted, self._recent_auras())

    def signs(self) -> Strung:
        """The signs of auras."""
        s, a = attacks.AuraSign.__table__.c, attacks.Aura.__table__.c
        of_them = sa.select(a.id).where(a.patient_id == self.patient_id, self._recent_auras())
        recent = [s.aura_id.in_(of_them)] if self.since else []
        return self._strung(s, {"aura_id": s.aura_id, "name": s.name}, s.part == "sign", *recent)

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

    def exposures(self, since: date) -> Strung:
        """What was followed on each day from `since` on."""
        e, d = Exposure.__table__.c, Day.__table__.c
        wanted: Wanted = {"date": d.date, "name": e.name, "amount": sa.cast(e.amount, sa.Float)}
        wanted["present"] = sa.cast(e.present, sa.Integer)
        of_day = sa.and_(d.patient_id == e.patient_id, d.id == e.day_id, d.date >= since)
        return self._strung(e, wanted, together=(Day.__table__, of_day))

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

    def _strung(self, table: Any, wanted: Mapping[str, Any], *where: Any, together: Any = None) -> Strung:
        """The wanted columns of this patient's rows, each a list of plain values, all in one and the same order.

        `together` is a table whose columns may be among them, and which of its rows belongs to each.
        """
        lists = [self._list(one) for one in wanted.values()]
        statement = sa.select(*lists).where(table.patient_id == self.patient_id, *where)
        rows = table.patient_id.table
        strung = self.connection.execute(statement.select_from(rows.join(*together) if together else rows)).one()
        return {name: orjson.loads(text) if text else [] for name, text in zip(wanted, strung, strict=True)}

    def _list(self, column: Any) -> Any:
        """A column as JSON: a moment in UTC as ISO 8601 without offset, an id as this database writes it."""
        if self.sqlite:
            return sa.func.json_group_array(sa.type_coerce(column, sa.String))
        if isinstance(column.type, UTCDateTime):
            column = sa.func.to_char(sa.func.timezone("UTC", column), 'YYYY-MM-DD"T"HH24:MI:SS.US')
        return sa.cast(sa.func.json_agg(column), sa.Text)

    def _after(self, column: Any, reach: timedelta) -> Any:
        return column >= self.since - reach if self.since else sa.true()

    def _recent_attacks(self) -> Any:
        a = attacks.Attack.__table__.c
        return sa.or_(a.ended_at.is_(None), self._after(a.started_at, LONGEST)) if self.since else sa.true()

    def _recent_auras(self) -> Any:
        return self._after(attacks.Aura.__table__.c.started_at, timedelta(days=8))
