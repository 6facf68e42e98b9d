"""The round digest: what all meetings of a round have said as of a date, with the organisers' synthesis of it."""
