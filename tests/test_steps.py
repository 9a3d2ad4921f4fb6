"""The steps from text to text: what is counted, and that kernels count as their plain twins do."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from naive import shingles as naive
from test_origin_evidence import link

from syndet.model import Article
from syndet.origin import case, steps

LETTERS = st.characters(codec="utf-8") | st.sampled_from("aabb  \n\n\t_é中ไ\u3000\x1c𝔸")
TEXTS = st.lists(st.text(LETTERS, max_size=40) | st.text("ab \n", max_size=80), min_size=1, max_size=5)


def articles(texts: list[str]) -> list[Article]:
    return [Article(id=f"{n:03}", text=text) for n, text in enumerate(texts)]


@given(TEXTS)
@example(["a b\n \n\n c", "a b\n\nc", "\n", ""])
@example(["ab中cd 中 中cd", "\ud800 a b c \udfff"])
@example(["a b c", "A B C"])
def test_shingles_are_numbered_as_their_plain_twins_differ(texts: list[str]) -> None:
    different = list(dict.fromkeys(text.casefold() for text in texts))
    plain = list(map(naive.shingles, different))
    numbers, found = steps._shingles(articles(texts))
    assert numbers == [different.index(text.casefold()) for text in texts]
    assert found.sizes() == [len(own) for own in plain]
    number: dict[tuple[str, ...], int] = {}
    assert found.place.tolist() == [number.setdefault(shingle, len(number)) for own in plain for shingle in own]
    assert found.distinct == len(number)


@given(TEXTS, st.integers(1, 30))
def test_texts_that_are_numbered_a_few_at_a_time_have_the_same_numbers(texts: list[str], part: int) -> None:
    number, whole = steps._shingles(articles(texts))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(steps, "_PART", part)
        few, found = steps._shingles(articles(texts))
    assert (few, found.distinct, found.sizes()) == (number, whole.distinct, whole.sizes())
    assert found.place.tolist() == whole.place.tolist()


@given(TEXTS)
def test_what_is_lacking_is_as_counted_place_by_place(texts: list[str]) -> None:
    plain = [naive.shingles(text.casefold()) for text in dict.fromkeys(text.casefold() for text in texts)]
    _, found = steps._shingles(articles(texts))
    pairs = [(0, 0), *permutations(range(len(plain)), 2)]
    assert steps._lacking(found, pairs) == {(a, b): naive.lacking(plain[a], plain[b], 10) for a, b in pairs}


def test_a_text_that_many_have_is_as_near_to_others_as_its_first_is() -> None:
    """Ninety papers print a story, and two of them an edition of their own."""
    story = " ".join(f"word{n}" for n in range(60))
    members = articles([*[story] * 90, f"{story} with an end of its own", f"{story} with an end of its own here"])
    links = [link(members[0], member, (1.0, 58 / len(member.text.split()))) for member in members[1:]]
    found = steps.find(case.prepare(members, links))
    assert found[0, 1].same == found[89, 0].same == 58
    assert {found[0, 1].added, found[0, 1].changed, found[0, 1].dropped} == {0}
    assert (found[0, 90].added + found[0, 90].changed, found[90, 0].dropped) == (6, 0)
    assert (90, 91) in found and (1, 2) not in found
