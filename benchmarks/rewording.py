"""An editor's rewording of English sentences: other words for common ones, and sentences turned round."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from random import Random
from typing import Final

import generator
import stories

# Each line lists words that may stand for each other in most sentences of news.
_SYNONYMS: Final = """
said stated noted remarked / told informed / announced declared unveiled / added continued / warned cautioned
showed revealed indicated / asked requested / agreed consented / denied rejected
began started / begin start / ended finished concluded / end finish / tried attempted sought
try attempt seek / help assist aid / helped assisted aided / increase rise growth / increased climbed rose grew
fell dropped declined slipped / fall drop decline / decrease reduction / cut reduced lowered trimmed / gain advance
big large major / biggest largest / huge enormous vast / small minor modest / important significant crucial
many numerous / several various / about around roughly approximately / nearly almost / mostly largely mainly
company firm business / companies firms businesses / people individuals persons / officials authorities
leader head chief / leaders heads chiefs / workers employees staff / money funds cash / cost price expense
costs prices expenses / plan scheme proposal / plans schemes proposals / law legislation / rules regulations
deal agreement accord / deals agreements accords / talks negotiations discussions / meeting gathering session
report study account / fight battle struggle / attack assault strike / attacks assaults strikes / killed slain
hurt injured wounded / troops soldiers forces / war conflict / police officers / court tribunal / trial case
lawmakers legislators / country nation state / countries nations states / government administration
city town / area region district / home house residence / homes houses residences / school college
children youngsters kids / doctor physician / doctors physicians / hospital clinic / sick ill unwell
buy purchase acquire / bought purchased acquired / sell offload / sold offloaded / pay settle / make produce
made produced / build construct / built constructed / use employ utilise / used employed utilised / give provide
gave provided / given provided / get obtain receive / got obtained received / keep retain maintain / kept retained
show display / see witness observe / saw witnessed observed / find discover / found discovered / think believe
thought believed / want wish / wanted wished / need require / needed required / expect anticipate
expected anticipated forecast / allow permit let / allowed permitted / stop halt prevent / stopped halted prevented
hold stage / held staged / join enter / joined entered / leave depart / left departed / call describe / hit struck
face confront / faced confronted / raise lift boost / raised lifted boosted / push press / pushed pressed
but however yet / because since as / although though while / now currently / recently lately / often frequently
quickly swiftly rapidly / still even now
previous earlier / first initial / new fresh recent / old former / early initial
strong robust solid / weak feeble fragile / good favourable positive / bad poor negative / hard difficult tough
easy simple / clear obvious plain / possible potential / likely probable / certain sure / main chief principal
problem difficulty issue / problems difficulties issues / chance opportunity / risk danger threat
risks dangers threats / decision ruling / change shift / changes shifts
result outcome / results outcomes / effort attempt / efforts attempts
support backing / critics opponents / supporters backers / issue question / annual yearly
shares stock equities / profit earnings / loss deficit / sales revenue turnover
investors shareholders / analysts experts observers / bank lender / banks lenders / rivals competitors
statement declaration / interview conversation / reporters journalists / spokesman representative / vote ballot
election poll / party group / campaign drive / debate discussion / crisis emergency / worried concerned anxious
"""


Table = Mapping[str, Sequence[str]]
"""For a word in lower case the others that may stand for it."""


@cache
def english() -> Table:
    """The table for English news."""
    table: dict[str, list[str]] = defaultdict(list)
    for group in re.split(r"[/\n]", _SYNONYMS):
        words = [word for word in group.split() if word.isalpha() and len(word) > 2]
        for word in words:
            table[word] += [other for other in words if other != word]
    return table


@cache
def invented() -> Table:
    """The table for invented articles: each word but the most frequent has one other."""
    words = generator.vocabulary()
    return {word: (words[rank ^ 1],) for rank, word in enumerate(words[:-1]) if rank >= 150}


_WORD: Final = re.compile(r"[^\W\d_]+")


def light(text: str, share: float, random: Random, table: Table) -> str:
    """The text with about `share` of the words that have a synonym replaced; what is quoted stays."""

    def other(match: re.Match[str]) -> str:
        word = match[0]
        others = () if _is_name(text, match.start()) else table.get(word.lower())
        if not others or random.random() >= share or _in_quotes(text, match.start()):
            return word
        chosen = random.choice(others)
        return chosen.capitalize() if word[0].isupper() else chosen

    return _WORD.sub(other, text)


def _is_name(text: str, place: int) -> bool:
    """Whether a capital stands inside a sentence."""
    return text[place].isupper() and text[:place].rstrip("\"“‘'( ")[-1:] not in ("", ".", "!", "?")


def _in_quotes(text: str, place: int) -> bool:
    before = text[:place]
    return before.count('"') % 2 == 1 or before.count("“") > before.count("”")


def heavy(paragraph: str, random: Random, table: Table) -> str:
    """The paragraph retold: sentences turned round, joined, parted or left out, most words with synonyms replaced."""
    sentences = [_turned(sentence, random) for sentence in stories.split(paragraph)]
    if len(sentences) > 2 and random.random() < 0.4:
        del sentences[random.randrange(1, len(sentences))]
    if len(sentences) > 1 and random.random() < 0.3:
        sentences[0:2] = [_joined(sentences[0], sentences[1], random)]
    return light(" ".join(part for sentence in sentences for part in _parted(sentence, random)), 0.85, random, table)


_ASIDE: Final = re.compile(r", (?:who|which|a|an|the)\s[^,.\"“]{5,70},(?=\s)|\s\([^()]{2,60}\)")
_FILLER: Final = re.compile(
    r"\b(?:very|also|just|already|really|still|only|now|reportedly|even|so far|in fact)\s(?=[a-z])"
)
_SAID: Final = re.compile(r"^(?P<what>[^\"“”]{20,}?), (?P<who>[^,\"“”]{3,60}?) said(?P<when> (?:on|in) [A-Z]\w+)?\.$")
_SAYS: Final = re.compile(
    r"^(?P<who>[A-Z][^,\"“”]{3,60}?) said(?P<when> (?:on|in) [A-Z]\w+)? (?:that )?(?P<what>[^\"“”]{20,})\.$"
)
_WHEN: Final = re.compile(
    r"^(?P<rest>[A-Z][^\"“”]{20,}?) (?P<when>(?:on|in|after|before|since|during) [^,.\"“”]{4,40})\.$"
)


def _turned(sentence: str, random: Random) -> str:
    """The sentence with its parts in another order and asides left out, as far as its form allows."""
    if random.random() < 0.6:
        sentence = _ASIDE.sub("", sentence)
    sentence = _FILLER.sub("", sentence)
    if (match := _SAID.match(sentence) or _SAYS.match(sentence)) and random.random() < 0.7:
        return f"According to {_lowered(match['who'])}, {_lowered(match['what'])}{match['when'] or ''}."
    if (match := _WHEN.match(sentence)) and random.random() < 0.6:
        when = match["when"]
        return f"{when[0].upper()}{when[1:]}, {_lowered(match['rest'])}."
    return sentence


def _lowered(words: str) -> str:
    """The words as they stand inside a sentence: articles and the like lose their capital, names keep it."""
    first, _, rest = words.partition(" ")
    common = {"The", "A", "An", "It", "He", "She", "They", "This", "That", "In", "On", "But", "Some", "Many", "There"}
    return f"{first.lower()} {rest}" if first in common else words


def _joined(one: str, two: str, random: Random) -> str:
    link = random.choice([" and ", ", while ", "; "])
    return f"{one[:-1]}{link}{_lowered(two)}" if one.endswith(".") else f"{one} {two}"


def _parted(sentence: str, random: Random) -> Iterable[str]:
    """The sentence, or two of it where a clause can stand alone."""
    before, mark, after = sentence.partition(", and ")
    if mark and len(before) > 40 and len(after) > 40 and '"' not in sentence and random.random() < 0.5:
        return f"{before}.", f"{after[0].upper()}{after[1:]}"
    return (sentence,)
