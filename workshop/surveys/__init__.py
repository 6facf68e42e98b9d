"""Surveys: questions on a page, and responses that are sent once."""
