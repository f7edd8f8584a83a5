"""The long run of tests/sync/test_protocol.py: two thousand games on each database."""

from tests.sync.games import play


def test_no_fault_loses_doubles_or_hides_anything_in_two_thousand_games(app):
    play(app, games=2_000)
