"""The process itself: its signals, and its garbage collection."""
