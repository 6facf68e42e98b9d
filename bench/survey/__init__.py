"""How many people can answer a survey at once, and what the meeting next door notices of it."""
