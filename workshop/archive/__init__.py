"""A meeting is archived: what was said stays, and nothing leads from it to a device or an address any more."""
