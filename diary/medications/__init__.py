"""A medication is a drug as this patient names it, acute or preventive; a dose is each time it was taken."""
