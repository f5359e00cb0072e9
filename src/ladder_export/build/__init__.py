"""Building: decide which documents to render again, render them, and move the files to the output folder."""
