"""Safe file access: bounded reads, folders that no link leads out of, archives, the user's own files."""
