"""Compute digests of all that a build depends on, without loading a YAML parser or a library that makes output."""
