"""The measures of verdicts, by hand."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import verdicts
from benchmarks.verdicts import OUTSIDE, Verdict


def said(gold: str | None, outside: float = 0.0, unknown: float = 0.0, **chances: float) -> Verdict:
    return Verdict(gold=gold, chances=chances, outside=outside, unknown=unknown)


def test_the_first_of_a_ranking_and_ties() -> None:
    clear, tied, wrong = said("a", a=0.7, b=0.3), said("a", a=0.4, b=0.4, c=0.2), said("a", a=0.1, b=0.6, c=0.3)
    assert [one.first_right for one in (clear, tied, wrong)] == [1, 0.5, 0]
    assert [one.reciprocal_rank for one in (clear, tied, wrong)] == pytest.approx([1, 0.75, 1 / 3])


def test_a_source_that_is_no_member_is_never_first() -> None:
    strayed = said("z", a=0.7, b=0.3)
    assert (strayed.first_right, strayed.reciprocal_rank, strayed.right) == (0, 0, 0)
    assert strayed.brier == pytest.approx(0.7**2 + 0.3**2 + 1)


def test_outside_and_not_knowing() -> None:
    outside = said(OUTSIDE, outside=0.6, a=0.3, b=0.1)
    assert (outside.right, outside.says_outside, outside.confidence) == (1, True, 0.6)
    unknown = Verdict(gold=OUTSIDE, chances={"a": 0.2}, outside=0.3, unknown=0.5, silent=True)
    assert (unknown.right, unknown.says_outside, unknown.confidence) == (1, False, 0)
    assert outside.brier == pytest.approx(0.3**2 + 0.1**2 + 0.4**2)


def test_the_surest_four_fifths() -> None:
    sure = [said("a", a=0.9 - n / 100, b=0.1 + n / 100) for n in range(8)]
    doubtful = [said("b", a=0.6, b=0.4)] * 2
    assert verdicts.accuracy_at(sure + doubtful, 0.8) == 1
    assert verdicts.accuracy_at(sure + doubtful, 1) == pytest.approx(0.8)
    # Where all are as sure, none is surer than the rest: the share of all.
    assert verdicts.accuracy_at([said("a", a=1, b=0), said("b", a=1, b=0)], 0.8) == pytest.approx(0.5)


def test_calibration_is_the_gap_between_what_is_said_and_what_is_so() -> None:
    honest = [said("a", a=0.75, b=0.25)] * 3 + [said("b", a=0.75, b=0.25)]
    assert verdicts.calibration_error(honest) == pytest.approx(0)
    boastful = [said("a", a=0.95, b=0.05), said("b", a=0.95, b=0.05)]
    assert verdicts.calibration_error(boastful) == pytest.approx(0.45)
    silent = [Verdict(gold="b", chances={"a": 0.3, "b": 0.3}, unknown=0.4, silent=True)]
    assert verdicts.calibration_error(boastful + silent) == pytest.approx(0.45)
    assert math.isnan(verdicts.calibration_error(silent))


def test_what_a_handful_of_verdicts_can_show() -> None:
    few, many = ([said("a", a=0.9, b=0.1)] * count for count in (4, 400))
    assert verdicts.chance_error(few) > 0.05 > verdicts.chance_error(many) > 0
    assert verdicts.chance_error(few) == verdicts.chance_error(few)
    assert verdicts.chance_error([said("a", a=1.0, b=0.0)]) == 0
    silent = [Verdict(gold="b", chances={"a": 0.3, "b": 0.3}, unknown=0.4, silent=True)]
    assert math.isnan(verdicts.chance_error(silent))


def test_edges() -> None:
    gold = {("b", "a"), ("c", "a")}
    assert verdicts.edge_f1(gold, gold) == 1
    assert verdicts.edge_f1(gold, {("b", "a"), ("a", "c")}) == 0.5
    assert verdicts.edge_f1(gold, set()) == 0
    assert verdicts.edge_f1(set(), set()) == 1


def test_a_rule_that_cannot_choose_draws_lots() -> None:
    assert verdicts.certain("a", "ab", "a").first_right == 1
    assert verdicts.certain("a", "abc", "abc").first_right == pytest.approx(1 / 3)


CHANCES = st.lists(st.integers(0, 10), min_size=2, max_size=6).filter(any)


@given(CHANCES, st.integers(0, 10), st.integers(0, 10), st.integers(0, 6))
def test_every_measure_is_in_range(parts: list[int], outside: int, unknown: int, gold: int) -> None:
    total = sum(parts) + outside + unknown
    chances = {str(n): part / total for n, part in enumerate(parts)}
    one = Verdict(gold=str(gold) if gold else None, chances=chances, outside=outside / total, unknown=unknown / total)
    for value in (one.right, one.first_right, one.reciprocal_rank, one.confidence, verdicts.accuracy_at([one], 0.8)):
        assert 0 <= value <= 1
    assert 0 <= one.brier <= 2 + 1e-9
    assert one.first_right <= one.reciprocal_rank
    # Over all members the share of being first is one.
    firsts = [Verdict(gold=id, chances=chances).first_right for id in chances]
    assert math.fsum(firsts) == pytest.approx(1)
