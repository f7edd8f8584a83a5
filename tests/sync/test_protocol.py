"""Fifty games of the protocol on each database; `make soak` plays two thousand. What they hold to: docs/sync.md."""

from tests.sync.games import play


def test_no_fault_loses_doubles_or_hides_anything(app):
    play(app, games=50)
