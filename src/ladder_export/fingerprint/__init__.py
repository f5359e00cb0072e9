"""Digests of everything a build depends on, computed without loading an engine or a parser."""
