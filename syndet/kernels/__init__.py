"""The compiled loops: arrays in, arrays out, nothing else; how they are compiled is said here and in `machine`.

Each module holds the kernels of one noun. Every kernel has a slow plain twin under ``tests/naive``.
Compiling them all takes most of a minute, once on a machine; a few articles are done sooner without.
So `choose` says, before kernels are used, whether they are compiled or run as the plain Python that
they are; both give the same bytes.
"""

from __future__ import annotations

from functools import wraps
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_Kernel = TypeVar("_Kernel", bound="Callable[..., Any]")

PLAIN_MOST: Final = 60_000
"""Characters up to which kernels run plain where none have been compiled yet: some 5 seconds' work."""

MODULES: Final = (
    *("chances", "components", "copies", "coverage", "frames", "lines", "linkage", "marks"),
    *("minhash", "pairs", "passages", "shingles", "tokens", "words"),
)
"""Where the kernels stand; the other modules hold helpers of theirs."""

_plain: bool | None = None  # not settled yet


def choose(characters: int, needed: Sequence[str] = MODULES) -> bool:
    """Settles how kernels run on so much text; True if they are going to be compiled first, which takes a while.

    `needed`: the modules whose kernels the work will call. Kernels that are compiled already, in this
    process or by an earlier one, are used whatever the size.
    """
    global _plain
    if _plain is False:
        return False
    cold = not all(_is_kept(name) for name in needed)
    _plain = cold and characters <= PLAIN_MOST
    return cold and not _plain


def _is_kept(module: str) -> bool:
    """Whether a kernel of this module was compiled on this machine from the source as it is now."""
    from syndet.kernels.machine import Stored

    kernels = vars(import_module(f"{__name__}.{module}")).values()
    return any(kernel.stored.is_kept() for kernel in kernels if isinstance(getattr(kernel, "stored", None), Stored))


def load(modules: Sequence[str]) -> None:
    """Makes the kernels of these modules ready to be called, unless they run plain."""
    if not _plain:
        from syndet.kernels import ahead

        ahead.load(modules)


def compiled(function: _Kernel) -> _Kernel:
    """The kernel compiled on its first call and kept on disk, or run as it is where `choose` says so.

    It must not count a place from an array's end: compiled, it would read what lies before the array.
    """
    from syndet.kernels.machine import Stored

    stored = Stored(function)

    @wraps(function)
    def run(*arguments: Any) -> Any:
        if not _plain:
            return stored(*arguments)
        import numpy as np

        with np.errstate(over="ignore"):  # whole numbers wrap around in silence, as compiled ones do
            return function(*arguments)

    run.__dict__["stored"] = stored
    return run  # type: ignore[return-value]  # wraps keeps the signature


def inlined(function: _Kernel) -> _Kernel:
    """A helper of kernels, compiled into whatever calls it."""
    function.__dict__["helps"] = True
    return function
