"""Access files safely: limit the size of what is read, stay inside a folder, replace several files all or none."""
