"""Handbooks: laid out part by part, merged with finished sheets into one PDF."""
