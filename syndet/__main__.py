"""Runs the command line as ``python -m syndet``."""

from syndet.cli import main

if __name__ == "__main__":
    main(prog_name="syndet")
