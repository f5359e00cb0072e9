"""Builds a ladder from checked parts: every reference resolved."""
