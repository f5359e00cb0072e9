"""This package writes documents as data that people edit and programs read: Markdown, tables, JSON."""
