"""Change values in a ladder's YAML files in place: every byte that a change does not concern stays as it is."""
