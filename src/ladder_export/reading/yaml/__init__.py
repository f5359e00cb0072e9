"""Parse YAML files into nodes, which have the line and column of each value."""
