"""Parse YAML files into nodes that carry the line and column they were read from."""
