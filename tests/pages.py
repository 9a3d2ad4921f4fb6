"""Results made for the tests of the page: a small newsroom, and one of hostile articles."""

from __future__ import annotations

import syndet
from syndet.model import Article
from syndet.result import Result

FERRY = (
    "A passenger ferry with 214 people aboard ran aground in dense fog outside Port Elara early on Tuesday, the "
    "coastguard said. Nobody was hurt, and the harbour was open again by noon."
)
RESCUE = (
    "Rescue boats took the passengers off one by one before the tide turned, while two tugs held the ship against "
    "the current that runs along the outer breakwater."
)
INQUIRY = (
    "The Maritime Safety Council will ask why neither of the two radar sets on the bridge was switched on, and "
    "who decided to leave the island forty minutes late in such weather."
)
CARGO = (
    "The Kittiwake, a vessel of 61 metres built in Dunmarrow, carries farmers, schoolchildren and mail to the island "
    "of Skerrin twice a day, and since the spring a cook who bakes on board. Its owner had put it up for sale in "
    "January without finding anybody who would take over the crew, most of whom are older than the ship.",
    "Nineteen ferries have touched ground in the sound since records began, fourteen of them at low water. A pilot "
    "has been proposed four times and refused four times, as the harbour dues would have to rise by a third.",
)
QUEUES = (
    "At the Mell Stores queues reached the war memorial by ten. Manager Hesper Dane had milk until the evening and "
    "bread until the morning after, provided that nobody discovered a sudden love of toast. The parish hall stays "
    "open all night for relatives, and the school choir sang on the quay for whoever could not sleep.",
    "Doctor Wynn Abery moved her surgery into the waiting room, where the heating works, and vaccinated eleven "
    "islanders who had come for the post. Sheep that were booked for the noon crossing spent the day at the chapel.",
)
BREAD = "Bread is baked while the sun is asleep, and nobody in this town remembers who thought of it first."


def article(id: str, *paragraphs: str, published: str | None = None, **particulars: str) -> Article:
    """An article of these paragraphs; its outlet is what stands before the slash of its id."""
    return Article(id=id, text="\n\n".join(paragraphs), published=published, **particulars)


WIRE = article(
    "meridian-wire/ferry", FERRY, *CARGO, INQUIRY, title="Ferry runs aground", published="2024-03-12T06:40:00Z"
)
MOVED = article(
    "skerrin-post/aground",
    INQUIRY.replace("radar sets", "radar screens"),
    *QUEUES,
    FERRY,
    "Additional reporting: Meridian Wire",
    title="Fog traps the morning boat",
    published="2024-03-12T13:30:00Z",
    url="https://skerrin.example/aground",
)
LEDGER = article("norrvale-ledger/oven", RESCUE, BREAD, title="Ovens of the north", published="2024-03-14")
TIMES = article("velmarch-times/oven", RESCUE, BREAD, title="Ovens of the north, again", published="2024-03-15")
ALONE = article("tallow-review/bread", "The night shift is short of apprentices.", title="The night shift")


def newsroom() -> Result:
    """Two articles that share paragraphs in another order, two that are copies, and one that shares nothing."""
    return syndet.detect([WIRE, MOVED, LEDGER, TIMES, ALONE])


SCRIPT = "</script><script>document.title='owned'</script>"
IMAGE = "<img src=x onerror=\"document.title='owned'\">"
TURNED = "\u202etxet denrut\u2066"
LONG = "o" * 200_000
HALVES = "half \ud83d of a pair"
ASTRAL = "😀 𝔊 "


def hostile() -> Result:
    """Two copies whose every field wants to be something else than text, in one cluster, and warnings that do."""
    copies = [
        Article(
            id=f"{IMAGE}/{place}",
            text=f"{ASTRAL}{SCRIPT} {IMAGE} {TURNED} {HALVES} <!-- \u2028 & &lt;\n\n{FERRY}\n\n{RESCUE}\n\n{LONG}",
            title=f"{SCRIPT}{IMAGE}{TURNED}{place}",
            source=f"{SCRIPT} Daily {place}",
            url=url,
            published="2024-03-12T06:40:00Z",
        )
        for place, url in enumerate(["javascript:document.title='owned'", "https://harmless.example/?a=1&b=<2>"])
    ]
    return syndet.detect(copies)
