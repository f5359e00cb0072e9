"""The schema of a ladder's files, as pydantic models."""
