"""How a profile travels and where it is shown."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from diary.fields import named_id
from diary.profile.models import Profile, ProfileItem, TreatmentTried
from diary.profile.schemas import ProfileSchema
from diary.revisions.kinds import Kind, Parts


def profile_id(patient_id: UUID) -> UUID:
    """The id of a patient's profile: what the patient and the clinic write is one record."""
    return named_id(f"profiles:{patient_id}")


def _identity(patient_id: UUID, _values: Mapping[str, Any]) -> UUID:
    return profile_id(patient_id)


LISTS = {
    "hormonal_factors": "hormonal_factor",
    "comorbidities": "comorbidity",
    "allergies": "allergy",
    "supplements": "supplement",
    "contraindications": "contraindication",
}
PROFILE = Kind(
    "profiles",
    ProfileSchema(),
    frozenset({"patient", "clinic"}),
    Profile,
    (
        Parts(ProfileItem, "profile_id", LISTS),
        Parts(TreatmentTried, "profile_id", {"treatments_tried": "treatment"}),
    ),
    identity=_identity,
)
