"""The process itself: signals that end it, and its one policy of garbage collection."""
