"""Koonti: participatory workshops and surveys, from the first note to the mailed digest."""
