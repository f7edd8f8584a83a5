"""How many attacks there were, and how long they lasted.

Records with a gap of less than 24 hours between them are one attack, as in the Leiden e-diary. From 24 to 48 hours
the patient is asked, and until the answer they are two. This changes how many attacks are counted and how long they
are, and never how many headache days: days are counted from the records.

`attacks_of` gives arrays for whoever counts, draws or judges attacks; `merged_attacks` names the records of each, with
its peak and the question about its gap.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import numpy as np

from .columns import Columns
from .definitions import ASK_HOURS, MERGE_HOURS, Flags, Numbers
from .record import Diary
from .stretches import HOUR, Stretches, ends, stretches_of


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Attacks:
    """Attacks as they are counted, by onset, each with how long it lasted at least."""

    groups: Stretches
    #: Milliseconds for which it is certain that the attack went on.
    lasted: Numbers
    #: Whether that is its whole length: no end was forgotten, and it is over.
    whole: Flags


def attacks_of(columns: Columns, now: int, gap: int = MERGE_HOURS * HOUR - 1) -> Attacks:
    """The attacks of a diary; `gap` is how many milliseconds without headache do not end one."""
    end, running = ends(columns, now)
    groups = stretches_of(columns, end, running, gap)
    attacks = columns.attacks
    ended = attacks.end >= 0
    certain = np.where(ended, end, np.where(running, now, np.minimum(attacks.touch, now)))
    if not len(ended):
        return Attacks(groups=groups, lasted=groups.start, whole=groups.running)
    return Attacks(
        groups=groups,
        lasted=np.maximum(np.maximum.reduceat(certain, groups.first_attack) - groups.start, 0),
        whole=np.logical_and.reduceat(ended, groups.first_attack),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedAttack:
    """One attack as it is counted: one record, or several with short gaps."""

    ids: tuple[str, ...]
    started_at: datetime
    #: The end as recorded, or as far as it counts: see `is_ongoing` and `end_unknown`.
    ended_at: datetime
    is_ongoing: bool
    #: The end was forgotten: it counts until 24 hours after its last touch, and the patient is asked.
    end_unknown: bool
    peak_pain: int | None
    #: The gap to the attack before is 24 to 48 hours: the patient is asked whether it was the same one.
    ask_same: bool

    @property
    def duration(self) -> timedelta:
        """From the onset of the first to the end of the last, gaps included."""
        return self.ended_at - self.started_at


def merged_attacks(diary: Diary, now: datetime) -> tuple[MergedAttack, ...]:
    """All attacks as they are counted, by onset."""
    columns = diary.columns
    latest, running = ends(columns, round(now.timestamp() * 1000))
    peaks: dict[int, int] = {}
    for attack, pain in zip(columns.readings.attack.tolist(), columns.readings.pain.tolist(), strict=True):
        peaks[attack] = max(pain, peaks.get(attack, pain))

    merged: list[MergedAttack] = []
    for place, record in enumerate(columns.attacks.records):
        one = MergedAttack(
            ids=(record.id,),
            started_at=record.started_at.astimezone(UTC),
            ended_at=datetime.fromtimestamp(int(latest[place]) / 1000, UTC),
            is_ongoing=bool(running[place]),
            end_unknown=record.ended_at is None and not running[place],
            peak_pain=peaks.get(place),
            ask_same=False,
        )
        if merged and one.started_at - merged[-1].ended_at < timedelta(hours=MERGE_HOURS):
            merged[-1] = _joined(merged[-1], one)
        else:
            merged.append(_asked(one, merged[-1]) if merged else one)
    return tuple(merged)


def _joined(earlier: MergedAttack, later: MergedAttack) -> MergedAttack:
    last = max(earlier, later, key=lambda one: one.ended_at)
    return MergedAttack(
        ids=earlier.ids + later.ids,
        started_at=earlier.started_at,
        ended_at=last.ended_at,
        is_ongoing=earlier.is_ongoing or later.is_ongoing,
        end_unknown=last.end_unknown,
        peak_pain=max((pain for pain in (earlier.peak_pain, later.peak_pain) if pain is not None), default=None),
        ask_same=earlier.ask_same,
    )


def _asked(one: MergedAttack, before: MergedAttack) -> MergedAttack:
    gap = one.started_at - before.ended_at
    return replace(one, ask_same=gap <= timedelta(hours=ASK_HOURS))
