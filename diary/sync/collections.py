"""The one visible table of what travels: each collection, its schema and tables, and who writes it."""

from diary.attacks.operations import ATTACK, AURA, PAIN_READING
from diary.days.operations import DAY
from diary.infusions.operations import (
    ADVERSE_EVENT,
    COURSE,
    INFUSION,
    INFUSION_PAIN,
    OWN_EFFECT,
    OWN_INFUSION,
    VITAL_SIGNS,
)
from diary.medications.operations import DOSE, MEDICATION
from diary.revisions.kinds import Kind

KINDS: tuple[Kind, ...] = (
    ATTACK,  # written by the patient
    PAIN_READING,
    AURA,
    MEDICATION,
    DOSE,
    DAY,
    OWN_INFUSION,
    OWN_EFFECT,
    INFUSION_PAIN,  # by the patient or the clinic, whichever comes
    COURSE,  # by the clinic
    INFUSION,
    VITAL_SIGNS,
    ADVERSE_EVENT,
)
COLLECTIONS: dict[str, Kind] = {kind.collection: kind for kind in KINDS}
