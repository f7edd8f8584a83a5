"""What the records say about each day, before any rule is applied."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from .columns import Columns
from .definitions import UNKNOWN, Flags, Numbers
from .stretches import MINUTE, LocalDays, Pieces, Stretches, cut, ends, stretches_of

#: Later than anything is filled in.
NEVER = 1 << 40


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """Records laid on local days; a day is an index, outside 0 … count - 1 where the record lies outside."""

    #: Parts of attacks on days.
    pieces: Pieces
    #: Whether each attack is going on at the moment of asking.
    running: Flags
    stretches: Stretches
    aura_pieces: Pieces
    dose_day: Numbers
    answer_day: Numbers
    reading_day: Numbers

    @property
    def running_days(self) -> Numbers:
        """The days touched by an attack that is going on."""
        return self.pieces.day[self.running[self.pieces.owner]]


def gather(columns: Columns, local: LocalDays, now: datetime) -> Evidence:
    """All records laid on the days of `local`."""
    attacks, auras = columns.attacks, columns.auras
    end, running = ends(columns, round(now.timestamp() * 1000))
    lasting = np.nan_to_num(auras.minutes).astype(np.int64) * MINUTE
    return Evidence(
        pieces=cut(attacks.at, end, attacks.zone, local),
        running=running,
        stretches=stretches_of(columns, end, running),
        aura_pieces=cut(auras.at, auras.at + lasting, auras.zone, local),
        dose_day=local.index(columns.doses.at, columns.doses.zone),
        answer_day=columns.answers.ordinal - local.first,
        reading_day=local.index(columns.readings.at, columns.readings.zone),
    )


def flagged(days: Numbers, local: LocalDays) -> Flags:
    """Whether each day is among `days`."""
    flags = np.zeros(local.count, dtype=np.bool_)
    flags[days[_within(days, local)]] = True
    return flags


def class_bits(days: Numbers, bits: Numbers, local: LocalDays) -> Numbers:
    """For each day, the bits of all that fell on it."""
    whole, inside = np.zeros(local.count, dtype=np.int64), _within(days, local)
    np.bitwise_or.at(whole, days[inside], bits[inside])
    return whole


def worst_pains(columns: Columns, evidence: Evidence, local: LocalDays) -> Numbers:
    """For each day, the worst reading taken on it or said for it with a yes; -1 where there is none.

    A reading is not carried over: on the second day of an attack only what was given on that day counts.
    """
    worst = np.full(local.count, -1, dtype=np.int64)
    said, read = _within(evidence.answer_day, local), _within(evidence.reading_day, local)
    np.maximum.at(worst, evidence.answer_day[said], columns.answers.pain[said])
    np.maximum.at(worst, evidence.reading_day[read], columns.readings.pain[read])
    return worst


def lateness(columns: Columns, evidence: Evidence, local: LocalDays) -> Numbers:
    """For each day, after how many dates the first thing that makes it recorded was written down."""
    late = np.full(local.count, NEVER, dtype=np.int64)
    attacks, auras, doses, answers = columns.attacks, columns.auras, columns.doses, columns.answers
    spoken = answers.headache != UNKNOWN
    pieces, aura_pieces = evidence.pieces, evidence.aura_pieces
    for days, entered, zone in (
        (pieces.day, attacks.entered[pieces.owner], attacks.zone[pieces.owner]),
        (aura_pieces.day, auras.entered[aura_pieces.owner], auras.zone[aura_pieces.owner]),
        (evidence.dose_day, doses.entered, doses.zone),
        (evidence.answer_day[spoken], answers.at[spoken], answers.zone[spoken]),
    ):
        inside = _within(days, local)
        np.minimum.at(late, days[inside], (local.index(entered, zone) - days)[inside])
    return late


def zone_codes(columns: Columns, local: LocalDays) -> Numbers:
    """For each day, the zone of the last record on it or before it; the patient's own (one past all) before any."""
    home = len(columns.zones)
    kinds = (columns.attacks, columns.readings, columns.auras, columns.doses)
    days = np.concatenate([local.index(kind.at, kind.zone) for kind in kinds] + [columns.answers.ordinal - local.first])
    at = np.concatenate([kind.at for kind in kinds] + [columns.answers.at])
    zones = np.concatenate([kind.zone for kind in kinds] + [columns.answers.zone])
    order = np.lexsort((at, np.maximum(days, -1)))
    days, zones = np.maximum(days, -1)[order], zones[order]
    # The place of the last record of each day, carried over the days that have none.
    last = np.searchsorted(days, np.arange(local.count), side="right") - 1
    return np.where(last >= 0, zones[np.maximum(last, 0)], home) if len(zones) else np.full(local.count, home)


def _within(days: Numbers, local: LocalDays) -> Flags:
    return (days >= 0) & (days < local.count)
