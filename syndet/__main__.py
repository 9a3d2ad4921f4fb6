"""python -m syndet, and the `syndet` command."""

import gc
import sys

from syndet.cli import main


def run() -> None:
    """Run the command line in a process of its own."""
    # numba imports scipy wherever it finds it, 0.2 s, for linear algebra that no kernel does.
    sys.modules.setdefault("scipy", None)  # type: ignore[arg-type]
    # Results are many small objects without a cycle; looking for cycles every 700 of them is a tenth of the time.
    gc.set_threshold(100_000, 20, 20)
    main(prog_name="syndet")


if __name__ == "__main__":
    run()
