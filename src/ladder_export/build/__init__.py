"""Building: decide which documents to render again, render them, and publish the files."""
