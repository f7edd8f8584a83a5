"""What stands one click away from every figure: the rule it follows, the constants of that rule, their sources."""

from dataclasses import dataclass, replace

from diary.analysis.definitions import CONSTANTS, Constant

NAMED = {constant.name: constant for constant in CONSTANTS}


@dataclass(frozen=True)
class Basis:
    """The rule of a figure in one sentence, and the constants in it."""

    rule: str
    constants: tuple[Constant, ...]
    #: What others found by the same rule, as they published it.
    published: str = ""
    #: What the rule cannot know.
    limits: str = ""

    @property
    def sources(self) -> tuple[str, ...]:
        """Where the constants come from, each once."""
        return tuple(dict.fromkeys(constant.source for constant in self.constants))


def named(*names: str) -> tuple[Constant, ...]:
    """The constants of these names."""
    return tuple(NAMED[name] for name in names)


def _basis(rule: str, *names: str) -> Basis:
    return Basis(rule, named(*names))


RATE = ("month", "good", "low confidence", "interval", "clustering of days")
DAYS = {
    "headache": ("headache day",),
    "migraine": ("headache day", "pain features", "migraine aura from", "migraine aura to"),
    "severe": ("headache day", "severe day"),
}
COUNTED = {
    "headache": "28 × headache days ÷ recorded days of the 28 days up to each date.",
    "migraine": "28 × migraine days ÷ recorded days on which it is known whether they were one.",
    "severe": "28 × severe days ÷ recorded days on which the worst pain is known.",
}
SILENT = "Silent days are in neither number, and no number is given under 14 known days."

FREQUENCY = {name: _basis(f"{rule} {SILENT}", *DAYS[name], *RATE) for name, rule in COUNTED.items()}
CALENDAR = _basis(
    "A day is recorded if an attack, an aura or an acute dose touches it, or the patient answered for it; otherwise it "
    "is silent. Colour and number: the worst pain given for the day.",
    *("headache day", "forgotten end", "unended attack", "recall"),
)
INFUSION_PAIN = _basis(
    "Pain right before and at the end; nothing is taken from other times. A difference is clear from the points or the "
    "percentage below.",
    *("clear change", "clear change, percent", "immediate response"),
)
RESPONSE = replace(
    _basis(
        "Immediate: pain at the end of an infusion against pain before it; of a course, at the end of its last against "
        "before its first. Sustained: the level at a follow-up against the level before the course; a headache-free "
        "day is 0, a silent day is not there. Where one side is not known, or another course began before the "
        "follow-up, there is no answer, which is not a no. A response does not tell what made it.",
        *("clear change", "clear change, percent", "immediate response", "sustained response", "level of pain"),
        *("level known", "first follow-up", "second follow-up"),
    ),
    published="Schwenk 2018, n = 61: 48 immediate responders (called 77 % there; 48 of 61 are 78.7 %), 40 % sustained "
    "at a mean of 38 days, 39 % at 101. Pomeroy 2017, n = 77: 7.1 to 3.8, 55 of 77; 15 of those 55 sustained. "
    "The evidence is weak.",
)

