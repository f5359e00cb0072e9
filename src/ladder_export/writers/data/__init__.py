"""Formats that people edit and programs read: Markdown, tables and JSON."""
