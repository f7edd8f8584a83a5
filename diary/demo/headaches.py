"""Days with and without headache: attacks with their pain, doses and auras, and the answers to the day's question."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID

from diary.attacks.operations import ATTACK, AURA, PAIN_READING
from diary.days.operations import DAY
from diary.demo.pen import Pen
from diary.demo.people import Course, Drug
from diary.medications.operations import DOSE, MEDICATION

FADES = 14  # days in which headaches come back after relief
CYCLE = 28  # days
PLACES = ("temple", "forehead", "eye", "back", "neck")
TRIGGERS = ("stress", "poor_sleep", "weather", "alcohol", "skipped_meal", "bright_light")
SYMPTOMS = (("nausea", 0.6), ("vomiting", 0.1), ("light", 0.8), ("sound", 0.7), ("smell", 0.3), ("fatigue", 0.5))
AURA_SIGNS = {"visual": ["zigzag", "blind_spot"], "sensory": ["tingling_hand"], "speech": ["difficulty_speaking"]}


def write_days(pen: Pen) -> None:
    """Write everything that concerns headaches, from the first day of the diary to the last."""
    cabinet = [(drug, _medication(pen, drug)) for drug in pen.person.acute]
    if pen.person.preventive is not None:
        _medication(pen, pen.person.preventive)
    for days in _spells(pen):
        if not days[1]:
            _answer(pen, days[0][0], "no", None)
        elif pen.happens(pen.person.attacks):
            _attack(pen, days[0], cabinet)
        else:
            for day in days[0]:
                _plain_headache(pen, day, cabinet)


def _spells(pen: Pen) -> Iterator[tuple[list[date], bool]]:
    """Single days without headache, and one to three days with it that belong together."""
    person, before = pen.person, False
    spell: list[date] = []
    length = 1
    for ago in range(person.days - 1, person.stopped_ago - 1, -1):
        if ago in person.skipped:
            continue
        usual = _usual(pen, ago)
        headache = pen.happens(usual + person.clustering * (before - usual))
        if spell and (not headache or len(spell) == length):
            yield spell, True
            spell = []
        if headache:
            length = length if spell else pen.chance.choice((1, 1, 1, 2, 2, 3))
            spell.append(pen.day(ago))
        else:
            yield [pen.day(ago)], False
        before = headache
    if spell:
        yield spell, True


def _usual(pen: Pen, ago: int) -> float:
    """The share of days like this one that have headache: less after a course, more with a period."""
    share = pen.person.rate
    past = [course for course in pen.person.courses if course.ago > ago]
    if past:
        share *= _eased(min(past, key=lambda course: course.ago), ago)
    if pen.person.cycle and ago % CYCLE in (0, 1, 2, CYCLE - 1):
        share = 0.7
    return min(share, 0.95)


def _eased(course: Course, ago: int) -> float:
    """How much of the usual headache is left so long after a course."""
    over = course.ago - ago - course.relief_days
    return course.relief + (1 - course.relief) * min(max(over / FADES, 0), 1)


def _answer(pen: Pen, day: date, headache: str, worst_pain: int | None) -> None:
    """The day's question, answered in the evening, days later, or not at all."""
    if pen.happens(pen.person.silent):
        return
    later = timedelta(days=pen.chance.randint(6, 11)) if pen.happens(pen.person.late) else timedelta()
    at = pen.moment(day, pen.chance.uniform(19.5, 22.5)) + later
    if at > pen.now:
        return
    exposures = [{"name": name, "present": _exposed(pen, name, day)} for name in pen.person.exposures]
    answer = {"date": day, "headache": headache, "worst_pain": worst_pain, "answered_at": at}
    pen.writes(DAY, {**answer, "exposures": exposures or None}, at=at, day=day)


def _exposed(pen: Pen, name: str, day: date) -> bool:
    if name == "period":
        return (pen.last - day).days % CYCLE in (0, 1, 2, 3)
    return pen.happens(0.3)


def _plain_headache(pen: Pen, day: date, cabinet: list[tuple[Drug, UUID]]) -> None:
    """A headache that was only answered for, with or without something taken."""
    _answer(pen, day, "yes", pen.chance.randint(2, 6))
    if cabinet and pen.happens(pen.person.day_doses):
        _dose(pen, cabinet, pen.moment(day, pen.chance.uniform(9, 19)), None)


