"""ICHD-3 1.4.1 C, status migrainosus: an attack that did not remit for more than 72 hours and was debilitating.

Remissions of up to 12 hours are within it when a medicine was taken for it or sleep ended it; where the diary does
not say why it remitted, it is not known. Debilitating is what ICHD-3 does not define: here, that somebody could not
do what was to be done, or less than half of it. Whether it was typical of earlier attacks (B) is not asked.
"""

from collections.abc import Mapping

import numpy as np

from .attacks import Attacks, attacks_of
from .columns import Columns, integers
from .definitions import NO, UNKNOWN, YES, Answers, Numbers, all_of
from .definitions_patterns import LONGEST_HOURS, REMISSION_HOURS
from .stretches import HOUR

DEBILITATING = frozenset({"could_not", "less_than_half"})


def long_attacks(columns: Columns, now: int) -> Attacks:
    """Attacks as 1.4.1 counts them: remissions of up to 12 hours do not end one."""
    return attacks_of(columns, now, REMISSION_HOURS * HOUR)


def status(columns: Columns, attacks: Attacks) -> Mapping[str, Answers]:
    """For each attack, C1 (more than 72 hours, unremitting), C2 (debilitating), and C, which is both."""
    unremitting = np.where(attacks.whole, NO, UNKNOWN)
    for place in np.flatnonzero(attacks.lasted > LONGEST_HOURS * HOUR).tolist():
        unremitting[place] = _unremitting(columns, np.flatnonzero(attacks.groups.of_attack == place))
    effects = integers([_debilitating(one.effects) for one in columns.attacks.records])
    debilitating = np.maximum.reduceat(effects, attacks.groups.first_attack) if len(effects) else effects
    return {"C1": unremitting, "C2": debilitating, "C": all_of(unremitting, debilitating)}


def _unremitting(columns: Columns, members: Numbers) -> int:
    """YES unless the headache stopped in between for a reason that nobody noted."""
    attacks, doses = columns.attacks, columns.doses
    answer, began, until, slept = YES, attacks.at[members[0]], attacks.at[members[0]], False
    for place in members.tolist():
        gap = attacks.at[place] - until
        if gap > 0:
            treated = doses.for_headache & (doses.at >= began) & (doses.at <= attacks.at[place])
            explained = gap <= REMISSION_HOURS * HOUR and (slept or treated.any())
            answer, began = answer if explained else UNKNOWN, attacks.at[place]
        end = attacks.end[place] if attacks.end[place] >= 0 else attacks.touch[place]
        if end >= until:
            until, slept = end, attacks.records[place].slept_it_off is True
    return answer


def _debilitating(effects: frozenset[str]) -> int:
    return UNKNOWN if not effects else YES if effects & DEBILITATING else NO
