"""The profile: one for each patient, written by both sides."""

from datetime import date
from decimal import Decimal

import pytest
import sqlalchemy as sa

from diary.fields import Refused
from diary.profile.models import Profile, ProfileItem, TreatmentTried
from diary.profile.operations import PROFILE, profile_id
from diary.revisions import queries
from diary.revisions.operations import load
from diary.revisions.rebuild import differing
from diary.sync.collections import KINDS
from tests.factories import ZONE
from tests.revisions.diaries import Device, a_diary

FULL = {
    "zone": ZONE,
    "diagnosis": "Chronic migraine",
    "birth_date": "1988-02-29",
    "sex": "female",
    "height_cm": 168,
    "weight_kg": "68.50",
    "headache_days_28": 16,
    "usual_sleep_hours": "6.5",
    "hormonal_factors": ["menstrual_cycle"],
    "comorbidities": ["anxiety", "tinnitus"],
    "allergies": [],
    "no_allergies": True,
    "treatments_tried": [
        {"name": "Topiramate", "dose": "50 mg", "started_on": "2024-01-10", "outcome": "not_tolerated"},
        {"name": "Topiramate", "dose": "25 mg", "outcome": "partly"},
    ],
    "contraindications": [
        {"name": "heart_disease", "yes": False},
        {"name": "psychosis", "yes": True, "note": "once, long ago"},
    ],
}


def saves(diary, body, *parents, by="patient"):
    version = Device().writes("profiles", profile_id(diary.patient_id), body, *parents)
    diary.saves(PROFILE, version, by=by)
    return version


def test_everything_has_a_column_or_a_row_of_its_own(session):
    diary = a_diary(session)
    saves(diary, FULL)
    row = session.scalars(sa.select(Profile)).one()
    assert (row.birth_date, row.weight_kg, row.no_allergies) == (date(1988, 2, 29), Decimal("68.50"), True)
    items = sa.select(ProfileItem.part, ProfileItem.name, ProfileItem.yes, ProfileItem.note)
    assert set(session.execute(items).all()) == {
        ("hormonal_factor", "menstrual_cycle", None, None),
        ("comorbidity", "anxiety", None, None),
        ("comorbidity", "tinnitus", None, None),
        ("contraindication", "heart_disease", False, None),
        ("contraindication", "psychosis", True, "once, long ago"),
    }
    tried = sa.select(TreatmentTried.name, TreatmentTried.dose, TreatmentTried.outcome)
    assert session.execute(tried.order_by(TreatmentTried.position)).all() == [
        ("Topiramate", "50 mg", "not_tolerated"),
        ("Topiramate", "25 mg", "partly"),
    ]
    assert differing(session, diary.patient_id, KINDS) == []


def test_the_clinic_completes_what_the_patient_began_and_every_version_stays(session):
    diary = a_diary(session)
    first = saves(diary, {"zone": ZONE, "headache_days_28": 16})
    saves(diary, {"zone": ZONE, "headache_days_28": 16, "diagnosis": "Chronic migraine"}, first, by="clinic")
    row = session.scalars(sa.select(Profile)).one()
    assert (row.diagnosis, row.versions) == ("Chronic migraine", 1)
    kept = queries.history(session, diary.patient_id, profile_id(diary.patient_id))
    assert [(version.by, version.generation) for version in kept] == [("patient", 1), ("clinic", 2)]


@pytest.mark.parametrize(
    ("wrong", "where", "sentence"),
    [
        ({"no_allergies": True, "allergies": ["penicillin"]}, "no_allergies", "Allergies are listed"),
        ({"headache_days_28": 29}, "headache_days_28", "between 0 and 28"),
        ({"usual_stress": 11}, "usual_stress", "between 0 and 10"),
        ({"usual_sleep_hours": 7.5}, "usual_sleep_hours", "as text"),
        ({"sex": "yes"}, "sex", "Must be one of"),
        ({"smoking": "sometimes"}, "smoking", "Must be one of"),
        ({"comorbidities": ["anxiety", "anxiety"]}, "comorbidities", "twice"),
        ({"contraindications": [{"name": "psychosis", "yes": True}] * 2}, "contraindications", "twice"),
        ({"contraindications": [{"name": "psychosis"}]}, "contraindications", "Missing"),
        (
            {"treatments_tried": [{"name": "X", "started_on": "2024-02-01", "stopped_on": "2024-01-01"}]},
            "treatments_tried",
            "before it was started",
        ),
        ({"birth_date": "29.2.1988"}, "birth_date", "Not a date we can read"),
        ({"heart_rate": 70}, "heart_rate", "Unknown field"),
    ],
)
def test_what_cannot_be_kept_is_refused_beside_its_field(wrong, where, sentence):
    with pytest.raises(Refused) as refusal:
        load(PROFILE, {"zone": ZONE, **wrong})
    assert list(refusal.value.fields) == [where]
    assert sentence in str(refusal.value.fields[where])


def test_a_profile_may_be_begun_with_nothing():
    assert load(PROFILE, {"zone": ZONE}) == {"zone": ZONE}
