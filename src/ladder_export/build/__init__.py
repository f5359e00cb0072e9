"""Decides which documents must be rendered again, renders them and publishes the files."""
