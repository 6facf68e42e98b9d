"""The database's tables, one numbered step at a time."""
