"""Fifty games of the protocol on each database; `make soak` plays two thousand. What they hold to: docs/sync.md."""

import functools

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from diary.db import db
from tests.sync.network import Network
from tests.sync.protocol import Protocol
from tests.sync.world import World

QUICK = settings(
    max_examples=50,
    stateful_step_count=10,
    deadline=None,
    derandomize=True,
    database=None,
    report_multiple_bugs=False,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def play(app):
    """Plays games on one application."""
    with app.app_context():
        network = Network(app, db.engine)
    return functools.partial(Protocol, World.of(app), network)


def test_no_fault_loses_doubles_or_hides_anything(play):
    run_state_machine_as_test(play, settings=QUICK)
