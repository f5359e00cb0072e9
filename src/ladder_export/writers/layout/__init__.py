"""Layout arithmetic for pages, without engine or files: columns, fitting text to a page, height estimates, tables."""
