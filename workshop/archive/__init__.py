"""How long what identifies people is kept: meetings are archived, and erased."""
