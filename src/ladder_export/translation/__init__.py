"""Translations of a ladder: create and update their YAML, export and read gettext catalogues."""
