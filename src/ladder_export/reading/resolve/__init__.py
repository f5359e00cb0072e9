"""Build a ladder from validated models: resolve every reference, and check what only all files together can show."""
