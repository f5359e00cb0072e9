"""Layout arithmetic for pages, without engine or files: columns, text sizes, height estimates, comparison tables."""
