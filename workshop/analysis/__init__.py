"""One account of what was said: pure functions over contributions."""
