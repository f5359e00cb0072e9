"""Worker processes: starting them, giving them jobs, a cluster of them."""
