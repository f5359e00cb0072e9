"""The schema of a ladder's files, and the check of nodes against it."""
