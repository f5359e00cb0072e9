"""Values that everything else is made of, such as the ladder, documents and problems; no input or output here."""
