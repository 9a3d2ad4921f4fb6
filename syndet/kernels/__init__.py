"""The compiled loops: arrays in, arrays out, nothing else; how they are compiled is said here once.

Each module holds the kernels of one noun. Every kernel has a slow plain twin under ``tests/naive``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import numba

if TYPE_CHECKING:
    from collections.abc import Callable

_Kernel = TypeVar("_Kernel", bound="Callable[..., Any]")


def compiled(function: _Kernel) -> _Kernel:
    """The kernel compiled on its first call and kept on disk; it releases the GIL while it runs.

    Lazy, because an eager signature compiles at import; cached, because a compile takes seconds;
    no fast maths, because the same input must give the same bytes on every machine.
    """
    jit: Callable[[_Kernel], _Kernel] = numba.njit(nogil=True, cache=True, error_model="numpy")
    return jit(function)


def inlined(function: _Kernel) -> _Kernel:
    """A helper of kernels, compiled into its caller: never called from Python, so never cached alone."""
    jit: Callable[[_Kernel], _Kernel] = numba.njit(
        nogil=True, error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True
    )
    return jit(function)
