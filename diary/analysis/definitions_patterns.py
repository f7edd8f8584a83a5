"""What the patterns of ICHD-3 need: how many attacks, days and minutes.

Sources
  ICHD-3         International Classification of Headache Disorders, 3rd edition. Cephalalgia 2018;38:1-211.
  Serrano 2017   Serrano D et al. J Headache Pain 2017;18:101: of 526 people with chronic migraine 386 (73.4 %) were
                 under 15 headache days a month in at least one of the next quarterly waves.
  house          a choice of this product. Three blocks of 31 days are longer than any three calendar months.
"""

from .definitions import constant

LONGEST_HOURS = constant(
    72, "h", "longest attack", "a longer one is not 1.1; status migrainosus is", "ICHD-3 1.1 B, 1.4.1"
)
LEAST_ATTACKS = constant(5, "attacks", "attacks without aura", "least number that fulfil B to D", "ICHD-3 1.1 A")
LEAST_AURAS = constant(2, "attacks", "attacks with aura", "least number that fulfil B and C", "ICHD-3 1.2 A")
AURA_FEATURES = constant(3, "of 6", "aura characteristics", "least number of them", "ICHD-3 1.2 C")
AURA_SYMPTOM_FROM = constant(5, "min", "aura symptom from", "shortest", "ICHD-3 1.2 C3")
AURA_SYMPTOM_TO = constant(60, "min", "aura symptom to", "longest, for each symptom that was there", "ICHD-3 1.2 C3")
MOTOR_HOURS = constant(72, "h", "motor aura to", "longest", "ICHD-3 1.2 C3, note")
HEADACHE_AFTER = constant(60, "min", "headache after aura", "it begins within this of the end", "ICHD-3 1.2 C6")
ONE_AURA = constant(60, "min", "one aura", "symptoms with a longer gap are two auras", "house: as long as a symptom")
INFUSION_HOURS = constant(24, "h", "tingling after an infusion", "up to here it is no aura", "house")
CHRONIC_MONTHS = constant(3, "months", "chronic", "it holds for longer than this", "ICHD-3 1.3")
CHRONIC_MONTH = constant(31, "days", "month of a pattern", "three of them are more than 3 months", "house")
CHRONIC_DAYS = constant(15, "days", "chronic, headache", "least headache days in each month", "ICHD-3 1.3 A")
CHRONIC_MIGRAINE = constant(8, "days", "chronic, migraine", "least migraine days in each month", "ICHD-3 1.3 C")
REMISSION_HOURS = constant(12, "h", "remission", "by drug or sleep, within one attack", "ICHD-3 1.4.1, note")
#: Of people with chronic migraine, those with a month under 15 days within the next year, in percent.
DIPS_PERCENT = constant(73.4, "%", "chronic, dips", "are under 15 days at least once in a year", "Serrano 2017")
