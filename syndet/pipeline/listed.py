"""Files that list pairs of articles."""

from __future__ import annotations

from syndet.errors import MissingInputError, RecordError, UnreadableError


def read_pairs(path: str) -> list[tuple[str, str]]:
    """The pairs of a file with two ids a line, parted by a tab; further columns are passed over.

    Raises MissingInputError if there is no such file, UnreadableError if it is there and cannot be read,
    RecordError with the line for one without two ids.
    """
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            lines = file.read().replace("\r\n", "\n").split("\n")
    except FileNotFoundError:
        raise MissingInputError("no such file", path=path, advice="give a file of a<TAB>b lines") from None
    except OSError as error:
        reason = error.strerror or "cannot be read"
        raise UnreadableError(reason.lower(), path=path, advice="give a file of a<TAB>b lines") from error
    except UnicodeDecodeError as error:
        raise RecordError("not UTF-8", path=path, advice="save the pairs as UTF-8") from error
    pairs = []
    for number, line in enumerate(lines, start=1):
        ids = line.split("\t")
        if len(ids) >= 2 and ids[0] and ids[1]:
            pairs.append((ids[0], ids[1]))
        elif line.strip():
            raise RecordError("not two ids parted by a tab", path=path, line=number, advice="write a<TAB>b")
    return pairs
