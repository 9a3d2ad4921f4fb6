"""Work spread over forks: the same results in the same order, whatever becomes of the forks."""

from __future__ import annotations

import os
import subprocess
import sys
import threading

import pytest

from syndet.pipeline import forks

# Each runs in a process of its own, as tests may have threads that forbid to fork.
BEGIN = """
import multiprocessing, os
from syndet.pipeline import forks

here = os.getpid()

def work(number):
    return number * number, os.getpid()

def run(work):
    done = list(forks.each(work, 1000, 2))
    assert [result for result, _ in done] == [number * number for number in range(1000)]
    assert not multiprocessing.active_children()
    return {process for _, process in done}
"""

SPREAD = """
processes = run(work)
print(len(processes), here in processes)
"""

FORK_DIES = """
def fatal(number):
    if number == 500 and os.getpid() != here:
        os._exit(9)
    return work(number)

print(here in run(fatal))
"""

WORK_FAILS = """
def failing(number):
    return work(number) if number != 700 else 1 / 0

try:
    run(failing)
except ZeroDivisionError:
    print(len(multiprocessing.active_children()))
"""

NOBODY_WAITS = """
first = next(forks.each(work, 1000, 2))
print(first[0], len(multiprocessing.active_children()))
"""

NO_PROCESS_LEFT = """
whole, forked = os.fork, []

def fork():
    forked.append(1)
    if len(forked) > 1:
        raise BlockingIOError(11, "Resource temporarily unavailable")
    return whole()

os.fork = fork
processes = run(work)
print(len(processes), here in processes)
"""

IN_A_POOL = """
def inside(number):
    return {process for _, process in forks.each(work, 1000, 2)} == {os.getpid()}

with multiprocessing.get_context("fork").Pool(1) as pool:
    print(pool.map(inside, [0]))
"""

NOBODY_MAY_TERMINATE = """
import signal
signal.signal(signal.SIGTERM, signal.SIG_IGN)
first = next(forks.each(lambda number: bytes(100_000), 1000, 2))
print(len(first), len(multiprocessing.active_children()))
"""

CLUSTERS = """
import random
import syndet
draw = random.Random(1)
def story():
    words = ["".join(draw.choices("abcdefghij", k=draw.randint(3, 9))) for _ in range(400)]
    return ". ".join(" ".join(words[n:n + 12]).capitalize() for n in range(0, 400, 12)) + "."
texts = [story() for _ in range(6)]
articles = [{"id": f"{n}-{k}", "text": f"PARIS (Reuters) - {text}"[k * 200:], "published": f"2024-03-0{k + 1}"}
            for n, text in enumerate(texts) for k in range(3)]
forks.LEAST = 10 ** 9
whole = syndet.detect(articles).to_json()
forks.LEAST, forks._CHUNK, forks._FIRST = 1, 2, 3
print(syndet.detect(articles, jobs=2).to_json() == whole, whole.count('"cohesion"'))
"""

forking = pytest.mark.skipif(sys.platform != "linux", reason="forks are safe on Linux alone")


@pytest.mark.parametrize(
    ("code", "said"),
    [
        pytest.param(SPREAD, "2 False", marks=forking, id="spread"),
        pytest.param(FORK_DIES, "True", marks=forking, id="a fork dies"),
        pytest.param(WORK_FAILS, "0", id="the work fails"),
        pytest.param(NOBODY_WAITS, "0 0", id="nobody waits"),
        pytest.param(NO_PROCESS_LEFT, "2 True", marks=forking, id="one fork alone is allowed"),
        pytest.param(IN_A_POOL, "[True]", marks=forking, id="in a pool"),
        pytest.param(NOBODY_MAY_TERMINATE, "100000 0", id="nobody may terminate"),
        pytest.param(CLUSTERS, "True 6", id="clusters"),
    ],
)
def test_forks_make_what_this_process_would(code: str, said: str) -> None:
    done = subprocess.run([sys.executable, "-W", "error", "-c", BEGIN + code], capture_output=True, text=True)
    assert (done.stdout.strip(), done.stderr) == (said, "")


KILLED = """
import signal
for result in forks.each(lambda number: bytes(100_000), 1000, 2):
    os.kill(here, signal.SIGKILL)
"""


@forking
def test_forks_end_when_whoever_forked_them_is_killed() -> None:
    # Standard output ends when nobody has it open any more; a fork that waits for ever would.
    done = subprocess.run([sys.executable, "-c", BEGIN + KILLED], capture_output=True, timeout=60)
    assert (done.returncode, done.stderr) == (-9, b"")


def test_nothing_is_forked_where_somebody_else_may_hold_a_lock() -> None:
    resting = threading.Event()
    other = threading.Thread(target=resting.wait)
    other.start()
    try:
        here = list(forks.each(lambda number: os.getpid(), forks.LEAST, 2))
    finally:
        resting.set()
        other.join()
    assert set(here) == {os.getpid()}
