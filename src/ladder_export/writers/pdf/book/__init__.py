"""Write handbooks: lay them out part by part and merge them with finished sheets into one PDF."""
