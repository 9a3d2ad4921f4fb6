"""The role of an outlet in other stories: an agency is first again and again, an aggregator never."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from syndet.origin import chronology, clue
from syndet.origin.case import Case
from syndet.origin.clue import Clue

_DOUBT: Final = 3.0
"""Stories that are added to those seen, with as many firsts as chance would give: few stories tell little."""

_MOST: Final = 2.0
"""Log-odds beyond which a role is not believed."""

_TOLD: Final = 0.3
"""Log-odds from which on a role is told as evidence."""


@dataclass(frozen=True, slots=True)
class Role:
    """In how many stories an outlet took part, in how many it was first, and in how many by chance it would be."""

    stories: int = 0
    first: int = 0
    expected: float = 0.0

    def __add__(self, other: Role) -> Role:
        return Role(self.stories + other.stories, self.first + other.first, self.expected + other.expected)

    def __sub__(self, other: Role) -> Role:
        return Role(self.stories - other.stories, self.first - other.first, self.expected - other.expected)

    @property
    def log_odds(self) -> float:
        """How much oftener than by chance it was first: log-odds, at most _MOST either way."""
        ahead = math.log((self.first + _DOUBT) / (self.expected + _DOUBT))
        behind = math.log((self.stories - self.first + _DOUBT) / (self.stories - self.expected + _DOUBT))
        return max(-_MOST, min(_MOST, ahead - behind))


Roles = Mapping[str, Role]
"""Roles by outlet."""


def gather(tallies: Iterable[Roles]) -> Roles:
    """The roles of the outlets over all cases, of those that they have in each."""
    parts: dict[str, list[Role]] = defaultdict(list)
    for tally in tallies:
        for outlet, role in tally.items():
            parts[outlet].append(role)
    return {outlet: sum(found, Role()) for outlet, found in parts.items()}


def tally(case: Case) -> dict[str, Role]:
    """The roles that the outlets of one case have in it, for those whose times tell.

    The outlet of the member that is surely the earliest was first; those of members that are surely later were not.
    """
    first, later = chronology.earliest(case)
    if not later:
        return {}
    ahead = {case.outlets.get(id) for id in first}
    behind = {case.outlets.get(id) for id in later} - ahead
    chance = 1 / len(ahead | behind)
    found = {outlet: Role(1, 0, chance) for outlet in behind}
    if len(ahead) == 1:
        found[next(iter(ahead))] = Role(1, 1, chance)
    return {outlet: role for outlet, role in found.items() if outlet is not None}


def elsewhere(case: Case, roles: Roles) -> dict[str, Role]:
    """The roles of a case's outlets in the other cases: none has a say about itself."""
    own = tally(case)
    known = {outlet: roles[outlet] for outlet in sorted(set(case.outlets.values())) if outlet in roles}
    left = {outlet: role - own.get(outlet, Role()) for outlet, role in known.items()}
    return {outlet: role for outlet, role in left.items() if role.stories}


def find(case: Case, found: Roles, second_hand: float) -> Iterator[Clue]:
    """Which members are of outlets that are mostly first elsewhere, and which of such as never are.

    `second_hand`, 0 to 1, is how much it looks as if none of them wrote it: then even an agency only passes it on.
    """
    for id, outlet in sorted(case.outlets.items()):
        role = found.get(outlet)
        if role and abs(role.log_odds) >= _TOLD:
            said = f"is of an outlet that was {_count(role)}"
            yield clue.about(id, "role", "role", said, amount=role.log_odds * (1 - second_hand))


def _count(role: Role) -> str:
    stories = f"{role.stories} other stor{'y' if role.stories == 1 else 'ies'}"
    return f"first in {role.first} of {stories}" if role.first else f"first in none of {stories}"
