"""The keys and values allowed in a ladder's YAML files, as pydantic models."""
