"""Fuzzes every parser of inputs: broken files may cost articles, never an exception, a hang or a file of somebody's.

``make fuzz`` mutates files of every format for a minute (``ARGS="--seconds 3600 --seed 7"``), with atheris to guide it
by coverage where that is installed. A failure is written to the folder of ``--keep`` and told with its seed.
"""

from __future__ import annotations

import argparse
import faulthandler
import importlib.util
import inspect
import random
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from formats import FILES, PACKERS, lacking

from syndet import pipeline
from syndet.errors import SyndetError
from syndet.pipeline import configured
from syndet.readers import Inputs, listed, patterns, read

HANGING = 60
"""Seconds after which one file counts as a hang, on a machine however busy."""

TOKENS = (
    b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\xbd", b"\r", b"\n", b'"', b"'", b"\\", b"<", b">", b"&x;", b"-->",
    b"<![CDATA[", b"<!DOCTYPE x [", b"<!--", b"{", b"}", b"[", b"]", b",", b";", b"\t", b":", b"---\n", b"- ", b"1e999",
    b"9" * 5000, b"[" * 3000, b"<p>" * 3000, b"\\ud83d", b"null", b"NaN", b"Content-Length: 99999999999\r\n", b"text",
    b"WARC/1.0\r\n", b"Content-Encoding: gzip\r\n", b"\x1f\x8b\x08", b"id", b"uri", b"bodies", b"charset=utf-7",
)  # fmt: skip


def mutated(data: bytes, dice: random.Random, other: bytes = b"") -> bytes:
    """The data with a few changes: bytes flipped, cut, doubled or put in, or the end of other data put on."""
    changed = bytearray(data)
    for _ in range(dice.choice((1, 1, 2, 4, 8))):
        at = dice.randrange(len(changed) + 1)
        to = min(len(changed), at + dice.choice((1, 2, 8, 64, 512)))
        match dice.randrange(6):
            case 0 if at < len(changed):
                changed[at] ^= 1 << dice.randrange(8)
            case 1:
                del changed[at:to]
            case 2:
                changed[at:at] = changed[at:to] * dice.choice((1, 2, 50))
            case 3:
                changed[at:at] = dice.choice(TOKENS)
            case 4:
                changed[at:] = other[dice.randrange(len(other) + 1) :]
            case _:
                changed[at:to] = dice.randbytes(to - at)
    return bytes(changed[: 1 << 20])


def seeds() -> dict[str, bytes]:
    """A sound file of each format that can be read here, and each packed in one way, by name."""
    sound = {name: make() for name, make in FILES.items() if not lacking(name)}
    packings = [packing for packing in PACKERS if not lacking(packing)]
    for number, (name, data) in enumerate(list(sound.items())):
        packing = packings[number % len(packings)]
        sound[name + packing] = PACKERS[packing](data)
    return sound


def parse(path: Path) -> None:
    """Read a file in every way there is for it; whatever is wrong with it must be told, not raised."""
    for paths in ([path], [path.parent]):
        found = read(paths)
        assert all(isinstance(problem, SyndetError) and str(problem) for problem in found.problems)
        assert all(article.id and isinstance(article.text, str) for article in found)
        assert found.unread <= found.inputs
    with suppress(SyndetError):
        read(Inputs(paths=[path], strict=True, pattern="{source}/{id}.*"))


def parse_text(path: Path) -> None:
    """Read a file as settings, as a list of paths, as a list of pairs, and as a pattern."""
    readers: list[Callable[[], object]] = [
        lambda: configured.load(str(path), environment={}),
        lambda: listed(str(path)),
        lambda: pipeline.read_pairs(str(path)),
        lambda: patterns.compiled(path.read_bytes().decode("utf-8", "replace")),
    ]
    for reader in readers:
        with suppress(SyndetError):
            reader()


