"""Differences between two ladders, two levels or two revisions of a ladder."""
