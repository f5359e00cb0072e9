"""The program's values, such as the ladder, documents and problems; nothing in this package reads or writes files."""
