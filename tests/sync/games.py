"""Games of the protocol, and how they are played: the same ones in `make test` and, many more of them, in `make soak`."""

import functools

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from diary.db import db
from tests.sync.network import Network
from tests.sync.protocol import Protocol
from tests.sync.world import World


def play(app, games):
    """Play this many games on one application; the first that breaks an invariant is told, made as short as it can be."""
    with app.app_context():
        network = Network(app, db.engine)
    chosen = settings(
        max_examples=games,
        stateful_step_count=10,
        deadline=None,
        derandomize=True,
        database=None,
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(functools.partial(Protocol, World.of(app), network), settings=chosen)
