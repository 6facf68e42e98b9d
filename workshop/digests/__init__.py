"""The digest of a meeting: made, read, approved and mailed."""
