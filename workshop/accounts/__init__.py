"""Staff: who may sign in, and how they come to be able to."""
