"""Kernels as machine code that is kept on disk: a process that finds it starts without numba, and so a second sooner.

numba compiles a kernel once for each set of types it is called with, as a function of C. What LLVM makes of that is
one file, and later processes hand it to LLVM alone. Where anything about that fails, numba runs the kernel as it
runs others.
"""

from __future__ import annotations

import ctypes
import gc
import os
import re
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, nullcontext, suppress
from functools import cache
from hashlib import blake2b
from pathlib import Path
from types import FunctionType
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Kinds = tuple[tuple[str, int], ...]

_HERE: Final = Path(__file__).parent
_NEEDED: Final = ("memcpy", "memmove", "memset", "log", "sqrt")
"""What a kernel may need of the C library."""

_PYTHON: Final = re.compile(r"@(?:numba_|NRT_|Py|_Py)")
"""What numba would call if a kernel raised or held objects, which it never does."""

_DRAWN_ON: Final = re.compile(rb"^from syndet\.kernels\.(\w+) import", re.MULTILINE)
_DIGEST: Final = 16  # bytes
_lock = threading.Lock()


class Stored:
    """A function that is loaded, or compiled and kept, when it is first called with arguments of some types.

    It takes C-contiguous arrays of up to two dimensions, integers and floats, returns as many integers as its
    annotation says, and must not raise nor allocate. The GIL is released while it runs.
    """

    def __init__(self, function: Callable[..., Any]) -> None:
        self.__name__, self.__doc__ = function.__name__, function.__doc__
        self._function = function
        self._module = function.__module__.rpartition(".")[2]
        self._symbol = f"syndet_{self._module}_{function.__name__}"
        self._gives = function.__annotations__["return"].count("int")
        self.calls: dict[Kinds, Callable[..., Any]] = {}

    def __call__(self, *arguments: Any) -> Any:
        """What the function returns; raises TypeError for an argument that it does not take."""
        kinds = tuple(map(_kind, arguments))
        return (self.calls.get(kinds) or self.ready(kinds))(*arguments)

    def ready(self, kinds: Kinds) -> Callable[..., Any]:
        """The function for arguments of these types, loaded or compiled if it is not at hand."""
        with _lock:
            call = self.calls.get(kinds) or self._loaded(kinds) or jitted(self._function)
            self.calls[kinds] = call
            return call

    def _loaded(self, kinds: Kinds) -> Callable[..., Any] | None:
        """The function from its file, which is made if it is not there; None where that does not work."""
        try:
            path = self.place(kinds)
            code = _kept(path) or _awaited(path) or self.make(kinds)
            return self._wrapped(_address(code, self._symbol), kinds)
        except Exception:  # whatever a version of LLVM objects to: numba has its own way
            return None

    def place(self, kinds: Kinds) -> Path:
        """Where its machine code for arguments of these types is kept."""
        spelled = blake2b(repr(kinds).encode(), digest_size=4).hexdigest()
        return folder() / f"{self._module}.{self.__name__}.{keyed(self._function)}.{spelled}.o"

    def make(self, kinds: Kinds) -> bytes:
        """Its machine code for arguments of these types, compiled and kept."""
        code = _machine_code(self._function, kinds, self._gives, self._symbol)
        with suppress(OSError):  # then it is compiled anew in every process
            _keep(self.place(kinds), code)
        return code

    def _wrapped(self, address: int, kinds: Kinds) -> Callable[..., Any]:
        types: list[Any] = [ctypes.c_void_p]
        for kind, dimensions in kinds:
            if dimensions:
                types += [ctypes.c_void_p, *[ctypes.c_int64] * dimensions]
            else:
                types.append(ctypes.c_double if kind == "f8" else ctypes.c_int64)
        function = ctypes.CFUNCTYPE(None, *types)(address)
        gives = self._gives

        def call(*arguments: Any) -> Any:
            given = (ctypes.c_int64 * max(gives, 1))()
            flat: list[Any] = [ctypes.addressof(given)]
            for argument, (kind, dimensions) in zip(arguments, kinds, strict=True):
                if dimensions:
                    flat += (argument.ctypes.data, *argument.shape)
                else:
                    flat.append(float(argument) if kind == "f8" else int(argument))
            function(*flat)
            return (tuple(given) if gives > 1 else given[0]) if gives else None

        return call

    def is_kept(self) -> bool:
        """Whether it is loaded, or there is a file of it, made from the source as it is now."""
        if self.calls:
            return True
        return any(folder().glob(f"{self._module}.{self.__name__}.{keyed(self._function)}.*.o"))


def _kind(argument: Any) -> tuple[str, int]:
    """What an argument is, as numpy spells types, and its dimensions."""
    dtype = getattr(argument, "dtype", None)
    if dtype is None or not argument.ndim:
        return ("i8" if hasattr(argument, "__index__") else "f8"), 0
    if argument.ndim > 2 or not argument.flags.c_contiguous:
        raise TypeError(f"a kernel takes arrays of one or two dimensions without gaps, not {argument.strides}")
    return dtype.str[1:], argument.ndim


