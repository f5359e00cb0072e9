"""Reading and writing files safely: bounded reads, folders no link leads out of, archives, the user's own files."""
