"""Dashboards: readers of the summary."""
