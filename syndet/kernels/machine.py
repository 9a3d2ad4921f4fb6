"""Kernels that are kept as machine code: a process that finds them starts without numba, which takes most of a second.

numba compiles such a kernel once, as a function of C. What LLVM makes of that is one file beside numba's own cache,
and later processes hand it to LLVM alone. Where anything about that fails, numba runs the kernel as it runs others.
"""

from __future__ import annotations

import ctypes
import os
import re
import sys
import threading
from functools import cache
from hashlib import blake2b
from pathlib import Path
from types import FunctionType
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

_HERE: Final = Path(__file__).parent
_LIBC: Final = frozenset({"memcpy", "memmove", "memset"})
_DIGEST: Final = 16  # bytes
_lock = threading.Lock()


class Stored:
    """A kernel that is loaded, or compiled and kept, on its first call; it releases the GIL while it runs.

    `takes` says what arguments it has: "u1" is a number, "u1*" an array and "u1**" one of two dimensions, as numpy
    spells types; arrays must be C-contiguous. It returns an integer or None, and must not raise or allocate.
    """

    def __init__(self, function: Callable[..., Any], takes: str) -> None:
        self.__name__, self.__doc__ = function.__name__, function.__doc__
        self._function = function
        self._takes = takes.split()
        self._call: Callable[..., Any] | None = None

    def __call__(self, *arguments: Any) -> Any:
        """What the kernel returns; raises TypeError for an argument of another type."""
        if self._call is None:
            with _lock:
                self._call = self._call or self._loaded() or _jitted(self._function)
        return self._call(*arguments)

    def _loaded(self) -> Callable[..., Any] | None:
        """The kernel from its file, which is made if it is not there; None where that does not work."""
        module = self._function.__module__.rpartition(".")[2]
        name = f"{module}.{self._function.__name__}"
        try:
            folder, key = folders()[0], keyed(module)
            path = folder / f"{name}.{key}.o"
            code = _kept(path)
            if code is None:
                code = _machine_code(self._function, self._takes, f"syndet_{name}")
                _keep(path, code)
            return self._wrapped(_address(code, f"syndet_{name}"))
        except Exception:  # whatever a version of LLVM objects to: numba has its own way
            return None

    def _wrapped(self, address: int) -> Callable[..., Any]:
        takes = [(kind.rstrip("*"), kind.count("*")) for kind in self._takes]
        types = [t for _, n in takes for t in ([ctypes.c_void_p] if n else []) + [ctypes.c_int64] * max(n, 1)]
        function = ctypes.CFUNCTYPE(ctypes.c_int64, *types)(address)

        def call(*arguments: Any) -> Any:
            flat: list[int] = []
            for argument, (kind, dimensions) in zip(arguments, takes, strict=True):
                flat += _unpacked(argument, kind, dimensions) if dimensions else (int(argument),)
            return function(*flat)

        return call


def _unpacked(array: NDArray[np.generic], kind: str, dimensions: int) -> tuple[int, ...]:
    """Where an array stands and its shape."""
    if array.dtype.str[1:] != kind or array.ndim != dimensions or not array.flags.c_contiguous:
        raise TypeError(f"a kernel needs {kind} in {dimensions} dimensions, not {array.dtype} in {array.ndim}")
    return (array.ctypes.data, *array.shape)


def is_kept(modules: Sequence[str]) -> bool:
    """Whether there are files of kernels of each of these modules, made from the source as it is now."""
    return all(any(folders()[0].glob(f"{module}.*.{keyed(module)}.o")) for module in modules)


@cache
def folders() -> list[Path]:
    """Where the files stand: where numba's setting says, beside the sources, or with the user."""
    if "NUMBA_CACHE_DIR" in os.environ:
        return [Path(os.environ["NUMBA_CACHE_DIR"]) / "syndet"]
    beside = _HERE / "__pycache__"
    if os.access(beside if beside.exists() else _HERE, os.W_OK):
        return [beside]
    user = {"win32": "~/AppData/Local", "darwin": "~/Library/Caches"}.get(sys.platform, "~/.cache")
    return [Path(user).expanduser() / "syndet"]


@cache
def keyed(module: str) -> str:
    """What tells one state of a module's source, LLVM and processor from another."""
    import llvmlite
    import llvmlite.binding as llvm

    sources = [_HERE / f"{module}.py", Path(__file__), _HERE.parent / "codepoints.py"]
    about = (llvmlite.__version__, sys.platform, llvm.get_host_cpu_name(), llvm.get_host_cpu_features().flatten())
    parts = [*(path.read_bytes() for path in sources), *(part.encode() for part in about)]
    return blake2b(b"".join(parts), digest_size=8).hexdigest()


