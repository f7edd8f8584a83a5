"""The clinic's settings as a form: what was typed, what a patient will see of it, and the log of what was changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from diary.accounts.models import Staff
from diary.clinic.changes import INCOMPLETE
from diary.clinic.entries import PLAIN, kept
from diary.fields import Refused
from diary.infusions.clock_times import ClockTimes, clock_times
from diary.infusions.settings import (
    DEFAULTS,
    NAMES,
    SCHEMA,
    ClinicSettings,
    Settings,
    altered,
    change_settings,
    current_settings,
    settings_log,
    settings_of,
)

# The example that the preview shows, on a clock that never changes.
EXAMPLE, EXAMPLE_ZONE = time(14, 0), "UTC"
TRUTHS = {"yes": True, "no": False, "": None}
BEFORE = ("no_solid_food_from", "light_meal_until", "clear_liquids_until", "arrive_at")
AFTER = ("planned_end", "observation_until", "no_driving_until", "no_alcohol_until")


class Moment(NamedTuple):
    """A clock time of the example's day, and how many days after that day it is; the day before is -1."""

    name: str
    clock: str
    days: int


@dataclass(frozen=True)
class Preview:
    """What a patient will see of these settings, for an infusion at the example's time."""

    settings: Settings
    planned: str
    before: tuple[Moment, ...]
    after: tuple[Moment, ...]


@dataclass(frozen=True)
class Alteration:
    """One version of the log: when, by whom (None for a command), and each field as it was and as it became."""

    at: datetime
    by: str | None
    fields: tuple[tuple[str, Any, Any], ...]


@dataclass(frozen=True)
class SettingsPage:
    """The settings as they are shown; `values` and `errors` are by the name of the input."""

    values: dict[str, str]
    errors: dict[str, list[str]]
    #: The version that the page was made from; 0 where the clinic has said nothing yet.
    version: int
    preview: Preview
    log: tuple[Alteration, ...]


def settings_page(
    session: Session, clinic_id: UUID, now: datetime, typed: Mapping[str, str] | None = None
) -> SettingsPage:
    """The clinic's settings as they stand, or with what was typed over them, which the preview follows."""
    log, current = settings_log(session, clinic_id), current_settings(session, clinic_id)
    errors: dict[str, list[str]] = {}
    version = log[0].version if log else 0
    if typed is not None:
        version = int(typed["version"]) if typed.get("version", "").isdecimal() else version
        try:
            current = altered(current, **_changes(log, typed))
        except Refused as problem:
            if not problem.fields:
                raise
            errors = {name: [PLAIN.get(each, each) for each in told] for name, told in problem.fields.items()}
    values = as_typed(current) | {name: typed[name] for name in NAMES if typed and name in typed}
    return SettingsPage(values, errors, version, preview(current, now), tuple(_log(session, clinic_id, log)))


def save_settings(session: Session, staff: Staff, now: datetime, typed: Mapping[str, str]) -> Settings:
    """Change what was typed over, and nothing else: what a colleague changed meanwhile stays. The caller commits.

    Raises Refused for what cannot be kept.
    """
    changes = _changes(settings_log(session, staff.clinic_id), typed)
    return change_settings(session, staff.clinic_id, staff.user_id, now, **changes)


def as_typed(settings: Settings) -> dict[str, str]:
    """Settings as they stand in the form."""
    words = {value: word for word, value in TRUTHS.items()}
    found = {name: getattr(settings, name) for name in NAMES}
    return {
        name: words[value] if value in (True, False, None) and name == "driver_needed" else _text(value)
        for name, value in found.items()
    }


def preview(settings: Settings, now: datetime) -> Preview:
    """What a patient will see: the clock of the example's day."""
    planned = datetime.combine(now.astimezone(UTC) + timedelta(days=1), EXAMPLE, UTC)
    times = clock_times(planned, EXAMPLE_ZONE, settings)
    before, after = (tuple(_moments(times, names, planned)) for names in (BEFORE, AFTER))
    return Preview(settings, planned.strftime("%H:%M"), before, after)


def _moments(times: ClockTimes, names: Iterable[str], planned: datetime) -> Iterable[Moment]:
    for name in names:
        if moment := getattr(times, name):
            yield Moment(name, moment.strftime("%H:%M"), (moment.date() - planned.date()).days)


def _changes(log: list[ClinicSettings], typed: Mapping[str, str]) -> dict[str, Any]:
    """What was typed over the version that the page was made from, by field. A field that did not arrive is not
    one that somebody emptied. Raises Refused where it was made from none.
    """
    known = {str(row.version): settings_of(row) for row in log} | {"0": DEFAULTS}
    shown = known.get(typed.get("version", ""))
    if shown is None:
        raise Refused(INCOMPLETE)
    told = {name: _value(name, typed[name], getattr(shown, name)) for name in NAMES if name in typed}
    return {name: value for name, value in told.items() if value != getattr(shown, name)}


def _value(name: str, text: str, before: Any) -> Any:
    return TRUTHS.get(text, text) if name == "driver_needed" else kept(SCHEMA.fields[name], text, "", before)


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _log(session: Session, clinic_id: UUID, log: list[ClinicSettings]) -> Iterable[Alteration]:
    """The versions, the latest first, each with what it changed."""
    who = sa.select(Staff.user_id, Staff.name).where(Staff.clinic_id == clinic_id)
    names = {row.user_id: row.name for row in session.execute(who)}
    for row, earlier in zip(log, [*log[1:], None], strict=False):
        now, was = settings_of(row), settings_of(earlier) if earlier else DEFAULTS
        told = ((name, getattr(was, name), getattr(now, name)) for name in NAMES)
        by = names.get(row.made_by) if row.made_by is not None else None
        yield Alteration(row.made_at, by, tuple(each for each in told if each[1] != each[2]))
