"""Coding: notes and open answers are given codes of a coding frame, by hand and with suggestions."""
