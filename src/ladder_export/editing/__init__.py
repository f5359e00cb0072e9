"""Values of a ladder's YAML files changed in place: every byte that a change does not concern stays as it is."""
