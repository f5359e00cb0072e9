"""YAML into nodes that know their place in the file."""