MEDICINE_DAYS = _basis(
    "Calendar days with at least one dose of a class, on a date and the 29 days before it, whatever it was taken for. "
    "A combination painkiller is not split into its parts; gepants and ditans have no limit. Silent days count as "
    "none. ICHD-3 speaks of more than three months: a date at the limit is a reason to look.",
    *("medicine window", "limit, triptans and the like", "near that limit", "limit, simple painkillers"),
    *("near that limit, simple painkillers", "limit, several classes together"),
)
AURA = _basis(
    "A day is an aura day if an aura touches it. A filled mark: a headache day, whatever the hour; an open one: none.",
    *("headache day",),
)
ATTACKS = _basis(
    "Hours of the patient’s own clock at onset. Lengths from the first onset to the last end of an attack; one whose "
    "end nobody noted, and one that goes on, have none.",
    *("one attack", "forgotten end"),
)
PATTERNS = _basis(
    "Each criterion of ICHD-3 is answered by what was written down: yes, no, or not known, which is not a no. Whether "
    "another disorder accounts better for it, and whether an attack was typical of earlier ones, a diary cannot know. "
    "Months are blocks of 31 days up to the last day. No diagnosis is made.",
    *("attacks without aura", "attacks with aura", "strict migraine day", "strict migraine day, under 18"),
    *("longest attack", "pain features", "aura characteristics", "aura symptom from", "aura symptom to"),
    *("motor aura to", "headache after aura", "one aura", "tingling after an infusion", "chronic, headache"),
    *("chronic, migraine", "chronic", "month of a pattern", "chronic, dips", "remission"),
)
CHANGE = replace(
    _basis(
        "Days per 28 in the 28 days before a course and in days 1-28 after its last infusion, of the days known; the "
        "days of the course are in neither. Change: against the baseline before the very first infusion, and against "
        "the days before this course; interval 95 % (Newcombe 1998). P: probability that the true rate is lower than "
        "the baseline’s by so many percent or more, from what the days are worth when neighbouring ones are alike. "
        "Baselines are often chosen when people feel worst, so part of a fall is expected without treatment. A change "
        "does not say what made it.",
        *("baseline", "baseline recorded", "baseline at most", "weight of a recalled baseline", "low confidence"),
        *("reduction, least", "reduction by half", "reduction by three quarters", "clustering of days", "one course"),
    ),
    published="With no true change at all, headache days fall by half or more from one block of 28 days to the next in "
    "21, 5 and 1 of 100 comparisons at rates of 0.2, 0.5 and 0.7.",
)
CYCLES = _basis(
    "28 × such days ÷ days known of the 14 days up to each day from the last infusion of a course; no day of the "
    "course or before it is counted. Two lines from so few days differ by chance as a rule.",
    *("trail", "trail least", "one course", "course that pauses", "baseline", "baseline recorded", "baseline at most"),
)

ASSOCIATIONS = _basis(
    "At-risk days: recorded, after a recorded day without headache on which it was answered whether the exposure was "
    "there. Headache began on them or did not. Difference: risk after days with it minus risk after days without, "
    "within blocks of days, shrunk to 0 by the spread below; interval 95 %. Findings: by Fisher’s test within blocks, "
    "and the line of Benjamini and Hochberg. What belongs to an attack that has begun may stand here too; it does not "
    "say why.",
    *("days compared", "block", "at-risk days", "exposed days", "unexposed days", "onsets", "too frequent"),
    *("spread of differences", "false findings", "short sleep"),
)

RETURNS = _basis(
    "Kaplan and Meier. Day 0 is the last infusion of a course. Baseline frequency is back on the first day whose rate "
    "of 28 days, all after day 0, is at least the share below of the rate before the very first infusion; day 28 is "
    "the first that can be judged. A course of which no lower rate was seen is back on its first judged day. The next "
    "infusion, or today, ends the watching. Infusions are given again because headache comes back, so those whose "
    "watching one ended were not like the others: the curve is too high by what they hide. Band: 95 %, log(-log) with "
    "Greenwood’s variance, as if every course were another patient’s.",
    *("return of baseline frequency", "baseline", "low confidence", "interval", "small n"),
)


def bases(measure: str) -> dict[str, Basis]:
    """The basis of each figure of a screen that counts `measure`."""
    return {
        "frequency": FREQUENCY[measure],
        "calendar": CALENDAR,
        "infusion_pain": INFUSION_PAIN,
        "response": RESPONSE,
        "change": CHANGE,
        "cycles": CYCLES,
        "associations": ASSOCIATIONS,
        "medicine_days": MEDICINE_DAYS,
        "aura": AURA,
        "attacks": ATTACKS,
        "patterns": PATTERNS,
    }
