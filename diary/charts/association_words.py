"""What is followed from day to day, and why it was not compared, in words."""

from diary.analysis import Association, Associations
from diary.analysis.definitions_associations import BLOCK_DAYS, SHORT_SLEEP_HOURS

from .words import Words


def name_of(name: str, words: Words) -> str:
    """What is followed, in words; the patient's own as they are."""
    say = words.say
    listed = {
        "poor_sleep": say("Slept badly"),
        "stress": say("Stress"),
        "period": say("Period"),
        "alcohol": say("Alcohol"),
        "skipped_meal": say("Skipped meal"),
        "caffeine": say("Caffeine"),
        "weather": say("Weather"),
        "exertion": say("Exertion"),
        "screen": say("Long at a screen"),
        "sleep": say("Under {hours} hours of sleep").format(hours=SHORT_SLEEP_HOURS),
    }
    return listed.get(name, name)


def why_not(told: Associations, one: Association, words: Words) -> str:
    """Why a thing was not compared, with the count that is missing."""
    say, gate = words.say, one.closed
    if told.too_frequent:
        return say("headache on too many days")
    if gate is None:
        return ""
    texts = {
        "at-risk days": say("not enough at-risk days yet: {count} of {needed}"),
        "exposed days": say("not enough days with it yet: {count} of {needed}"),
        "unexposed days": say("not enough days without it yet: {count} of {needed}"),
        "onsets": say("not enough onsets yet: {count} of {needed}"),
        "blocks with both": say("never with and without it within {block} days"),
    }
    return texts[gate.what].format(count=gate.count, needed=gate.needed, block=BLOCK_DAYS)


def lacking(told: Associations, one: Association, words: Words) -> str:
    """The same in as few letters as a small phone has room for."""
    say, gate = words.say, one.closed
    if told.too_frequent or gate is None:
        return why_not(told, one, words)
    texts = {
        "at-risk days": say("{count} of {needed} at-risk days"),
        "exposed days": say("{count} of {needed} days with it"),
        "unexposed days": say("{count} of {needed} days without it"),
        "onsets": say("{count} of {needed} onsets"),
        "blocks with both": say("never both in {block} days"),
    }
    return texts[gate.what].format(count=gate.count, needed=gate.needed, block=BLOCK_DAYS)
