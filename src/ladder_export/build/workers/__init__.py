"""Worker processes and cluster workers: starting them, sending them jobs, collecting results."""
