"""Eight devices of one patient at once: nothing acknowledged is lost, nothing is doubled, seq has no gap."""

from tests.sync.writers import write_at_once


def test_eight_devices_lose_nothing(database_url):
    acknowledged, kept = write_at_once(database_url, devices=8, enough=lambda written: written == 5)
    assert len(kept) == 40
    assert set(kept) == acknowledged
