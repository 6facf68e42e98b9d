"""Believable material in three languages, built through actions only."""
