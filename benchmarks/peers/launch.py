"""Run one program and write down what it took; a small process of its own, for the reason below.

``python launch.py REPORT SECONDS PROGRAM [ARGUMENT...]`` writes JSON to REPORT and ends by itself after SECONDS.
Linux counts what the parent held in memory at the fork as the child's, so the parent must be small.
Workers that outlive whoever started them (those of Spark do, by a moment) are inherited and counted too, on Linux.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path


def main(report: str, seconds: str, *command: str) -> None:
    """Run the command in a session of its own, so that all of it can be ended."""
    _inherit()
    begun = time.perf_counter()
    process = subprocess.Popen(command, start_new_session=True)
    ended = threading.Event()

    def end() -> None:
        if not ended.wait(float(seconds)):
            os.killpg(process.pid, signal.SIGKILL)

    threading.Thread(target=end, daemon=True).start()
    _, status = os.waitpid(process.pid, 0)
    wall = time.perf_counter() - begun
    _wait_for_orphans()
    ended.set()
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    taken = {
        "code": os.waitstatus_to_exitcode(status),
        "wall": wall,
        "cpu": usage.ru_utime + usage.ru_stime,
        "peak": usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024),
    }
    Path(report).write_text(json.dumps(taken), encoding="utf-8")


def _inherit() -> None:
    """Become the parent of every descendant whose own parent ends, where the system has that (Linux)."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER


def _wait_for_orphans() -> None:
    """Give the processes that were left behind a moment to end, so that their time is counted."""
    patience = time.monotonic() + 5
    while time.monotonic() < patience:
        try:
            if not os.waitpid(-1, os.WNOHANG)[0]:
                time.sleep(0.01)
        except ChildProcessError:
            return


if __name__ == "__main__":
    main(*sys.argv[1:])
