"""The live screens of a meeting: the desk of the facilitator and the wall of the room."""
