"""What the program does with signals that interrupt it, and with garbage collection."""