def folder() -> Path:
    """Where the files stand: where numba's setting says, beside the sources, or with the user."""
    if "NUMBA_CACHE_DIR" in os.environ:
        return Path(os.environ["NUMBA_CACHE_DIR"]) / "syndet"
    beside = _HERE / "__pycache__"
    if os.access(beside if beside.exists() else _HERE, os.W_OK):
        return beside
    user = {"win32": "~/AppData/Local", "darwin": "~/Library/Caches"}.get(sys.platform, "~/.cache")
    return Path(user).expanduser() / "syndet"


@cache
def keyed(function: Callable[..., Any]) -> str:
    """What tells one state of a function's source, of LLVM and of the processor from another."""
    import llvmlite
    import llvmlite.binding as llvm

    sources = {*_sources(function.__globals__["__file__"], set()), __file__, str(_HERE.parent / "codepoints.py")}
    about = (llvmlite.__version__, sys.platform, llvm.get_host_cpu_name(), llvm.get_host_cpu_features().flatten())
    parts = [*(_read(path) for path in sorted(sources)), *(part.encode() for part in about)]
    return blake2b(b"".join(parts), digest_size=8).hexdigest()


@cache
def _read(path: str) -> bytes:
    return Path(path).read_bytes()


def _sources(path: str, seen: set[str]) -> set[str]:
    """The files of kernels that one draws on, itself among them."""
    seen.add(path)
    for name in _DRAWN_ON.findall(_read(path)):
        if (other := str(_HERE / f"{name.decode()}.py")) not in seen:
            _sources(other, seen)
    return seen


def is_helper(value: object) -> bool:
    """Whether this is a helper of kernels, compiled into what calls it."""
    return isinstance(value, FunctionType) and "helps" in vars(value)


def _kept(path: Path) -> bytes | None:
    """The code in a file; None if it is not there or is damaged, which LLVM would not survive."""
    if not path.exists():
        return None
    data = path.read_bytes()
    digest, code = data[:_DIGEST], data[_DIGEST:]
    return code if blake2b(code, digest_size=_DIGEST).digest() == digest else None


elsewhere: Final[dict[Path, subprocess.Popen[bytes]]] = {}
"""Which process is at work on a file, as `ahead` has it."""


def _awaited(path: Path) -> bytes | None:
    """The code in a file that another process is at work on, once it is there; None if none is or it failed."""
    process = elsewhere.get(path)
    while process and process.poll() is None and not path.exists():
        time.sleep(0.02)
    return _kept(path)


def _keep(path: Path, code: bytes) -> None:
    """Write the code to a file that is there whole or not at all, after what tells whether it is damaged."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    part.write_bytes(blake2b(code, digest_size=_DIGEST).digest() + code)
    part.replace(path)


def _machine_code(function: Callable[..., Any], kinds: Kinds, gives: int, symbol: str) -> bytes:
    """The function as an object file that needs nothing but the C library."""
    import llvmlite.binding as llvm

    module = llvm.parse_assembly(_alone(*_assembly(function, kinds, gives), symbol))
    _optimise(module)
    needed = {f.name for f in module.functions if f.is_declaration and not f.name.startswith("llvm.")}
    if needed - {*_NEEDED} or any(variable.is_declaration for variable in module.global_variables):
        raise ValueError(f"{symbol} needs {', '.join(sorted(needed))}")
    return _machine(module.triple).emit_object(module)  # type: ignore[no-any-return]


def _assembly(function: Callable[..., Any], kinds: Kinds, gives: int) -> tuple[str, str]:
    """The function in LLVM's language, arrays taken as pointers and sizes, and what it is called there."""
    import numba
    import numpy as np

    types, names, parts = [numba.types.CPointer(numba.int64)], ["given"], []
    for n, (kind, dimensions) in enumerate(kinds):
        plain, sizes = numba.from_dtype(np.dtype(kind)), [f"s{n}_{k}" for k in range(dimensions)]
        types += [numba.types.CPointer(plain), *[numba.int64] * dimensions] if dimensions else [plain]
        names += [f"a{n}", *sizes]
        parts.append(f"carray(a{n}, ({', '.join(sizes)},))" if dimensions else f"a{n}")
    given = ", ".join(f"out[{n}]" for n in range(gives))
    take = f"out = carray(given, ({gives},))\n    {given} = " if gives else ""
    scope: dict[str, Any] = {"kernel": jitted(function, inside=True), "carray": numba.carray}
    exec(f"def entry({', '.join(names)}):\n    {take}kernel({', '.join(parts)})", scope)
    with _in_haste() if is_whole(function.__module__.rpartition(".")[2]) else nullcontext():
        made = numba.cfunc(numba.void(*types))(scope["entry"])
        return made.inspect_llvm(), made._wrapper_name


