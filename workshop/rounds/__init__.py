"""A round: a series of meetings prepared for one purpose."""
