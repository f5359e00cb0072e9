"""Font files: text metrics, subsets, web fonts and missing glyphs."""