def is_whole(module: str) -> bool:
    """Whether LLVM alone optimises the kernels of a module, once and as a whole.

    The aligner takes two thirds of the time so: only then can be left out what numba asks at every place in an array.
    Loads of eight bytes come apart: words and lines take three times as long.
    """
    return module == "passages"


@contextmanager
def _in_haste() -> Iterator[None]:
    """Has numba leave out its optimisation, which takes every helper once more for each that calls it.

    Nor are its many small objects searched for cycles meanwhile.
    """
    from numba import config
    from numba.core.compiler_lock import global_compiler_lock

    collects = gc.isenabled()
    with global_compiler_lock:  # others who compile meanwhile wait, and get what they asked for
        level, config.OPT = config.OPT, type(config.OPT)(0)
        gc.disable()
        try:
            yield
        finally:
            config.OPT = level
            if collects:
                gc.enable()


def _optimise(module: Any) -> None:
    """The whole of it at once."""
    import llvmlite.binding as llvm

    tuning = llvm.create_pipeline_tuning_options(speed_level=3)
    tuning.loop_vectorization = tuning.loop_unrolling = tuning.loop_interleaving = True
    builder = llvm.create_pass_builder(_machine(module.triple), tuning)
    builder.getModulePassManager().run(module, builder)


def jitted(function: Callable[..., Any], *, inside: bool = False) -> Callable[..., Any]:
    """The function as numba runs it, with its helpers; `inside` for one that Python does not call itself."""
    return _jit(FunctionType(function.__code__, _scope(function, {}, {}), function.__name__), inside=inside)


def _scope(
    function: Callable[..., Any], scopes: dict[str, dict[str, Any]], helpers: dict[Any, Callable[..., Any]]
) -> dict[str, Any]:
    """The names that a function of a kernels' module sees, its helpers compiled: each once, whoever draws on it."""
    names = function.__globals__
    file = names["__file__"]
    if file not in scopes:
        scope = scopes[file] = dict(names)
        for name, value in names.items():
            if is_helper(value):
                made = FunctionType(value.__code__, _scope(value, scopes, helpers), name)
                scope[name] = helpers[value] = helpers.get(value) or _jit(made, inside=True)
    return scopes[file]


def _jit(function: FunctionType, *, inside: bool) -> Callable[..., Any]:
    """No fast maths, because the same input must give the same bytes on every machine."""
    import numba

    # What Python would call it through takes a third of the time to compile.
    made: Callable[..., Any] = numba.njit(
        nogil=True, error_model="numpy", no_cpython_wrapper=inside, no_cfunc_wrapper=inside
    )(function)
    return made


_FROM_THE_END: Final = re.compile(
    r"^( *(\S+) = icmp slt i64 (\S+), 0\n *(\S+) = add i64 \3, \S+\n *\S+ = select i1 )\2(, i64 \4, i64 \3)$",
    re.MULTILINE,
)
"""How numba asks, at every place in an array, whether it is below 0 and so counted from the array's end."""

_EXTERNAL: Final = re.compile(r"(@\S+ = )external (?:local_unnamed_addr )?global (\S+).*$")


def _alone(assembly: str, inner: str, symbol: str) -> str:
    """The same without what Python would be needed for; where that were called after all, the process ends.

    And without the question whether a place is counted from the end of an array, which kernels never do: it took a
    third of their time.
    """
    assembly = _FROM_THE_END.sub(r"\1false\5", assembly)
    lines, trap = [], "declare void @llvm.trap()"
    for line in assembly.splitlines():
        if line.startswith("declare ") and _PYTHON.search(line):
            head = line.removeprefix("declare ").partition(" #")[0]
            line = f"define internal {head} {{ call void @llvm.trap() unreachable }}"
        elif _PYTHON.match(line):
            line = _EXTERNAL.sub(r"\1internal global \2 zeroinitializer", line)
        lines.append(line if line.partition(" #")[0] != trap else "")
    return "\n".join([*lines, trap]).replace(f'@"{inner}"', f"@{symbol}").replace(f"@{inner}", f"@{symbol}")


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


@cache
def _offer() -> None:
    """Tell LLVM where the functions of the C library stand; it ends the process where it misses one."""
    import llvmlite.binding as llvm

    library = ctypes.CDLL("ucrtbase" if sys.platform == "win32" else None)
    for name in _NEEDED:
        llvm.add_symbol(name, ctypes.cast(getattr(library, name), ctypes.c_void_p).value)


_engines: Final[list[Any]] = []  # code lives as long as its engine


def _address(code: bytes, symbol: str) -> int:
    """Where the function of an object file stands once it is loaded."""
    import llvmlite.binding as llvm

    machine = _machine()
    _offer()
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), machine)
    engine.add_object_file(llvm.object_file.ObjectFileRef.from_data(code))
    engine.finalize_object()
    address: int = engine.get_function_address(symbol)
    if not address:
        raise ValueError(f"{symbol} is not in its file")
    _engines.append(engine)
    return address
