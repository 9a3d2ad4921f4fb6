"""Kernels compiled ahead by processes side by side, so that the first large run waits half as long."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Final

from syndet.kernels import machine

if TYPE_CHECKING:
    from syndet.kernels.machine import Kinds, Stored

TAKES: Final = {
    "passages.align": "u4[] u4[] u1[] i4[] i4[] i8[] i8[] f8[] i8 i4[] f8[] u1[] u8[] f8[] i8[] f8[]",
    "lines.scan": "u1[] i8 i8 u1[] i8[] u1[] u1[] u1[] i8[] u1[] i4[] i4[,]",
    "tokens.scan": "u1[] i8[] u1[] u4[,] u4[,] u4[] u4[] i8[] u4[] u4[] i4[] i4[] u1[] u1[] i4[] i4[] i8[] i8[] i8[]",
    "frames.runs": "u4[] i8[] u8[] b1[] i8 i8 i8 i8 i8 u8[]",
    "frames.frames": "u4[] i8[] u8[] u8[] i8[] i8 i8[,]",
    "minhash.sketch": "u4[] i8[] i8[] i8 u4[] u4[] i8 i8 i8 u4[] u4[] u4[,] u8[] u4[]",
    "minhash.rare_pairs": "u4[] u1[] i8[] i8[] i8 i8 u8[] u8[] u4[]",
    "pairs.gather": "u8[] i8 i8 i8 u1[] u4[] u4[] u1[] i8[]",
    "pairs.index": "u4[] i8[] u4[]",
    "pairs.count": "u4[] u4[] u1[] u4[] i8[] f8[] f8 i8 i8 i4[] u4[] u8[] i4[]",
    "minhash.overlap": "u4[] i8[] i8[,] i8[]",
    "minhash.shingles": "u4[] i8[] i8[] i8 u4[]",
    "minhash.jaccard": "u4[] i8[] i8[,] u8[] f8[]",
    "coverage.union": "u1[] i8[] i8[] i8[,] f8[,] i8[,] i8 f8 f8[,]",
    "coverage.inside": "u1[] i8[,] i8[,] i8[,]",
    "frames.long_terms": "u4[] u1[] i8[,] i8 u8[]",
    "components.join": "i8[,] i8[]",
    "linkage.agglomerate": "i8[] f8[,] f8[,] f8 f8 i8[] i8[,] i8[] i8[] i8[] i8[] i8[]",
    "shingles.number": "u4[] i8[] u1[] i8 u8[] i8[] i8[] i8[]",
    "shingles.move": "u8[] i8[] u8[] i8[]",
    "shingles.lacking": "i8[] i8[] i8[,] i8 i8[] i8[,]",
    "chances.chances": "i8[,] f8[] i8[,] f8[] f8[,] f8[,] f8[]",
    "words.words": "u1[] i8[] i8[] u1[] u4[,] u4[,] u1[] i4[] u4[] i8[]",
    "marks.mark": "u4[] i8[] i8 u4[] u4[] u4[] u4[] i4[] u8[] u8[,] u1[,]",
    "copies.meet": "u8[] i8 u1[,] i8 i8 i8[] u8[]",
    "marks.shared": "u4[] i8[] i4[] i8 i8[,] u8[] u8[] i8[] i8[]",
}
"""What kernels are called with, in the order in which they are wanted: types as numpy spells them, and dimensions.

A kernel that is called with anything else is compiled then and there.
"""


def begin(modules: Sequence[str]) -> None:
    """Starts two processes that compile those kernels of the modules which are not kept yet; nothing where none can."""
    if not sys.executable or getattr(sys, "frozen", False):
        return
    missing = [name for name in TAKES if name.partition(".")[0] in modules and not stored(name).is_kept()]
    # The aligner takes as long as all others together.
    halves = [missing[:1], missing[1:]] if "passages.align" in missing else [missing[::2], missing[1::2]]
    for names in filter(None, halves):
        told = f"import sys; sys.path[:] = {sys.path!r}; from syndet.kernels import ahead; ahead.make({names!r})"
        whole = all(machine.is_whole(name.partition(".")[0]) for name in names)
        try:
            process = subprocess.Popen(
                [sys.executable, "-c", told],
                env={**os.environ, **({"NUMBA_OPT": "0"} if whole else {})},
                stdin=subprocess.PIPE,  # which ends when this process does, however that comes
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        except OSError:
            return
        machine.elsewhere.update({stored(name).place(kinds(name)): process for name in names})


def load(modules: Sequence[str]) -> None:
    """Loads the kernels of these modules, compiled if need be."""
    for name in TAKES:
        if name.partition(".")[0] in modules:
            stored(name).ready(kinds(name))


def make(names: Sequence[str]) -> None:
    """Compiles these kernels and keeps them, as long as the process that asked for them is there."""
    threading.Thread(target=_leave_with_the_other, daemon=True).start()
    for name in names:
        stored(name).make(kinds(name))


def _leave_with_the_other() -> None:
    """Ends this process when nobody waits for it any more; a file of machine code is there whole or not at all."""
    sys.stdin.read()
    os._exit(1)


def stored(name: str) -> Stored:
    """The kernel "module.function"."""
    module, _, function = name.partition(".")
    found: Stored = vars(import_module(f"syndet.kernels.{module}"))[function].stored
    return found


def kinds(name: str) -> Kinds:
    """The types and dimensions of what it takes."""
    spelled = (re.fullmatch(r"(\w+)(\[,?\])?", part) for part in TAKES[name].split())
    return tuple((found[1], len(found[2] or "") - 1 if found[2] else 0) for found in spelled if found)
