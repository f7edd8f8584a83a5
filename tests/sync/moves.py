"""What may happen in a game of the protocol, and how often. Each name is a method of tests/sync/protocol.py."""

from typing import Any

from hypothesis import strategies as st

from tests.sync.network import FAULTS

PHONES = 3
ZONES = ("Europe/Berlin", "America/St_Johns", "Pacific/Kiritimati", "Asia/Kathmandu", "America/Santiago")
RECORDS = ("attack", "other attack", "reading", "yesterday", "today", "chair")
UNKNOWN = "dreams"  # a collection no server knows
POISON = ("out of range", "unknown kind", "damaged", "too deep", "not a body")

phones = st.integers(0, PHONES - 1)
records = st.sampled_from(RECORDS)

# How often each thing happens, and what is chosen for it. Hypothesis left to itself would leave whole rules out.
MOVES: dict[str, tuple[int, dict[str, Any]]] = {
    "writes": (2, {"phone": phones, "some": st.lists(records, min_size=1, max_size=4)}),
    "bad_day": (5, {"moves": st.lists(st.tuples(phones, records, st.sampled_from(FAULTS)), min_size=2, max_size=5)}),
    "everybody_exchanges": (2, {}),
    "deletes": (2, {"phone": phones, "record": records}),
    "settles": (2, {"phone": phones, "record": records}),
    "undoes": (1, {"phone": phones, "place": st.integers(0, 20)}),
    "writes_poison": (1, {"phone": phones, "how": st.sampled_from(POISON)}),
    "exchanges": (1, {"phone": phones, "planned": st.lists(st.sampled_from(FAULTS), min_size=1, max_size=4)}),
    "late_request_arrives": (2, {"place": st.integers(0, 20)}),
    "overlap": (1, {"first": phones, "more": st.integers(1, PHONES - 1)}),
    "clock_and_zone_change": (
        1,
        {"phone": phones, "hours": st.sampled_from([-24, -1, 0, 1, 24]), "zone": st.sampled_from(ZONES)},
    ),
    "sign_ins_end": (1, {}),
    "consent_changes": (1, {"withdrawn": st.booleans()}),
    "clinic_writes": (1, {}),
    "ben_is_on_her_phone": (1, {"phone": phones, "knows": st.booleans()}),
    "is_backed_up": (1, {}),
    "is_restored": (3, {"told": st.booleans()}),
    "is_evicted": (1, {"phone": phones}),
    "is_updated": (1, {"phone": phones, "server": st.booleans()}),
}
WEIGHED = [name for name, (times, _) in MOVES.items() for _ in range(times)]
moves = st.sampled_from(WEIGHED).flatmap(lambda name: st.tuples(st.just(name), st.fixed_dictionaries(MOVES[name][1])))
