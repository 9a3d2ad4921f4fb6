"""Kernels give the same bytes compiled and as the plain Python that they are on small work."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import syndet
from syndet import kernels

NEWSROOM = Path(__file__).parents[1] / "examples" / "newsroom"

SCRIPT = """
import sys
import syndet
print(syndet.detect(sys.argv[1]).to_json())
print(*sorted(name for name in sys.modules if name == "numba"), file=sys.stderr)
"""


def test_plain_and_compiled_kernels_agree(tmp_path: Path) -> None:
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(tmp_path), "PYTHONIOENCODING": "utf-8"}
    plain = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(NEWSROOM)],
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert plain.stderr.strip() == "", "a small first run should not wait for numba"
    assert plain.stdout == syndet.detect(NEWSROOM).to_json() + "\n"


def test_large_work_compiles_first_and_small_work_does_not(tmp_path: Path) -> None:
    script = (
        "from syndet import kernels;"
        "print(kernels.choose(kernels.PLAIN_MOST), kernels.choose(kernels.PLAIN_MOST + 1), kernels.choose(1))"
    )
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True", "False"]


def test_kernels_in_use_stay_compiled() -> None:
    from syndet.kernels import tokens

    before = tokens.scan
    assert not kernels.choose(1)
    assert tokens.scan is before


def test_every_module_of_kernels_is_known() -> None:
    folder = Path(kernels.__file__).parent
    assert sorted(path.stem for path in folder.glob("[a-z]*.py")) == sorted(kernels.MODULES)
