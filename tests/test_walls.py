"""The house plan as a test: imports run strictly downhill, and each third party has its door."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "syndet"

# Lowest first. A room may import the rooms of lower floors, and its own files if it is a package; nothing
# sideways, nothing up. The ground has two steps: model raises our errors, kernels read the code point table.
FLOORS: tuple[frozenset[str], ...] = (
    frozenset({"errors", "codepoints", "version"}),
    frozenset({"model", "kernels", "columns"}),
    frozenset({"readers", "text", "boilerplate", "sketch", "candidates", "align", "changes", "cluster", "copies"})
    | frozenset({"document", "origin", "reasons", "report"}),
    frozenset({"result", "keeping"}),
    frozenset({"pipeline"}),
    frozenset({"index", "spark"}),
    frozenset({"cli"}),
    frozenset({"__init__", "__main__"}),
)

# Who may know a third party. A lazy or type-only import knows it just as well, so those count here too.
DOORS: dict[str, frozenset[str]] = {
    "charset_normalizer": frozenset({"readers"}),
    "click": frozenset({"cli"}),
    "jinja2": frozenset({"report"}),
    "llvmlite": frozenset({"kernels"}),
    "msgspec": frozenset({"readers"}),
    "numba": frozenset({"kernels"}),
    "pandas": frozenset({"report", "result"}),
    "polars": frozenset({"report", "result"}),
    "pyarrow": frozenset({"readers", "report", "result"}),
    "pyspark": frozenset({"spark"}),
    "rapidfuzz": frozenset({"changes"}),
    "rich": frozenset({"report", "cli"}),
    "sqlite3": frozenset({"index"}),
    "tomli": frozenset({"pipeline"}),
    "tomllib": frozenset({"pipeline"}),
    "trafilatura": frozenset({"readers"}),
    "warcio": frozenset({"readers"}),
    "zstandard": frozenset({"readers"}),
}


def room_of(module: str) -> str:
    """The room a module stands in: ``syndet.kernels.tokens`` in kernels, ``syndet`` itself in __init__."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


def floor_of(room: str) -> int | None:
    """The number of a room's floor, None for a room that is not in the plan."""
    return next((number for number, rooms in enumerate(FLOORS) if room in rooms), None)


def imports(tree: ast.AST, package: str, for_types: bool = False) -> Iterator[tuple[str, int, bool]]:
    """Every imported module with its line and whether only a type checker sees it, lazy imports included.

    A name imported from syndet itself counts as the module of that name: in a file of the house,
    ``from syndet import text`` is about the room, never about the face.
    """
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno, for_types) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: 1 - node.level or None] if node.level else []
            module = ".".join(above + ([node.module] if node.module else []))
            names = [f"syndet.{alias.name}" for alias in node.names] if module == "syndet" else [module]
            yield from ((name, node.lineno, for_types) for name in names)
        elif isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            yield from imports(ast.Module(node.body, []), package, for_types=True)
            yield from imports(ast.Module(node.orelse, []), package, for_types)
        else:
            yield from imports(node, package, for_types)


def breaches(source: str, path: str) -> list[str]:
    """What a file does against the plan, one readable line each; `path` is relative to the package."""
    *folders, file = path.removesuffix(".py").split("/")
    room = folders[0] if folders else file
    floor = floor_of(room)
    if floor is None:
        return [f"syndet/{path}: the room {room!r} has no floor; draw it in FLOORS first"]
    found = []
    for module, line, for_types in imports(ast.parse(source), ".".join(["syndet", *folders])):
        where = f"syndet/{path}:{line}"
        top = module.split(".")[0]
        if top in DOORS and room not in DOORS[top]:
            found.append(f"{where}: {room} imports {top}; only {' and '.join(sorted(DOORS[top]))} may")
        # Nothing of a type-only import is left at run time, so it neither makes a circle nor loads a floor.
        if top == "syndet" and not for_types and room_of(module) != room:
            target = floor_of(room_of(module))
            if target is None:
                found.append(f"{where}: {module} is no room of the house; import a name from the room it lives in")
            elif target >= floor:
                way = "sideways" if target == floor else "up"
                found.append(f"{where}: {room} (floor {floor}) imports {way}: {room_of(module)} (floor {target})")
    return found