def _kept(path: Path) -> bytes | None:
    """The code in a file; None if it is not there or is damaged, which LLVM would not survive."""
    if not path.exists():
        return None
    data = path.read_bytes()
    digest, code = data[:_DIGEST], data[_DIGEST:]
    return code if blake2b(code, digest_size=_DIGEST).digest() == digest else None


def _keep(path: Path, code: bytes) -> None:
    """Write the code to a file that is there whole or not at all, after what tells whether it is damaged."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    part.write_bytes(blake2b(code, digest_size=_DIGEST).digest() + code)
    part.replace(path)


def _machine_code(function: Callable[..., Any], takes: Sequence[str], name: str) -> bytes:
    """The kernel as an object file with the function `name`, which needs nothing but the C library."""
    import llvmlite.binding as llvm

    module = llvm.parse_assembly(_alone(*_assembly(function, takes), name))
    needed = {f.name for f in module.functions if f.is_declaration and not f.name.startswith("llvm.")}
    if needed - _LIBC or any(variable.is_declaration for variable in module.global_variables):
        raise ValueError(f"{name} needs more than itself")
    return _machine(module.triple).emit_object(module)  # type: ignore[no-any-return]


def _assembly(function: Callable[..., Any], takes: Sequence[str]) -> tuple[str, str]:
    """The kernel in LLVM's language, and what it is called there, its arrays taken as pointers and sizes."""
    import numba
    import numpy as np

    types, names, parts = [], [], []
    for n, kind in enumerate(takes):
        plain, dimensions = numba.from_dtype(np.dtype(kind.rstrip("*"))), kind.count("*")
        sizes = [f"s{n}_{k}" for k in range(dimensions)]
        types += [numba.types.CPointer(plain), *[numba.int64] * dimensions] if dimensions else [numba.int64]
        names += [f"a{n}", *sizes]
        parts.append(f"carray(a{n}, ({', '.join(sizes)},))" if dimensions else f"a{n}")
    scope: dict[str, Any] = {"kernel": _jitted(function), "carray": numba.carray}
    exec(f"def entry({', '.join(names)}):\n    return numbered(kernel({', '.join(parts)}))", scope)
    scope["numbered"] = _numbered()
    made = numba.cfunc(numba.int64(*types))(scope["entry"])
    return made.inspect_llvm(), made._wrapper_name


def _jitted(function: Callable[..., Any]) -> Callable[..., Any]:
    """The kernel as numba runs it, with its helpers."""
    import numba

    jit = numba.njit(nogil=True, error_model="numpy")
    scope = dict(function.__globals__)
    for name, value in function.__globals__.items():
        if isinstance(value, FunctionType) and "helps" in vars(value):
            scope[name] = jit(FunctionType(value.__code__, scope, name))
    return jit(FunctionType(function.__code__, scope, function.__name__))  # type: ignore[no-any-return]


def _numbered() -> Callable[..., Any]:
    """What makes 0 of None and leaves integers as they are."""
    import numba

    def numbered(value: Any) -> Any:
        return 0 if value is None else value

    return numba.njit(numbered)  # type: ignore[no-any-return]


def _alone(assembly: str, inner: str, name: str) -> str:
    """The same without what numba would call if the kernel raised or held objects, which it never does."""
    assembly = re.sub(
        r"^declare (?!.*@(?:llvm\.|mem(?:cpy|move|set)\())(.*\)).*$",
        r"define internal \1 { unreachable }",
        assembly,
        flags=re.MULTILINE,
    )
    outside = r"^(@\S+ = )external (?:local_unnamed_addr )?global (\S+).*$"
    assembly = re.sub(outside, r"\1internal global \2 zeroinitializer", assembly, flags=re.MULTILINE)
    return assembly.replace(f'@"{inner}"', f"@{name}").replace(f"@{inner}", f"@{name}")


@cache
def _machine(triple: str | None = None) -> Any:
    """What makes code for this processor."""
    import llvmlite.binding as llvm

    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    target = llvm.Target.from_triple(triple) if triple else llvm.Target.from_default_triple()
    return target.create_target_machine(
        cpu=llvm.get_host_cpu_name(),
        features=llvm.get_host_cpu_features().flatten(),
        opt=3,
        jit=True,
        codemodel="jitdefault",
    )


_engines: Final[list[Any]] = []  # code lives as long as its engine


def _address(code: bytes, name: str) -> int:
    """Where the function of an object file stands once it is loaded."""
    import llvmlite.binding as llvm

    machine = _machine()
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), machine)
    engine.add_object_file(llvm.object_file.ObjectFileRef.from_data(code))
    engine.finalize_object()
    address: int = engine.get_function_address(name)
    if not address:
        raise ValueError(f"{name} is not in its file")
    _engines.append(engine)
    return address
