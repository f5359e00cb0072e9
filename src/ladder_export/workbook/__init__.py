"""The whole ladder in a workbook for editing, and its changes brought back into the YAML files."""
