"""HTML: templates of a theme filled in, pages for the PDF engine, and a single web page."""
