"""python -m syndet, and the `syndet` command."""

import gc
import os
import sys
from contextlib import suppress


def run() -> None:
    """Run the command line in a process of its own."""
    # numba imports scipy wherever it finds it, 0.2 s, for linear algebra that no kernel does.
    sys.modules.setdefault("scipy", None)  # type: ignore[arg-type]
    # Modules and results are many small objects without a cycle; looking for cycles every 700 of them is a tenth of
    # the time, every 100,000 still a fortieth at level copy.
    gc.set_threshold(500_000, 20, 20)
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
