"""The compiled loops: arrays in, arrays out, nothing else; how they are compiled is said here once.

Each module holds the kernels of one noun. Every kernel has a slow plain twin under ``tests/naive``.
Compiling them all takes about half a minute, once on a machine; a few articles are done sooner without.
So `choose` says, before kernels are used, whether they are compiled or run as the plain Python that
they are; both give the same bytes.
"""

from __future__ import annotations

import os
import sys
from functools import wraps
from importlib import reload
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_Kernel = TypeVar("_Kernel", bound="Callable[..., Any]")

PLAIN_MOST: Final = 60_000
"""Characters up to which kernels run plain where none have been compiled yet: some 5 seconds' work."""

_plain = False


MODULES: Final = ("copies", "frames", "lines", "marks", "minhash", "pairs", "passages", "tokens", "words")
"""Where the kernels stand; comparing given pairs needs neither "pairs" nor those of level copy, which are `STORED`."""

STORED: Final = frozenset({"copies", "lines", "marks", "words"})
"""Those of them that are kept as machine code."""


def choose(characters: int, needed: Sequence[str] = MODULES) -> bool:
    """Settles how kernels run on so much text; True if they are going to be compiled first, which takes a while.

    `needed`: the modules whose kernels the work will call. Kernels that are compiled already, in this
    process or by an earlier one, are used whatever the size.
    """
    global _plain
    names = [f"{__name__}.{name}" for name in MODULES]
    modules = [sys.modules[name] for name in names if name in sys.modules]
    if modules and not _plain:
        return False
    cold = not _are_cached(needed)
    plain = cold and characters <= PLAIN_MOST
    if plain != _plain:
        _plain = plain
        for module in modules:
            reload(module)
    return cold and not plain


def _are_cached(modules: Sequence[str]) -> bool:
    """Whether numba holds kernels of these modules, compiled by this Python from the source as it is now."""
    from syndet.kernels.machine import is_kept

    python = f"py{sys.version_info.major}{sys.version_info.minor}"
    if not is_kept([module for module in modules if module in STORED]):
        return False
    return all(
        any(
            index.stat().st_mtime >= source.stat().st_mtime
            for folder in _cache_folders()
            for index in folder.glob(f"{source.stem}.*.{python}.nbi")
        )
        for source in (Path(__file__).with_name(f"{module}.py") for module in modules if module not in STORED)
    )


def _cache_folders() -> list[Path]:
    """Where numba keeps compiled kernels: where its setting says, beside their sources, or with the user."""
    here = Path(__file__).parent
    if "NUMBA_CACHE_DIR" in os.environ:
        return [*Path(os.environ["NUMBA_CACHE_DIR"]).glob(f"{here.name}_*")]
    user = ("~/.cache/numba", "~/Library/Caches/numba", "~/AppData/Local/numba/Cache")
    shared = [folder for place in user for folder in Path(place).expanduser().glob(f"{here.name}_*")]
    beside = here / "__pycache__"
    return [beside, *shared] if os.access(beside, os.W_OK) else shared  # numba uses none that it cannot write


def compiled(function: _Kernel) -> _Kernel:
    """The kernel compiled on its first call and kept on disk; it releases the GIL while it runs.

    Lazy, because an eager signature compiles at import; cached, because a compile takes seconds;
    no fast maths, because the same input must give the same bytes on every machine.
    """
    if _plain:
        return _wrapping(function)
    import numba

    try:
        kernel: _Kernel = numba.njit(nogil=True, cache=True, error_model="numpy")(function)
    except RuntimeError:  # there is no folder that the user may write: compile anew in every process
        kernel = numba.njit(nogil=True, error_model="numpy")(function)
    return kernel


def stored(takes: str) -> Callable[[_Kernel], _Kernel]:
    """The same for a kernel that later processes are to load without numba; `takes` as `machine.Stored` has it."""

    def decorate(function: _Kernel) -> _Kernel:
        if _plain:
            return _wrapping(function)
        from syndet.kernels.machine import Stored

        return Stored(function, takes)  # type: ignore[return-value]

    return decorate


def helper(function: _Kernel) -> _Kernel:
    """A helper of stored kernels, compiled into its caller when that is."""
    function.__dict__["helps"] = True
    return function


def inlined(function: _Kernel) -> _Kernel:
    """A helper of kernels, compiled into its caller: never called from Python, so never cached alone."""
    if _plain:
        return function
    import numba

    jit: Callable[[_Kernel], _Kernel] = numba.njit(
        nogil=True, error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True
    )
    return jit(function)


def _wrapping(function: _Kernel) -> _Kernel:
    """The kernel as plain Python, where numpy's whole numbers wrap around in silence as compiled ones do."""
    import numpy as np

    @wraps(function)
    def run(*arguments: Any) -> Any:
        with np.errstate(over="ignore"):
            return function(*arguments)

    return run  # type: ignore[return-value]  # wraps keeps the signature
