"""This package turns a career ladder written in YAML into print-ready sheets and native slide decks."""

__version__ = "0.1.0"
