"""The live stream: telling every screen what has changed, and who is here."""
