"""The outbox: every letter once."""
