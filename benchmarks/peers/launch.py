"""Run one program and write down what it took; a small process of its own, for the reason below.

``python launch.py REPORT SECONDS PROGRAM [ARGUMENT...]`` writes JSON to REPORT and ends by itself after SECONDS.
Linux counts what the parent held in memory at the fork as the child's, so the parent must be small.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path


def main(report: str, seconds: str, *command: str) -> None:
    """Run the command in a session of its own, so that all of it can be ended."""
    begun = time.perf_counter()
    process = subprocess.Popen(command, start_new_session=True)
    ended = threading.Event()

    def end() -> None:
        if not ended.wait(float(seconds)):
            os.killpg(process.pid, signal.SIGKILL)

    threading.Thread(target=end, daemon=True).start()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begun
    ended.set()
    taken = {
        "code": os.waitstatus_to_exitcode(status),
        "wall": wall,
        "cpu": usage.ru_utime + usage.ru_stime,
        "peak": usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024),
    }
    Path(report).write_text(json.dumps(taken), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
