"""Kernels give the same bytes compiled and as the plain Python that they are on small work."""

from __future__ import annotations

import inspect
import json
import os
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import syndet
from syndet import kernels
from syndet.kernels import ahead, components, machine

NEWSROOM = Path(__file__).parents[1] / "examples" / "newsroom"

SCRIPT = """
import sys
import syndet
print(syndet.detect(sys.argv[1]).to_json())
print(syndet.detect(sys.argv[1], level="copy").to_json())
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
    results = syndet.detect(NEWSROOM), syndet.detect(NEWSROOM, level="copy")
    assert plain.stdout == "".join(result.to_json() + "\n" for result in results)


class Forward(np.ndarray):
    """An array in which no place can be counted from its end."""

    def __getitem__(self, place: Any) -> Any:
        return super().__getitem__(forward(place))

    def __setitem__(self, place: Any, value: Any) -> None:
        super().__setitem__(forward(place), value)


def forward(place: Any) -> Any:
    for part in place if isinstance(place, tuple) else (place,):
        bounds = (part.start, part.stop) if isinstance(part, slice) else (part,)
        if any(bound is not None and np.ndim(bound) == 0 and bound < 0 for bound in bounds):
            raise IndexError(f"{part} is counted from the end")
    return place


def watched(kernel: Callable[..., Any]) -> Callable[..., Any]:
    """The kernel as plain Python, over arrays that can only be counted from their beginnings."""
    plain = inspect.unwrap(kernel)

    def call(*arguments: Any) -> Any:
        with np.errstate(over="ignore"):
            return plain(*(item.view(Forward) if isinstance(item, np.ndarray) else item for item in arguments))

    return call


def test_no_kernel_counts_a_place_from_an_arrays_end(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Compiled, it would read or write what lies before the array, in silence."""
    rows = [{"id": article.id, "text": article.text} for article in syndet.read(NEWSROOM)][:6]
    lines = tmp_path / "news.jsonl"
    lines.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    wanted = syndet.detect(lines).to_json(), syndet.detect(lines, level="copy").to_json()
    monkeypatch.setattr(kernels, "load", lambda modules: None)
    for name in kernels.MODULES:
        module = import_module(f"syndet.kernels.{name}")
        for attribute, kernel in list(vars(module).items()):
            if hasattr(kernel, "stored"):
                monkeypatch.setattr(module, attribute, watched(kernel))
    assert (syndet.detect(lines).to_json(), syndet.detect(lines, level="copy").to_json()) == wanted
    array = np.zeros(3).view(Forward)
    with pytest.raises(IndexError):
        array[-1] = 1.0


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
    names = {path.stem for path in Path(kernels.__file__).parent.glob("[a-z]*.py")} - {"machine"}
    modules = {name: vars(import_module(f"syndet.kernels.{name}")) for name in names}
    holding = {name for name, values in modules.items() if any(hasattr(value, "stored") for value in values.values())}
    assert holding == {*kernels.MODULES}


# Kernels kept as machine code

COPIES = """
import sys
import syndet
texts = ["the harbour master closed the old bridge " * 20 + str(n // 2) * n for n in range(100)]
print(len(syndet.detect([{"id": str(n), "text": text} for n, text in enumerate(texts)], level="copy").links))
print("numba" in sys.modules)
"""


def test_what_is_kept_is_loaded_without_numba() -> None:
    here = subprocess.run([sys.executable, "-c", COPIES], capture_output=True, text=True, check=True)
    again = subprocess.run([sys.executable, "-c", COPIES], capture_output=True, text=True, check=True)
    assert again.stdout.split() == [here.stdout.split()[0], "False"]


def joined(plain: Callable[..., None]) -> list[int]:
    root = np.arange(4)
    machine.Stored(plain)(np.array([[1, 2], [2, 3]]), root)
    return root.tolist()


def test_kernels_are_kept_and_run_by_numba_where_that_does_not_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "folder", lambda: tmp_path / "new")
    plain = inspect.unwrap(components.join)
    assert joined(plain) == [0, 1, 1, 1]
    (kept,) = (tmp_path / "new").iterdir()
    whole = kept.read_bytes()
    assert joined(plain) == [0, 1, 1, 1]
    kept.write_bytes(whole[:-1])  # cut off
    assert joined(plain) == [0, 1, 1, 1]
    assert len(kept.read_bytes()) == len(whole)
    monkeypatch.setattr(machine, "folder", lambda: kept)  # nothing can be kept in a file
    assert joined(plain) == [0, 1, 1, 1]


AHEAD = """
import sys
import numpy as np
from syndet.kernels import ahead, coverage, machine
ahead.begin(["coverage"])
shares = np.empty((1, 4))
bodies, spans, said = np.array([[0, 4, 4, 8]]), np.array([[0, 2, 4, 6]]), np.ones((1, 2))
for side in range(2):
    coverage.union(np.zeros(8, np.uint8), np.array([0]), np.array([0, 1]), spans, said, bodies, side, 0.5, shares)
print(shares.tolist(), "numba" in sys.modules, len(machine.elsewhere))
"""


def test_other_processes_compile_ahead_and_this_one_waits_for_them(tmp_path: Path) -> None:
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", AHEAD], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[[0.5, 0.5, 0.5, 0.5]] False 2"


def test_where_no_other_process_can_be_begun_this_one_compiles(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "missing"))
    monkeypatch.setattr(ahead.stored("coverage.union"), "calls", {})
    before = dict(machine.elsewhere)
    ahead.begin(["coverage"])
    assert machine.elsewhere == before


def test_what_is_compiled_ahead_is_what_is_called() -> None:
    syndet.detect(NEWSROOM)
    syndet.detect(NEWSROOM, level="copy")
    called = {name for name in ahead.TAKES if ahead.stored(name).calls}
    assert {"passages.align", "tokens.scan", "minhash.sketch", "words.words"} <= called
    assert [name for name in called if ahead.kinds(name) not in ahead.stored(name).calls] == []


def test_arrays_of_another_shape_are_refused() -> None:
    pairs, root = np.array([[1, 2]]), np.arange(4)
    for wrong in (np.arange(8).reshape(2, 4)[:, ::2], np.zeros((1, 2, 1), np.int64)):
        with pytest.raises(TypeError, match="arrays of one or two dimensions without gaps"):
            components.join(wrong, root)
    components.join(pairs, root)
    assert root.tolist() == [0, 1, 1, 3]
