"""Joining by code without an account, the tag, and the signed cookie."""
