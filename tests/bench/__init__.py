"""How fast Lull is. `make bench` prints the table that the docs quote; nothing here passes or fails a test."""
