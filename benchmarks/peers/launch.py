"""Run one program and write down what it took; a small process of its own, for the reason below.

``python launch.py REPORT SECONDS PROGRAM [ARGUMENT...]`` writes JSON to REPORT and ends by itself after SECONDS.
Linux counts what the parent held in memory at the fork as the child's, so the parent must be small.
After ``--sampled``, before REPORT, the processor time of all processes of the session is looked up five times a second
where there is /proc: nobody waits for the workers of Spark in Python, so the system adds their time to nobody's.
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


def main(*words: str) -> None:
    """Run the command in a session of its own, so that all of it can be ended."""
    sampled = words[0] == "--sampled"
    report, seconds, *command = words[sampled:]
    begun = time.perf_counter()
    process = subprocess.Popen(command, start_new_session=True)
    ended = threading.Event()

    def end() -> None:
        if not ended.wait(float(seconds)):
            os.killpg(process.pid, signal.SIGKILL)

    threading.Thread(target=end, daemon=True).start()
    times: dict[tuple[str, str], int] = {}
    if sampled:
        threading.Thread(target=sample, args=(process.pid, times, ended), daemon=True).start()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begun
    ended.set()
    taken = {
        "code": os.waitstatus_to_exitcode(status),
        "wall": wall,
        "cpu": max(usage.ru_utime + usage.ru_stime, sum(list(times.values())) / os.sysconf("SC_CLK_TCK")),
        "peak": usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024),
    }
    Path(report).write_text(json.dumps(taken), encoding="utf-8")


def sample(session: int, times: dict[tuple[str, str], int], ended: threading.Event) -> None:
    """Keep the processor time, in ticks, of every process of the session by its number and start, until all is over."""
    while not ended.wait(0.2):
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                # The name in brackets may hold anything; after it come the state, the parent, the group, the session.
                fields = stat.read_text(errors="replace").rpartition(")")[2].split()
            except OSError:  # it has ended meanwhile
                continue
            if int(fields[3]) == session:
                times[stat.parent.name, fields[19]] = int(fields[11]) + int(fields[12])


if __name__ == "__main__":
    main(*sys.argv[1:])
