"""The long run of tests/sync/test_writers.py: eight devices write for half a minute on each database."""

from tests.sync.writers import for_seconds, write_at_once


def test_eight_devices_write_for_half_a_minute_and_lose_nothing(database_url):
    acknowledged, kept = write_at_once(database_url, devices=8, enough=for_seconds(30))
    assert len(kept) == len(acknowledged) > 100
    assert set(kept) == acknowledged
