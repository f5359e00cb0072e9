"""YAML files as nodes that carry the line and column they were read from."""
