"""Translators' files: a translation's YAML, started or renewed, and gettext catalogues."""
