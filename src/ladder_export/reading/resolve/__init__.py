"""Build a ladder from validated YAML: replace ids by what they refer to, and check levels against each other."""
