"""Signals that interrupt the program, and the policy by which it collects garbage."""
