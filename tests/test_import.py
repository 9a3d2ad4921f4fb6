"""Importing is cheap, the face is complete, and every public thing is documented and annotated."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import syndet

PACKAGE = Path(__file__).parents[1] / "syndet"
FILES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))

HEAVY = {"numpy", "numba", "llvmlite", "scipy", "datasketch", "rapidfuzz"}
Function = ast.FunctionDef | ast.AsyncFunctionDef


def loaded(*arguments: str) -> set[str]:
    """The top-level names of the modules that a fresh Python loads when run with `arguments`."""
    command = [sys.executable, "-X", "importtime", *arguments]
    run = subprocess.run(command, cwd=PACKAGE.parent, capture_output=True, encoding="utf-8", check=True)
    lines = [line for line in run.stderr.splitlines() if line.startswith("import time:")]
    return {line.rpartition("|")[2].strip().partition(".")[0] for line in lines}


def test_importing_loads_nothing_heavy() -> None:
    modules = loaded("-c", "import syndet")
    assert "syndet" in modules  # the list is read right
    assert not modules & (HEAVY | {"click", "rich", "charset_normalizer"})


def test_help_loads_nothing_heavy() -> None:
    modules = loaded("-m", "syndet", "--help")
    assert "click" in modules
    assert not modules & HEAVY


def test_the_face_is_sorted_and_complete() -> None:
    assert syndet.__all__ == sorted(syndet.__all__)
    assert sorted(syndet._HOME) == [name for name in syndet.__all__ if name != "__version__"]
    assert set(syndet.__all__) <= set(dir(syndet))


@pytest.mark.parametrize("name", syndet.__all__)
def test_every_name_resolves(name: str) -> None:
    value = getattr(syndet, name)
    assert getattr(value, "__module__", syndet._HOME.get(name)) == syndet._HOME.get(name)
    assert getattr(syndet, name) is value


def test_every_error_is_on_the_face() -> None:
    from syndet import errors

    family = {name for name, value in vars(errors).items() if isinstance(value, type)}
    assert family <= set(syndet.__all__)


def test_a_name_that_is_not_there() -> None:
    with pytest.raises(AttributeError, match="module 'syndet' has no attribute 'detekt'"):
        _ = syndet.detekt


def public(body: list[ast.stmt], within: str = "") -> Iterator[tuple[str, ast.ClassDef | Function]]:
    """The public classes, functions and methods of a module or class, magic methods included."""
    for node in body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield within + node.name, node
            yield from public(node.body, f"{within}{node.name}.")
        elif isinstance(node, Function) and (not node.name.startswith("_") or node.name.endswith("__")):
            yield within + node.name, node


def bare_arguments(function: Function, method: bool) -> list[str]:
    """The arguments of a function that have no annotation; `self` and `cls` need none."""
    arguments = function.args
    named = [*arguments.posonlyargs, *arguments.args]
    is_static = any(isinstance(mark, ast.Name) and mark.id == "staticmethod" for mark in function.decorator_list)
    named = named[1:] if method and not is_static else named
    extra = [argument for argument in (arguments.vararg, arguments.kwarg) if argument]
    return [argument.arg for argument in [*named, *arguments.kwonlyargs, *extra] if argument.annotation is None]


def complaints(source: str) -> list[str]:
    """What lacks a docstring or an annotation in a module's source, one line each."""
    tree = ast.parse(source)
    found = [] if ast.get_docstring(tree) else ["the file opens without a sentence"]
    for name, node in public(tree.body):
        # A magic method does what its name says everywhere else.
        if not node.name.endswith("__") and not ast.get_docstring(node):
            found.append(f"{name} has no docstring")
        if isinstance(node, Function):
            found += [f"{name}: {bare} has no type" for bare in bare_arguments(node, "." in name)]
            found += [] if node.returns else [f"{name}: what it returns has no type"]
    return found


@pytest.mark.parametrize("path", FILES)
def test_public_things_are_documented_and_annotated(path: str) -> None:
    assert complaints((PACKAGE / path).read_text(encoding="utf-8")) == []


def test_complaints_see_what_is_missing() -> None:
    source = """
def count(words, *, limit=3, **rest):
    def inner(x): ...

class Box:
    '''A box.'''
    def __len__(self): ...
    def _private(self, x): ...
    @staticmethod
    def build(size) -> None:
        '''A box of that size.'''
"""
    assert complaints(source) == [
        "the file opens without a sentence",
        "count has no docstring",
        "count: words has no type",
        "count: limit has no type",
        "count: rest has no type",
        "count: what it returns has no type",
        "Box.__len__: what it returns has no type",
        "Box.build: size has no type",
    ]
