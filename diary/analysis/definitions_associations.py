"""What may be said to have gone together: the constants, with their sources.

Sources
  Benjamini 1995   Benjamini Y, Hochberg Y. J R Stat Soc B 1995;57:289-300: the share of false findings is controlled.
  AASM 2015        Watson NF et al. Sleep 2015;38:843-844: adults should sleep seven hours or more. From memory.
  house            a choice of this product; the reason stands where it is used.
"""

from .definitions import constant

COMPARED_DAYS = constant(
    728, "days", "days compared", "the latest ones", "house: 52 whole blocks; before them treatments were others"
)
BLOCK_DAYS = constant(
    14, "days", "block", "days are compared within the same one", "house: 28 left 12 % false findings around courses"
)
AT_RISK_LEAST = constant(60, "days", "at-risk days", "least recorded days after an answered free day", "house")
EXPOSED_LEAST = constant(8, "days", "exposed days", "least at-risk days after a day with the exposure", "house")
UNEXPOSED_LEAST = constant(8, "days", "unexposed days", "least at-risk days after a day without it", "house")
ONSETS_LEAST = constant(8, "days", "onsets", "least at-risk days on which headache began", "house")
TOO_FREQUENT = constant(
    15, "per 28 days", "too frequent", "from this rate there is no comparison", "house: few days are at risk"
)
PRIOR_SPREAD = constant(
    0.15, "", "spread of differences", "of the normal prior around 0", "house: more than 30 points of 100 are rare"
)
FALSE_FINDINGS = constant(
    0.1, "", "false findings", "share of findings that may be false, over all compared", "Benjamini 1995"
)
MOST_FOLLOWED = constant(
    80,
    "",
    "things followed",
    "those with the most answers; what is followed beside them is left out",
    "house: twice 40",
)
SHORT_SLEEP_HOURS = constant(7, "h", "short sleep", "fewer hours than this are the exposure", "AASM 2015, from memory")
