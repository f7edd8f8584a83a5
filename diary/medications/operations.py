"""How a medication and a dose travel and where they are shown."""

from diary.medications.models import Dose, Medication
from diary.medications.schemas import DoseSchema, MedicationSchema
from diary.revisions.kinds import Kind

PATIENT = frozenset({"patient"})

MEDICATION = Kind("medications", MedicationSchema(), PATIENT, Medication)
DOSE = Kind("doses", DoseSchema(), PATIENT, Dose, instants=("taken_at",))
