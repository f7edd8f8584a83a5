"""Who is in the demo, and what became of them: the numbers from which a year is told."""

from dataclasses import dataclass
from typing import Any

from diary.profile.schemas import CONTRAINDICATIONS

NORTH, SOUTH = "North Clinic", "South Clinic"
DOMAIN = "demo.lull"


@dataclass(frozen=True)
class Drug:
    """A medicine as the patient names it. `amount` in `unit` (UCUM) is one usual dose."""

    name: str
    drug_class: str
    amount: str
    unit: str = "mg"
    kind: str = "acute"


@dataclass(frozen=True)
class Course:
    """A series of infusions that ended about `ago` days before yesterday, and how long it helped."""

    ago: int
    infusions: int = 1
    kind: str = "maintenance"
    route: str = "IV"
    relief_days: int = 45  # until headaches begin to come back, over two weeks
    relief: float = 0.35  # share of the usual headache days meanwhile
    stopped_early: bool = False


@dataclass(frozen=True)
class Person:
    """A patient of the demo. Shares and rates are per day unless it says otherwise."""

    name: str
    story: str
    zone: str = "Europe/Berlin"
    clinic: str | None = NORTH
    days: int = 365  # of diary, up to yesterday
    rate: float = 0.35  # headache days
    clustering: float = 0.3  # lag-1 correlation of headache days
    silent: float = 0.13  # of days without an attack
    stopped_ago: int = 0  # days since the last entry
    attacks: float = 0.5  # share of headaches kept as an attack, not as a plain yes
    aura: float = 0.1  # share of attacks
    lone_auras: float = 0.0
    doses: float = 0.75  # share of attacks that are treated
    day_doses: float = 0.15  # share of other headache days that are treated
    late: float = 0.0  # share of answers given six days later or more
    cycle: bool = False  # a period every 28 days, and headache with it
    weight_kg: int = 68
    acute: tuple[Drug, ...] = (Drug("Sumatriptan", "triptan", "50"), Drug("Ibuprofen", "nsaid", "400"))
    preventive: Drug | None = None
    exposures: tuple[str, ...] = ()
    courses: tuple[Course, ...] = ()
    planned_in: int | None = None  # days until the next infusion
    own_infusions: tuple[int, ...] = ()  # days ago
    journeys: tuple[tuple[int, int, str], ...] = ()  # from and until so many days ago, in this zone
    skipped: tuple[int, ...] = ()  # days ago that never were: lost at the date line
    profile: dict[str, Any] | None = None  # what the consultation asks

    @property
    def address(self) -> str:
        """The e-mail address to sign in with."""
        return address_of(self.name.split()[0])


@dataclass(frozen=True)
class Provider:
    """Someone who works at a clinic of the demo."""

    name: str
    clinic: str
    role: str = "provider"

    @property
    def address(self) -> str:
        """The e-mail address to sign in with."""
        return address_of(self.name)


def address_of(name: str) -> str:
    """The address in the demo of somebody with this first name."""
    return f"{name.lower()}@{DOMAIN}"


PROPRANOLOL = Drug("Propranolol", "beta_blocker", "80", kind="preventive")
TOPIRAMATE = Drug("Topiramate", "antiepileptic", "50", kind="preventive")
FREMANEZUMAB = Drug("Fremanezumab", "cgrp_antibody", "225", kind="preventive")
IBUPROFEN = Drug("Ibuprofen", "nsaid", "400")
RIZATRIPTAN = Drug("Rizatriptan", "triptan", "10")

PROVIDERS = (Provider("Nora", NORTH, "admin"), Provider("Odd", SOUTH))

# What Ana told before her first infusion; the diagnosis is the clinic's.
CONSULTATION = {
    "diagnosis": "Chronic migraine with aura",
    "birth_date": "1989-04-17",
    "sex": "female",
    "height_cm": 168,
    "weight_kg": "68",
    "headache_days_28": 15,
    "age_at_onset": 14,
    "first_degree_relative": True,
    "hormonal_factors": ["menstrual_cycle"],
    "follows_cycle": False,
    "smoking": "never",
    "usual_stress": 6,
    "usual_sleep_hours": "6.5",
    "comorbidities": ["anxiety"],
    "no_allergies": True,
    "supplements": ["magnesium"],
    "treatments_tried": [
        {"name": "Topiramate", "dose": "2 × 50 mg", "outcome": "not_tolerated", "note": "Could not find words."},
        {"name": "Amitriptyline", "dose": "25 mg", "outcome": "no_change"},
        {"name": "Erenumab", "dose": "70 mg a month", "outcome": "partly"},
    ],
    "contraindications": [{"name": name, "yes": False} for name in CONTRAINDICATIONS],
    "contact_name": "Paul",
    "contact_phone": "+49 30 5550147",
    "usual_aura": "A zigzag that grows from the middle to the left for twenty minutes, sometimes a tingling hand.",
}

