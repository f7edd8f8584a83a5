"""How an attack, a pain reading and an aura travel and where they are shown."""

from diary.attacks.models import Attack, AttackFeature, Aura, AuraSign, PainReading
from diary.attacks.schemas import AttackSchema, AuraSchema, PainReadingSchema
from diary.revisions.kinds import Kind, Parts

PATIENT = frozenset({"patient"})
FEATURES = Parts(
    AttackFeature,
    "attack_id",
    {
        "places": "place",
        "qualities": "quality",
        "symptoms": "symptom",
        "prodrome": "prodrome",
        "postdrome": "postdrome",
        "possible_triggers": "possible_trigger",
    },
)

ATTACK = Kind("attacks", AttackSchema(), PATIENT, Attack, (FEATURES,), instants=("started_at", "ended_at"))
PAIN_READING = Kind("pain_readings", PainReadingSchema(), PATIENT, PainReading, instants=("at",))
AURA = Kind(
    "auras",
    AuraSchema(),
    PATIENT,
    Aura,
    (Parts(AuraSign, "aura_id", {"signs": "sign"}),),
    instants=("started_at",),
)
