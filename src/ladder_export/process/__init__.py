"""Signals that interrupt the program, and its garbage collection."""
