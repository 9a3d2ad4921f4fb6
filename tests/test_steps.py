"""The steps from text to text: what is counted, and that kernels count as their plain twins do."""

from __future__ import annotations

from itertools import permutations

from hypothesis import example, given
from hypothesis import strategies as st
from naive import shingles as naive

from syndet.model import Article
from syndet.origin import steps

LETTERS = st.characters(codec="utf-8") | st.sampled_from("aabb  \n\n\t_é中ไ\u3000\x1c𝔸")
TEXTS = st.lists(st.text(LETTERS, max_size=40) | st.text("ab \n", max_size=80), min_size=1, max_size=5)


@given(TEXTS)
@example(["a b\n \n\n c", "a b\n\nc", "\n", ""])
@example(["ab中cd 中 中cd", "\ud800 a b c \udfff"])
def test_shingles_are_numbered_as_their_plain_twins_differ(texts: list[str]) -> None:
    plain = [naive.shingles(text.casefold()) for text in texts]
    found = steps._shingles([Article(id=str(n), text=text) for n, text in enumerate(texts)])
    assert found.sizes() == [len(own) for own in plain]
    number: dict[tuple[str, ...], int] = {}
    assert found.place.tolist() == [number.setdefault(shingle, len(number)) for own in plain for shingle in own]
    assert found.distinct == len(number)


@given(TEXTS)
def test_what_is_lacking_is_as_counted_place_by_place(texts: list[str]) -> None:
    plain = [naive.shingles(text.casefold()) for text in texts]
    found = steps._shingles([Article(id=str(n), text=text) for n, text in enumerate(texts)])
    pairs = list(permutations(range(len(texts)), 2))
    assert steps._lacking(found, pairs) == {(a, b): naive.lacking(plain[a], plain[b], 10) for a, b in pairs}
