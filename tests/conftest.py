"""What every test may use: the shared corpora, and how hard Hypothesis looks."""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import settings

from syndet import kernels

# No deadline: the first example of a property may compile a kernel. In CI the same examples come every
# time, so that a red build is red again when it is run again.
settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, database=None, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared corpora; skips the test where it is absent."""
    folder = Path(__file__).resolve().parents[2] / "shared"
    if not folder.is_dir():
        pytest.skip("the shared corpora are not beside this checkout")
    return folder


@pytest.fixture(scope="session", autouse=True)
def compiled_kernels() -> None:
    """Compiled kernels from the first test on, small as the texts may be: it is those that users rely on."""
    kernels.choose(kernels.PLAIN_MOST + 1)
    for name in kernels.MODULES:
        import_module(f"syndet.kernels.{name}")
