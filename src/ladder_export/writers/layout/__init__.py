"""Layout arithmetic for pages: fragments, fitting, height estimates and tables. Pure: no engine, no files."""
