"""What the analysis reads: a patient's records as plain, frozen values.

Whoever reads the database builds these and nothing else. Moments are aware datetimes (any zone; compared in
UTC); `zone` is the IANA name of the zone the patient's clock showed when the record was made, and decides the
calendar date. None always means "not asked or not answered", never "no" and never zero. Pain is the numeric
rating scale, 0 (none) to 10 (worst imaginable). Words are those of the record bodies.

`entered_at`, where it stands, is when the first version of the record was written down on the device; None
counts as written down at the time. It matters for one thing: what was filled in long after is `recall`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from .columns import Columns, columns_of
from .exposures import Exposure


@dataclass(frozen=True, slots=True, kw_only=True)
class Attack:
    """One episode of headache from onset to end (ICHD-3), as it was written down. Source: collection `attacks`."""

    id: str
    started_at: datetime
    zone: str
    #: None while it is going on, or when its end was forgotten. Slept off: the moment of waking.
    ended_at: datetime | None = None
    slept_it_off: bool | None = None
    #: "left", "right", "both" or "variable" (the pain moved).
    side: str | None = None
    #: Words such as "throbbing", "pressing"; empty when none was chosen, which is no answer.
    qualities: frozenset[str] = frozenset()
    #: "mild", "moderate" or "severe".
    severity: str | None = None
    worse_with_activity: bool | None = None
    avoids_activity: bool | None = None
    #: Symptom to present (True) or asked and absent (False); a symptom that is not in it was not asked.
    symptoms: Mapping[str, bool] = field(default_factory=dict)
    #: The times given with symptoms; they show that somebody was still watching the attack.
    symptom_times: tuple[datetime, ...] = ()
    #: What it did to work or school, home, and friends, as far as it was said: "none", "managed", "less_than_half" or
    #: "could_not".
    effects: frozenset[str] = frozenset()
    entered_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PainReading:
    """Pain at one moment of an attack, 0 to 10. Source: collection `pain_readings`."""

    attack_id: str
    at: datetime
    zone: str
    pain: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Aura:
    """One aura symptom; with no attack it stood alone, without headache. Source: collection `auras`."""

    started_at: datetime
    zone: str
    #: "visual", "sensory", "speech", "motor", "brainstem", "retinal" or the patient's own word.
    kind: str
    attack_id: str | None = None
    #: How long it lasted, in minutes.
    minutes: int | None = None
    #: Words such as "zigzag", "numbness"; empty when none was chosen, which is no answer.
    signs: frozenset[str] = frozenset()
    #: Over 5 minutes or more.
    spreads_gradually: bool | None = None
    one_sided: bool | None = None
    #: "left", "right" or "both".
    side: str | None = None
    #: It added something, as flashes and tingling do.
    positive: bool | None = None
    fully_reversible: bool | None = None
    entered_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dose:
    """One intake of a medicine. Source: collection `doses`, with kind and class of its medication.

    A dose whose medication is not in the diary yet is left out by the reader: nobody knows what it was.
    """

    taken_at: datetime
    zone: str
    #: "acute" or "preventive".
    kind: str
    #: "triptan", "nsaid", … as in the collection `medications`; None when the patient did not know.
    drug_class: str | None = None
    #: False when it was taken for something else; None counts as taken for headache.
    for_headache: bool | None = None
    attack_id: str | None = None
    entered_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DayAnswer:
    """What a patient said about one calendar date. Source: collection `days`."""

    date: date
    zone: str
    answered_at: datetime
    #: True "there was headache", False "no headache", None not answered (then the date stays silent).
    headache: bool | None = None
    #: 0 to 10, read only when `headache` is True.
    worst_pain: int | None = None
    exposures: tuple[Exposure, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Infusion:
    """One infusion, the clinic's or the patient's own. Source: `infusions`, `own_infusions`, `infusion_pains`.

    An own infusion which the clinic's record links to (`own_infusion_id`) is given once, as the clinic's.
    """

    id: str
    #: The local date it was given on (planned for, while it is in preparation).
    date: date
    zone: str
    #: FHIR status; an own infusion is "completed".
    status: str = "completed"
    at: datetime | None = None
    ended_at: datetime | None = None
    #: "IV", "nasal", "IM", "topical" or "oral".
    route: str | None = None
    course_id: str | None = None
    #: "initial" or "maintenance".
    course_kind: str | None = None
    #: Slot ("before", "15", …, "end", "discharge", "24h", "7d") to pain. Own infusions: "before" and "end".
    pains: Mapping[str, int] = field(default_factory=dict)

    @property
    def pain_before(self) -> int | None:
        """Pain right before the infusion, 0 to 10."""
        return self.pains.get("before")

    @property
    def pain_end(self) -> int | None:
        """Pain at the end of the infusion, 0 to 10; not at discharge, not the next day."""
        return self.pains.get("end")


@dataclass(frozen=True, slots=True, kw_only=True)
class AdverseEvent:
    """Something unwanted that staff saw during or after an infusion. Source: collection `adverse_events`."""

    infusion_id: str
    #: A listed word such as "nausea", or the clinic's own.
    name: str
    #: "mild", "moderate" or "severe".
    severity: str | None = None
    #: "serious" in the sense of ICH E2A; None when nobody said.
    serious: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalled:
    """What a patient remembered of the month before. Source: `headache_days_28` of the collection `profile`."""

    #: Headache days in the last 28, by memory.
    days: int
    #: When they said so.
    on: date


@dataclass(frozen=True, kw_only=True)
class Diary:
    """Everything one patient recorded, in any order.

    A reading, dose or aura that names an attack which is not among `attacks` is hidden until its attack comes.
    """

    #: The patient's own zone, for dates before the first record.
    zone: str
    attacks: tuple[Attack, ...] = ()
    readings: tuple[PainReading, ...] = ()
    auras: tuple[Aura, ...] = ()
    doses: tuple[Dose, ...] = ()
    days: tuple[DayAnswer, ...] = ()
    infusions: tuple[Infusion, ...] = ()
    events: tuple[AdverseEvent, ...] = ()
    recalled: Recalled | None = None

    @cached_property
    def columns(self) -> Columns:
        """The same records as arrays, made once."""
        return columns_of(self)

    @classmethod
    def of_columns(
        cls,
        columns: Columns,
        *,
        zone: str,
        doses: tuple[Dose, ...] = (),
        infusions: tuple[Infusion, ...] = (),
        events: tuple[AdverseEvent, ...] = (),
        recalled: Recalled | None = None,
    ) -> "Diary":
        """The diary whose arrays are there already: the way for a reader of many rows.

        Only attacks and, among `doses`, the preventive ones are then records too. Everything in this package asks
        the arrays for the rest.
        """
        diary = cls(
            zone=zone,
            attacks=columns.attacks.records,
            doses=doses,
            infusions=infusions,
            events=events,
            recalled=recalled,
        )
        diary.__dict__["columns"] = columns
        return diary