class Guard:
    """Sees what a parser does to the world: files that it writes, hosts that it calls, programs that it starts."""

    def __init__(self) -> None:
        self.deeds: list[str] = []
        self._watching = False
        sys.addaudithook(self._hear)

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self._watching:
            return
        if event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+"):
            self.deeds.append(f"writes {arguments[0]}")
        elif event in (
            "socket.connect",
            "socket.getaddrinfo",
            "subprocess.Popen",
            "os.system",
            "os.remove",
            "os.rename",
        ):
            self.deeds.append(f"{event} {arguments}")

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Watch for a while; raises AssertionError if anything was done.

        Modules that are loaded meanwhile leave no bytecode, which Python would write and not the parser.
        """
        self.deeds.clear()
        bytecode, sys.dont_write_bytecode = sys.dont_write_bytecode, True
        self._watching = True
        try:
            yield
        finally:
            self._watching = False
            sys.dont_write_bytecode = bytecode
        assert not self.deeds, self.deeds


def run(
    folder: Path, seed: int, *, seconds: float = 0, rounds: int = 0, guard: Guard | None = None
) -> tuple[int, list[tuple[str, bytes, str]]]:
    """How many files were tried, and each that failed: its name, what was in it, and the traceback."""
    guard = guard or Guard()
    dice = random.Random(seed)
    sound = seeds()
    names = [*sound, "syndet.toml", "list.txt"]
    end, tried, failures = time.monotonic() + seconds, 0, []
    while tried < rounds or time.monotonic() < end:
        name = names[tried % len(names)]
        data = mutated(
            sound.get(name, b"level = 'copy'\na.txt\tb.txt\n{source}/{id}\n"), dice, dice.choice([*sound.values()])
        )
        path = folder / name
        path.write_bytes(data)
        faulthandler.dump_traceback_later(HANGING, exit=True)
        try:
            with guard.watching():
                (parse if name in sound else parse_text)(path)
        except Exception:
            failures.append((name, data, traceback.format_exc()))
        finally:
            faulthandler.cancel_dump_traceback_later()
        path.unlink()
        assert not list(folder.iterdir()), "a file that was not there before"
        tried += 1
    return tried, failures


def guided(seconds: float, seed: int) -> None:
    """The same with atheris, which looks for inputs that reach new code; the first byte picks the format."""
    import atheris

    sound = seeds()
    names = sorted(sound)
    folder = Path(tempfile.mkdtemp())
    corpus = Path(tempfile.mkdtemp())
    for number, name in enumerate(names):
        (corpus / f"{number}").write_bytes(bytes([number]) + sound[name])
        (folder / name).write_bytes(sound[name])
    read([folder])  # loads what reads each format
    for name in names:
        (folder / name).unlink()

    def one(data: bytes) -> None:
        path = folder / names[data[0] % len(names) if data else 0]
        path.write_bytes(data[1:])
        parse(path)
        path.unlink()

    for module in [module for name, module in sys.modules.items() if name.startswith("syndet.readers.")]:
        for name, value in vars(module).items():
            if inspect.isfunction(value) and value.__module__ == module.__name__:
                setattr(module, name, atheris.instrument_func(value))
    atheris.Setup(["fuzz", str(corpus), f"-max_total_time={int(seconds)}", f"-seed={seed}", "-rss_limit_mb=0"], one)
    atheris.Fuzz()


def main() -> int:
    """Fuzz for as long as is asked; 1 if anything failed."""
    parser = argparse.ArgumentParser(description="Fuzz the parsers of inputs.")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path, default=Path("build/fuzz"), help="folder for files that fail")
    parser.add_argument("--plain", action="store_true", help="do not use atheris, installed or not")
    chosen = parser.parse_args()
    if not chosen.plain and importlib.util.find_spec("atheris") is not None:
        guided(chosen.seconds, chosen.seed)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        tried, failures = run(Path(folder), chosen.seed, seconds=chosen.seconds)
    for number, (name, data, trace) in enumerate(failures[:20]):
        chosen.keep.mkdir(parents=True, exist_ok=True)
        (chosen.keep / f"{number}-{name}").write_bytes(data)
        print(f"{chosen.keep / f'{number}-{name}'}\n{trace}", file=sys.stderr)
    print(f"{tried:,} files, {len(failures):,} failures (seed {chosen.seed})")
    return bool(failures)


if __name__ == "__main__":
    sys.exit(main())