def _attack(pen: Pen, days: list[date], cabinet: list[tuple[Drug, UUID]]) -> None:
    """One attack over these days: kept while it went on, or written down afterwards."""
    start = pen.moment(days[0], pen.chance.uniform(6, 15))
    if len(days) == 1:
        end = min(start + timedelta(hours=pen.chance.uniform(3, 12)), pen.moment(days[0], 23.4))
    else:
        end = pen.moment(days[-1], pen.chance.uniform(9, 21))
    attack_id, peak = pen.id(), pen.chance.randint(5, 9)
    live = pen.happens(0.3)
    if live:
        pen.writes(ATTACK, {"started_at": start}, at=start, record_id=attack_id, day=days[0])
    written = timedelta(minutes=pen.chance.randint(5, 90))
    pen.writes(ATTACK, _description(pen, start, end, peak), at=end + written, record_id=attack_id, day=days[0])
    span = (end - start).total_seconds()
    for share, pain in ((0.05, peak - 3), (0.45, peak), (0.95, pen.chance.randint(0, 2))):
        moment = start + timedelta(seconds=round(span * share))
        body = {"attack_id": attack_id, "at": moment, "pain": max(pain, 0)}
        pen.writes(PAIN_READING, body, at=moment if live else end + written, day=days[0])
    if pen.happens(pen.person.aura):
        write_aura(pen, start - timedelta(minutes=pen.chance.randint(20, 45)), attack_id)
    if cabinet and pen.happens(pen.person.doses):
        _dose(pen, cabinet, start + timedelta(minutes=pen.chance.randint(20, 90)), attack_id)
        for day in days[1:]:
            if pen.happens(0.5):
                _dose(pen, cabinet, min(pen.moment(day, pen.chance.uniform(8, 11)), end), attack_id)


def _description(pen: Pen, start: datetime, end: datetime, peak: int) -> dict[str, object]:
    chance = pen.chance
    side = chance.choice(("left", "right", "both", "variable"))
    return {
        "started_at": start,
        "ended_at": end,
        "side": side,
        "places": sorted(chance.sample(PLACES, chance.randint(1, 2))),
        "qualities": ["throbbing"] if pen.happens(0.7) else ["pressing"],
        "severity": "severe" if peak >= 7 else "moderate",
        "worse_with_activity": pen.happens(0.75),
        "symptoms": [{"name": name, "present": pen.happens(share)} for name, share in SYMPTOMS],
        "prodrome": [{"name": "yawning", "hours_before": chance.randint(2, 24)}] if pen.happens(0.2) else None,
        "possible_triggers": sorted(chance.sample(TRIGGERS, 1)) if pen.happens(0.4) else None,
        "slept_it_off": True if pen.happens(0.2) else None,
        "effect_work": chance.choice(("none", "managed", "managed", "less_than_half", "could_not")),
    }


def write_aura(pen: Pen, start: datetime, attack_id: UUID | None) -> None:
    """One aura; without an attack it stood alone."""
    kind = pen.chance.choice(("visual", "visual", "visual", "sensory", "speech"))
    minutes = pen.chance.randint(10, 45)
    body = {
        "attack_id": attack_id,
        "started_at": start,
        "kind": kind,
        "signs": AURA_SIGNS[kind],
        "minutes": minutes,
        "spreads_gradually": True,
        "one_sided": True,
        "fully_reversible": True,
    }
    pen.writes(AURA, body, at=start + timedelta(minutes=minutes + 15))


def write_lone_auras(pen: Pen) -> None:
    """Auras without headache, now and then."""
    for ago in range(pen.person.days - 1, pen.person.stopped_ago - 1, -1):
        if pen.happens(pen.person.lone_auras):
            write_aura(pen, pen.moment(pen.day(ago), pen.chance.uniform(9, 20)), None)


def _medication(pen: Pen, drug: Drug) -> UUID:
    first = pen.day(pen.person.days - 1)
    body = {"name": drug.name, "kind": drug.kind, "drug_class": drug.drug_class, "amount": drug.amount}
    body["unit"] = drug.unit
    return pen.writes(MEDICATION, {**body, "started_on": first}, at=pen.moment(first, 9), day=first)


def _dose(pen: Pen, cabinet: list[tuple[Drug, UUID]], at: datetime, attack_id: UUID | None) -> None:
    drug, medication_id = cabinet[0] if pen.happens(0.7) else cabinet[-1]
    relief = pen.chance.choices(("none", "some", "much", "free"), (2, 4, 3, 2))[0]
    body = {"medication_id": medication_id, "taken_at": at, "attack_id": attack_id, "amount": drug.amount}
    pen.writes(DOSE, {**body, "unit": drug.unit, "relief_2h": relief}, at=at + timedelta(hours=2))
