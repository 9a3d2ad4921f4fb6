"""A batch of tokenised articles as flat arrays: what the stages work on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Texts:
    """A batch of tokenised articles as flat arrays: articles > paragraphs > sentences > tokens.

    Each level points into the next by its first element, with one closing entry: the tokens of
    sentence `s` are ``sentence_token[s]:sentence_token[s + 1]``. Offsets are code points from the
    start of the token's own article, end exclusive. A paragraph or sentence has at least one token;
    an article may have none.

    Attributes:
        word: (n_tokens,) uint32, hash of the whole folded word.
        term: (n_tokens,) uint32, hash of its prefix stem; of the character bigram in scripts
            that are written without spaces. This is what passages and rare pairs compare.
        start, end: (n_tokens,) int32, code points.
        weight: (n_tokens,) uint8, how rare the word is likely to be from its form alone, 0 to 255; odd
            for a number, and for a name: a word with a capital inside a sentence.
        quoted: (n_tokens,) uint8, 1 inside quotation marks.
        sentence_start, sentence_end: (n_sentences,) int32, code points, punctuation included.
        sentence_token: (n_sentences + 1,) int64.
        paragraph_sentence: (n_paragraphs + 1,) int64.
        article_paragraph: (n_articles + 1,) int64.
    """

    word: NDArray[np.uint32]
    term: NDArray[np.uint32]
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    weight: NDArray[np.uint8]
    quoted: NDArray[np.uint8]
    sentence_start: NDArray[np.int32]
    sentence_end: NDArray[np.int32]
    sentence_token: NDArray[np.int64]
    paragraph_sentence: NDArray[np.int64]
    article_paragraph: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.article_paragraph) - 1

    @property
    def article_sentence(self) -> NDArray[np.int64]:
        """(n_articles + 1,) int64, the first sentence of each article."""
        return self.paragraph_sentence[self.article_paragraph]

    @property
    def article_token(self) -> NDArray[np.int64]:
        """(n_articles + 1,) int64, the first token of each article."""
        return self.sentence_token[self.article_sentence]
