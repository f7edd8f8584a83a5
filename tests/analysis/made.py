"""Records that are valid and dull, on Ana's clock in Los Angeles unless told otherwise."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from diary.analysis import Attack, Aura, DayAnswer, Diary, Dose, Infusion, PainReading

HOME = "America/Los_Angeles"
LATER = datetime(2027, 1, 1, tzinfo=UTC)
KINDS = {
    Attack: "attacks",
    PainReading: "readings",
    Aura: "auras",
    Dose: "doses",
    DayAnswer: "days",
    Infusion: "infusions",
}
#: The features of migraine without aura, each said with a yes.
MIGRAINE = {
    "side": "left",
    "qualities": frozenset({"throbbing"}),
    "worse_with_activity": True,
    "symptoms": {"nausea": True, "light": True, "sound": True},
}


def at(text, zone=HOME):
    """The moment of a clock: "2026-06-10 09:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def on(text):
    return date.fromisoformat(text)


def attack(start, hours=4.0, *, zone=HOME, **more):
    began = at(start, zone)
    ended = None if hours is None else began + timedelta(hours=hours)
    return Attack(**{"id": f"attack of {start}", "started_at": began, "ended_at": ended, "zone": zone, **more})


def reading(of, when, pain):
    return PainReading(attack_id=of.id, at=at(when, of.zone), zone=of.zone, pain=pain)


def aura(start, minutes=None, *, zone=HOME, **more):
    return Aura(started_at=at(start, zone), zone=zone, kind="visual", minutes=minutes, **more)


def dose(when, drug_class="nsaid", *, kind="acute", zone=HOME, **more):
    return Dose(taken_at=at(when, zone), zone=zone, kind=kind, drug_class=drug_class, **more)


def answer(day, headache, *, zone=HOME, answered=None, worst_pain=None):
    when = at(answered or f"{day} 21:00", zone)
    return DayAnswer(date=on(day), zone=zone, headache=headache, worst_pain=worst_pain, answered_at=when)


def infusion(day, before=None, end=None, **more):
    pains = {slot: pain for slot, pain in (("before", before), ("end", end)) if pain is not None}
    return Infusion(**{"id": f"infusion of {day}", "date": on(day), "zone": HOME, "pains": pains, **more})


def diary(*records, zone=HOME):
    kept = {name: [] for name in KINDS.values()}
    for record in records:
        kept[KINDS[type(record)]].append(record)
    return Diary(zone=zone, **{name: tuple(rows) for name, rows in kept.items()})


def days_of(pattern, first="2026-01-01"):
    """A diary with one answer a day: H headache, . none, space for a silent day."""
    dates = (on(first) + timedelta(days=place) for place in range(len(pattern)))
    return diary(*(answer(str(day), sign == "H") for day, sign in zip(dates, pattern, strict=True) if sign != " "))
