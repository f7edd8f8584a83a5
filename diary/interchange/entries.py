"""What an imported day brings besides its answer: attacks with their pain readings, infusions, doses.

Each has an id that follows from whose it is and from the row it was read from, so that a row is one record however
often its file is brought in, and in however long an export it stands.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from uuid import UUID

from diary.attacks.operations import ATTACK, PAIN_READING
from diary.fields import named_id
from diary.infusions.operations import OWN_INFUSION
from diary.interchange.imported import Entry
from diary.medications.operations import DOSE, MEDICATION
from diary.revisions.kinds import Kind

KINDS: dict[str, Kind] = {kind.collection: kind for kind in (ATTACK, PAIN_READING, MEDICATION, DOSE, OWN_INFUSION)}
# What names another entry, and by which field.
PARENTS = {PAIN_READING.collection: (ATTACK.collection, "attack_id"), DOSE.collection: ("medications", "medication_id")}
# These are what the day says in more words: they come or stay outside with its answer.
OF_ANSWER = frozenset({ATTACK.collection, PAIN_READING.collection})


# Asked several times for each row and its parent while a part of a file is compared; more than such a part is not kept.
@lru_cache(maxsize=4096)
def entry_id(patient_id: UUID, collection: str, key: str) -> UUID:
    """The id of the record that this row of a patient's log becomes."""
    return named_id(f"{collection}:{patient_id}:log:{key}")


def entry_body(patient_id: UUID, entry: Entry, medicines: Mapping[str, UUID]) -> dict[str, Any]:
    """The entry as it travels. `medicines` are those the diary has, by name: a dose belongs to the one of its name."""
    if entry.parent is None:
        return dict(entry.fields)
    return {PARENTS[entry.collection][1]: parent_id(patient_id, entry, medicines), **entry.fields}


def parent_id(patient_id: UUID, entry: Entry, medicines: Mapping[str, UUID]) -> str:
    """The id of what the entry belongs to."""
    collection, _ = PARENTS[entry.collection]
    key = entry.parent or ""
    known = medicines.get(key) if collection == MEDICATION.collection else None
    return str(known or entry_id(patient_id, collection, key))
