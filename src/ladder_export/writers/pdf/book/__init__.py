"""Write handbooks: lay out their parts and merge these with finished sheets of levels into one PDF."""
