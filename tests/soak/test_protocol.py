"""The long run of tests/sync/test_protocol.py: two thousand games on each database."""

import functools

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from diary.db import db
from tests.sync.network import Network
from tests.sync.protocol import Protocol
from tests.sync.test_protocol import QUICK
from tests.sync.world import World

LONG = settings(QUICK, max_examples=2_000)


@pytest.fixture
def play(app):
    """Plays games on one application."""
    with app.app_context():
        network = Network(app, db.engine)
    return functools.partial(Protocol, World.of(app), network)


def test_no_fault_loses_doubles_or_hides_anything_in_two_thousand_games(play):
    run_state_machine_as_test(play, settings=LONG)
