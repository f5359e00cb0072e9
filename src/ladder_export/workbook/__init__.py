"""Export a ladder as an Excel workbook for editing, and bring the edits back into the YAML files."""
