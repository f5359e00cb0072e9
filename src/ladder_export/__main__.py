"""This file lets `python -m ladder_export` do what the `ladder-export` command does."""

from ladder_export.cli import program

if __name__ == "__main__":
    program()
