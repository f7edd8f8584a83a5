"""What may speak against an infusion: asked once for the profile, and before every infusion."""

from collections.abc import Iterable, Mapping
from typing import Any

# The screening list of the clinics whose practice this follows; a clinician decides, whatever the answer.
CONTRAINDICATIONS = (
    "uncontrolled_blood_pressure",
    "heart_disease",
    "uncontrolled_thyroid_disease",
    "bipolar_disorder",
    "active_substance_use",
    "psychosis",
    "pregnancy",
    "severe_liver_disease",
    "raised_intracranial_or_eye_pressure",
)


def carried_over(answers: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """The contraindications of a profile that a new checklist begins with a yes for: those answered yes there.

    Listed ones come in the order they are asked in, own words after them as they stand. What was answered no is
    not carried: it is asked afresh on the day.
    """
    found = dict.fromkeys(answer["name"] for answer in answers if answer["yes"])
    own = [name for name in found if name not in CONTRAINDICATIONS]
    return (*(name for name in CONTRAINDICATIONS if name in found), *own)