def files() -> list[str]:
    """Every source file of the package, relative to it, with forward slashes."""
    return sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", files())
def test_file_keeps_to_the_plan(path: str) -> None:
    found = breaches((PACKAGE / path).read_text(encoding="utf-8"), path)
    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("align.py", "from syndet.model import Link\nfrom syndet.kernels import spans"),
        ("changes.py", "def aligned():\n    from rapidfuzz.distance import Indel"),
        ("model.py", "from syndet.errors import UnknownArticleError"),
        ("kernels/tokens.py", "import numba\nfrom syndet import codepoints\nfrom syndet.kernels import compiled"),
        ("kernels/tokens.py", "from . import compiled\nfrom .minhash import fold\nfrom ..errors import SyndetError"),
        ("cluster.py", "if TYPE_CHECKING:\n    from syndet.pipeline import Settings"),
        ("pipeline.py", "from syndet import align, cluster, errors"),
        ("cli.py", "import click\ndef main():\n    from rich.console import Console"),
        ("__init__.py", "from syndet.pipeline import detect"),
        ("__main__.py", "from syndet.cli import main"),
    ],
)
def test_allowed(path: str, source: str) -> None:
    assert breaches(source, path) == []


@pytest.mark.parametrize(
    ("path", "source", "message"),
    [
        (
            "align.py",
            "import os\nfrom syndet.text import scan",
            "syndet/align.py:2: align (floor 2) imports sideways: text (floor 2)",
        ),
        (
            "align.py",
            "def link():\n    from syndet import pipeline",
            "syndet/align.py:2: align (floor 2) imports up: pipeline (floor 4)",
        ),
        (
            "errors.py",
            "import syndet.model",
            "syndet/errors.py:1: errors (floor 0) imports up: model (floor 1)",
        ),
        (
            "model.py",
            "from syndet.kernels.tokens import scan",
            "syndet/model.py:1: model (floor 1) imports sideways: kernels (floor 1)",
        ),
        (
            "report/table.py",
            "from ..align import link",
            "syndet/report/table.py:1: report (floor 2) imports sideways: align (floor 2)",
        ),
        (
            "report/table.py",
            "from .. import align",
            "syndet/report/table.py:1: report (floor 2) imports sideways: align (floor 2)",
        ),
        (
            "text.py",
            "if TYPE_CHECKING:\n    import os\nelse:\n    import syndet.cli",
            "syndet/text.py:4: text (floor 2) imports up: cli (floor 6)",
        ),
        (
            "cli.py",
            "import syndet",
            "syndet/cli.py:1: cli (floor 6) imports up: __init__ (floor 7)",
        ),
        (
            "cli.py",
            "from syndet import detect",
            "syndet/cli.py:1: syndet.detect is no room of the house; import a name from the room it lives in",
        ),
        (
            "text.py",
            "try:\n    from numba import njit\nexcept ImportError:\n    pass",
            "syndet/text.py:2: text imports numba; only kernels may",
        ),
        (
            "candidates.py",
            "def pairs():\n    import rapidfuzz.distance",
            "syndet/candidates.py:2: candidates imports rapidfuzz; only changes may",
        ),
        (
            "pipeline.py",
            "if typing.TYPE_CHECKING:\n    from rich.progress import Progress",
            "syndet/pipeline.py:2: pipeline imports rich; only cli and report may",
        ),
        (
            "utils.py",
            "",
            "syndet/utils.py: the room 'utils' has no floor; draw it in FLOORS first",
        ),
    ],
)
def test_caught(path: str, source: str, message: str) -> None:
    assert breaches(source, path) == [message]
