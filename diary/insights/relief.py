"""Relief on a provider's screen: how long it lasted before, and whether it holds. Never for a patient's device."""

from dataclasses import dataclass

from diary import analysis
from diary.analysis.definitions_relief import JUDGED_FROM, LONGEST_CYCLE
from diary.charts import ENGLISH, Figure, Words, relief, survival
from diary.insights.bases import Basis, named

LIMITS = (
    "Simulated patients: the 80 % interval held the end in 79 to 82 %; at one false alarm in ten the end was noticed "
    "about 23 days after it in a first cycle, 19 with two known ones (docs/relief.md). Baselines are often chosen when "
    "people feel worst, so part of a fall is expected without treatment; with few headache days relief is claimed too "
    "often. A next infusion hides how long relief would have lasted. Other medicines and seasons are not in the model. "
    "It does not tell what made a difference."
)
CYCLES_BASIS = Basis(
    "Each line: 28 × headache days ÷ recorded days of the 14 days up to each day since the last infusion of a course. "
    "Levels: not judged before day 14, under 10 recorded days of the last 14 or without a baseline; then by the "
    "probability that there is no relief. Plain rule: the rate of the last 28 days at or over half of the baseline’s. "
    "Weekly rule: a week with two headache days more than week 2, in two cycles running.",
    named(
        *("one course", "course that pauses", "baseline", "baseline recorded", "baseline at most", "trail"),
        *("trail least", "judged from", "watched least", "no relief said from", "no relief seen", "relief seen"),
        *("watch", "possible return", "likely return", "plain rule", "weekly rule", "recording drops"),
        "few headaches",
    ),
    limits=LIMITS,
)
SURVIVAL_BASIS = Basis(
    "Headache days are fewer (p₁) from day 1 to day τ, and as usual (p₀) after it and in the baseline. A recorded day "
    "depends on the last recorded one, k days before, by p + ρᵏ (h − p); silent days are not filled in. Summed exactly "
    "over p₀ (Beta(3, 2)), p₁, ρ (0 to 0.6) and τ. Completed cycles of the patient move the median of τ, the level of "
    "p₁ and how often there is no relief.",
    named(
        *("no relief", "no relief weighs", "relief lasts", "relief lasts, spread", "spread within a patient"),
        *("long-lasting relief", "long-lasting relief lasts", "relief at most", "relief varies", "interval of relief"),
        *("older days count less", "longest cycle"),
    ),
    published="Schwenk 2018, n = 61: 40 % sustained at a mean of 38 days, 39 % at 101. Pomeroy 2017, n = 77: 55 "
    "responded. The evidence is weak; medians and spreads are choices of this product near these figures.",
    limits=LIMITS,
)
#: As many earlier cycles as a sentence holds.
MOST_NAMED = 3


@dataclass(frozen=True)
class ReliefShown:
    """What a screen says of relief, and draws."""

    relief: analysis.Relief
    cycles: Figure
    #: Only where it is judged.
    survival: Figure | None
    words: Words = ENGLISH

    @property
    def bases(self) -> dict[str, Basis]:
        """Rule, constants, sources and limits of both figures."""
        return {"cycles": CYCLES_BASIS, "survival": SURVIVAL_BASIS}

    @property
    def before(self) -> tuple[str, ...]:
        """How many days relief lasted in the latest earlier cycles in which it was seen, the oldest of them first."""
        return tuple(_lasted(one, self.words) for one in self.relief.earlier if one.is_seen)[-MOST_NAMED:]

    @property
    def seen(self) -> int:
        """Earlier cycles in which relief was seen."""
        return sum(one.is_seen for one in self.relief.earlier)

    @property
    def unseen(self) -> int:
        """Earlier cycles long enough to be judged, without relief that is likely enough to be told."""
        return sum(not one.is_seen and one.days >= JUDGED_FROM for one in self.relief.earlier)

    @property
    def completed(self) -> int:
        """Earlier cycles."""
        return len(self.relief.earlier)


def relief_shown(found: analysis.Cycles | None, words: Words = ENGLISH) -> ReliefShown | None:
    """Relief in the cycles of a diary; None where no infusion was given yet."""
    if found is None:
        return None
    told = analysis.relief_of(found)
    return ReliefShown(
        relief=told,
        cycles=relief.figure(told, analysis.aligned(found), words=words),
        survival=survival.figure(told, words=words) if told.is_judged else None,
        words=words,
    )


def _lasted(one: analysis.CycleRelief, words: Words) -> str:
    """How long relief lasted, in days: at least so long where another infusion came while it rather held."""
    if one.held_to_the_end or one.median >= LONGEST_CYCLE:
        return words.say("at least {days}").format(days=min(one.days, one.median))
    return str(one.median)
