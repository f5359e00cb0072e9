"""Comparison of ladders, levels and git revisions."""
