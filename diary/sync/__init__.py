"""Devices push what they wrote offline and pull what changed elsewhere. The protocol is in docs/sync.md."""
