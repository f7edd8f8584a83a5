"""The one visible table of what travels: each collection, its schema and tables, and who writes it."""

from diary.attacks.operations import ATTACK, AURA, PAIN_READING
from diary.days.operations import DAY
from diary.infusions.operations import (
    ADVERSE_EVENT,
    CHECKLIST,
    CLEARANCE,
    COURSE,
    DISCHARGE,
    INFUSION,
    INFUSION_PAIN,
    INSTRUCTIONS,
    OWN_EFFECT,
    OWN_INFUSION,
    VITAL_SIGNS,
)
from diary.medications.operations import DOSE, MEDICATION
from diary.profile.operations import PROFILE
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
    CHECKLIST,
    INFUSION_PAIN,  # by the patient or the clinic, whichever comes
    PROFILE,
    COURSE,  # by the clinic
    INFUSION,
    VITAL_SIGNS,
    ADVERSE_EVENT,
    INSTRUCTIONS,
    CLEARANCE,
    DISCHARGE,
)
COLLECTIONS: dict[str, Kind] = {kind.collection: kind for kind in KINDS}