ANA = Person(
    "Ana",
    "A good response that fades: three courses",
    rate=0.52,
    aura=0.25,
    preventive=PROPRANOLOL,
    exposures=("poor_sleep", "stress"),
    courses=(Course(255, 3, "initial", relief_days=48), Course(165, relief_days=44), Course(66, relief_days=40)),
    planned_in=3,
    profile=CONSULTATION,
)
BEN = Person(
    "Ben",
    "Own infusions, no clinic, shares nothing",
    clinic=None,
    rate=0.3,
    own_infusions=(240, 190, 120, 60, 20),
    exposures=("caffeine",),
)

# The four people of the tests have small diaries; two patients and two providers.
CAST = (
    Person("Ana", "A month of diary, one infusion", days=35, courses=(Course(12, kind="initial"),), aura=0.25),
    Person("Ben", "Ten days of diary, shares nothing", days=10, clinic=None),
)
YEAR = (
    ANA,
    BEN,
    Person(
        "Clara Voss",
        "A good response that still holds",
        rate=0.55,
        preventive=TOPIRAMATE,
        courses=(Course(150, 3, "initial", relief_days=90), Course(31, relief_days=120, relief=0.25)),
    ),
    Person(
        "Dana Okafor",
        "No response to two courses",
        rate=0.48,
        weight_kg=81,
        courses=(Course(170, 3, "initial", relief=1.0), Course(80, 2, relief=1.0)),
    ),
    Person(
        "Elif Kaya",
        "Headache nearly every day",
        rate=0.86,
        attacks=0.25,
        doses=0.7,
        day_doses=0.5,
        acute=(IBUPROFEN, RIZATRIPTAN),
        preventive=FREMANEZUMAB,
        planned_in=1,
    ),
    Person(
        "Farid Nasser",
        "Triptans on more than ten days of thirty",
        rate=0.75,
        clustering=0.0,
        attacks=0.7,
        doses=0.98,
        day_doses=0.9,
        acute=(RIZATRIPTAN,),
        weight_kg=77,
    ),
    Person(
        "Greta Lind",
        "Stopped recording two months ago",
        rate=0.4,
        stopped_ago=61,
        courses=(Course(140, 2, "initial", relief_days=40),),
    ),
    Person(
        "Hana Sato",
        "Aura, often without headache",
        rate=0.15,
        attacks=0.9,
        aura=0.8,
        lone_auras=0.05,
        zone="Asia/Tokyo",
    ),
    Person(
        "Ines Duarte",
        "Travels over zones and the date line",
        zone="Europe/Lisbon",
        rate=0.3,
        attacks=0.8,
        journeys=(
            (200, 196, "America/New_York"),
            (120, 115, "Pacific/Honolulu"),
            (113, 100, "Pacific/Auckland"),
            (40, 30, "Asia/Kolkata"),
        ),
        skipped=(114,),
    ),
    Person("Jonas Weber", "Fills in late, from memory", rate=0.33, late=0.3, silent=0.2, acute=(IBUPROFEN,)),
    Person(
        "Kofi Mensah",
        "Few attacks, no infusion",
        zone="Europe/London",
        rate=0.1,
        attacks=0.9,
        acute=(Drug("Rimegepant", "gepant", "75"),),
    ),
    Person(
        "Lena Novak",
        "Attacks with the period",
        rate=0.17,
        attacks=0.85,
        cycle=True,
        exposures=("period", "poor_sleep"),
        acute=(Drug("Naproxen", "nsaid", "500"), RIZATRIPTAN),
        weight_kg=59,
    ),
    Person(
        "Mira Cohen",
        "A partial response; one infusion stopped early",
        rate=0.5,
        weight_kg=64,
        preventive=PROPRANOLOL,
        courses=(Course(190, 3, "initial", relief=0.7), Course(95, relief=0.65, stopped_early=True)),
    ),
    Person(
        "Tom Reyes",
        "At the other clinic",
        clinic=SOUTH,
        days=200,
        rate=0.4,
        courses=(Course(90, 2, "initial", route="nasal", relief_days=30),),
    ),
)
