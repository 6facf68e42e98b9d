"""A meeting: its code and window, its exercises in order, its states and the path that the facilitator leads."""
