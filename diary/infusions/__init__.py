"""An infusion is one administration of ketamine; a course is the series it belongs to.

Around it: pain before, every 15 minutes in the chair, at the end, at discharge, a day and a week after; vital
signs; adverse events as staff saw them and effects as the patient felt them. A patient without a clinic keeps
own infusions; a clinic's record may link to one and never overwrites it. Status words are FHIR's
(MedicationAdministration).
"""
