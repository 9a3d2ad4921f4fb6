"""python -m syndet, and the `syndet` command."""

import gc
import os
import sys
from contextlib import suppress

CYCLES = (500_000, 20, 20)
"""How many objects are made until cycles are looked for, and how many times until again among older ones: articles and
links are many small objects without a cycle. Every 700 it is a tenth of the time, every 100,000 still a fortieth at
level copy."""


def run() -> None:
    """Run the command line in a process of its own."""
    # numba imports scipy wherever it finds it, 0.2 s, for linear algebra that no kernel does.
    sys.modules.setdefault("scipy", None)  # type: ignore[arg-type]
    gc.set_threshold(*CYCLES)
    from syndet.cli import main

    try:
        main(prog_name="syndet")
    except SystemExit as end:
        if isinstance(end.code, int):
            _leave(end.code)
        raise


def _leave(code: int) -> None:
    """End the process at once if all is written: to take a million objects apart one by one takes seconds."""
    with suppress(OSError):  # then Python tells what is wrong with standard output
        for stream in filter(None, (sys.stdout, sys.stderr)):  # None where whoever started it has closed one
            stream.flush()
        os._exit(code)


if __name__ == "__main__":
    run()
