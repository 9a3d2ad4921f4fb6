"""A short run of the fuzzer: no exception, no hang, nothing written, nobody called; ``make fuzz`` runs longer."""

from __future__ import annotations

from pathlib import Path

import fuzzing
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st


@pytest.fixture(scope="module")
def guard() -> fuzzing.Guard:
    return fuzzing.Guard()


def test_broken_files_of_every_format_cost_no_more_than_articles(tmp_path: Path, guard: fuzzing.Guard) -> None:
    tried, failures = fuzzing.run(tmp_path, seed=20240501, rounds=150, guard=guard)
    assert tried == 150
    assert not failures, failures[0][2]


def test_the_guard_sees_a_file_that_is_written(tmp_path: Path, guard: fuzzing.Guard) -> None:
    with pytest.raises(AssertionError, match="writes"), guard.watching():
        (tmp_path / "a.txt").write_text("x")


SEEDS = fuzzing.seeds()


@given(st.sampled_from(sorted(SEEDS)), st.binary(max_size=40), st.integers(0, 4000), st.integers(0, 40))
@settings(max_examples=60)
def test_bytes_put_into_a_sound_file_never_raise(
    tmp_path_factory: pytest.TempPathFactory, name: str, data: bytes, place: int, cut: int
) -> None:
    path = tmp_path_factory.mktemp("fuzz", numbered=True) / name
    sound = SEEDS[name]
    path.write_bytes(sound[:place] + data + sound[place + cut :])
    fuzzing.parse(path)
