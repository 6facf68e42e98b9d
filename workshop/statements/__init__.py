"""Statement votes: statements one at a time, and each participant's stance on them."""
