"""What near duplicates take: syndet and its peers in turn on one file of JSON lines, every answer checked exactly."""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from typing import Any, Final
from zlib import crc32

import bench
import generator
import truth

HERE: Final = Path(__file__).resolve().parent
ADAPTERS: Final = HERE / "peers"
TRIAL: Final = 2_000
"""Articles of the run that nobody times: it compiles, fills caches, and finds out who does not run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """A rival, and how to come by its answer.

    Attributes:
        name: what the table calls it; `version` of the distribution is added.
        adapter: its script in `ADAPTERS`; with `options` after the file and the place for the answer.
        needs: what pip installs, the distribution itself first. Peers with the same needs share an environment.
        verified: how it checks what its bands propose.
        python: the least minor version of Python 3 that it runs on.
    """

    name: str
    adapter: str
    needs: tuple[str, ...]
    options: tuple[str, ...] = ()
    verified: str = "no"
    python: int = 10

    @property
    def distribution(self) -> str:
        """What pip calls it."""
        return self.needs[0].split("=")[0].split("[")[0]


PEERS: Final = (
    Peer(name="Daft, 16 bands", adapter="run_daft.py", options=("16",), needs=("daft==0.7.*",)),
    Peer(name="Daft, 8 bands", adapter="run_daft.py", options=("8",), needs=("daft==0.7.*",)),
    Peer(name="gaoya, 16 bands", adapter="run_gaoya.py", needs=("gaoya==0.2.*",), verified="estimate"),
    Peer(name="rensa, 16 bands", adapter="run_rensa.py", needs=("rensa==0.5.*",)),
    Peer(name="FastSketchLSH, 16 bands", adapter="run_fastsketch.py", needs=("FastSketchLSH==1.*",), python=11),
    Peer(name="datasketch bulk", adapter="run_datasketch.py", options=("bulk",), needs=("datasketch==2.*",)),
    Peer(name="datasketch README", adapter="run_datasketch.py", options=("readme",), needs=("datasketch==2.*",)),
    Peer(name="text-dedup, 2 processes", adapter="run_text_dedup.py", needs=("text-dedup==0.4.*",), python=12),
    # Its English words come from spaCy, which none of its own extras but the largest brings.
    Peer(
        name="datatrove, 2 workers",
        adapter="run_datatrove.py",
        needs=("datatrove[io,processing]==0.10.*", "spacy==3.*"),
    ),
)


class PeerError(Exception):
    """A tool that could not be installed or run; its message is one line."""


@dataclass(slots=True, kw_only=True)
class Entry:
    """A tool in the running: how it is started, and what has been measured so far.

    Attributes:
        name: what the table calls it, with its version.
        command: the program; the file and the place for the answer are put in for FILE and OUT.
        verified: how it checks what it proposes.
        runs: what each timed run took: seconds by the wall and of all processors, bytes of the largest process.
        score: its answer against the truth.
        error: why there is nothing more of it.
    """

    name: str
    command: tuple[str, ...]
    verified: str
    runs: list[dict[str, float]] = field(default_factory=list)
    score: truth.Score | None = None
    error: str | None = None

    def middle(self, what: str) -> float:
        """The median of its runs."""
        return median(run[what] for run in self.runs)


def main(arguments: Sequence[str]) -> None:
    """Build or take a corpus, run everybody in turn, print the table and write the JSON."""
    chosen = _options().parse_args(arguments)
    if not hasattr(os, "wait4"):
        sys.exit("memory and processor time of a process are measured with wait4, which this system does not have")
    made = {"seed": chosen.seed, "typographic": chosen.typographic}
    file, trial = (corpus(chosen.corpora, articles, **made) for articles in (chosen.articles, TRIAL))
    gold = _truth(file)
    entries = [_syndet(), *(_entry(peer, chosen.envs) for peer in _picked(chosen.only))]
    about = {"articles": chosen.articles, **made, "bytes": file.stat().st_size, "alike": len(gold.pairs)}
    for entry in entries:
        _attempt(entry, trial, chosen.limit, None)
    for turn in range(chosen.runs):
        for entry in entries:
            _attempt(entry, file, chosen.limit, gold, f"{turn + 1} of {chosen.runs}")
        chosen.json.parent.mkdir(parents=True, exist_ok=True)
        chosen.json.write_text(_report(about, entries), encoding="utf-8")
    _show(about, entries, chosen.runs)


def corpus(folder: Path, articles: int, *, seed: int, typographic: bool) -> Path:
    """The file of so many invented articles in this folder, made if it is not there yet."""
    # The scripts are part of the name, so that no corpus and no truth outlives a change to what makes it.
    scripts = crc32(b"".join(Path(str(module.__file__)).read_bytes() for module in (generator, truth)))
    path = folder / f"{articles}-{seed}{'-typographic' if typographic else ''}-{scripts:08x}.jsonl"
    if not path.exists():
        _tell(f"writing {articles:,} articles to {path}")
        folder.mkdir(parents=True, exist_ok=True)
        with _finished(path) as unfinished:
            generator.write(unfinished, articles, seed=seed, typographic=typographic)
    return path


def environment(peer: Peer, folder: Path) -> Path:
    """The Python of the peer's own environment in this folder, made if its needs are not met there yet.

    Raises PeerError if there is no Python new enough or pip cannot install it.
    """
    home = folder / "-".join(need.split("=")[0].split("[")[0] for need in peer.needs)
    stamp, python = home / "installed.txt", home / "bin" / "python"
    needs = "\n".join(peer.needs)
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != needs:
        _tell(f"installing {', '.join(peer.needs)} into {home}")
        shutil.rmtree(home, ignore_errors=True)
        _done([_python(peer.python), "-m", "venv", str(home)])
        _done([str(python), "-m", "pip", "--disable-pip-version-check", "--quiet", "install", *peer.needs])
        stamp.write_text(needs, encoding="utf-8")
    return python


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000, metavar="N", help="of the corpus (100,000)")
    parser.add_argument("--seed", type=int, default=1, help="of the corpus")
    parser.add_argument("--typographic", action="store_true", help="curly quotes, dashes and accents in 70 %% of them")
    parser.add_argument("--runs", type=int, default=3, metavar="N", help="timed runs of each (3)")
    parser.add_argument("--only", nargs="+", default=(), metavar="WORD", help="peers whose name has one of these words")
    parser.add_argument("--limit", type=float, default=3_600, metavar="SECONDS", help="for one run (3,600)")
    parser.add_argument("--envs", type=Path, default=_cache("envs"), metavar="DIR", help="for their environments")
    parser.add_argument("--corpora", type=Path, default=_cache("corpora"), metavar="DIR", help="for the corpora")
    kept = HERE / "out" / "peers.json"
    parser.add_argument(
        "--json", type=Path, default=kept, metavar="FILE", help="for the table and every run (%(default)s)"
    )
    return parser


def _cache(what: str) -> Path:
    caches = os.environ.get("XDG_CACHE_HOME") or Path.home() / (
        "Library/Caches" if sys.platform == "darwin" else ".cache"
    )
    return Path(caches) / "syndet-peers" / what


def _picked(words: Sequence[str]) -> list[Peer]:
    return [peer for peer in PEERS if not words or any(word.lower() in peer.name.lower() for word in words)]


def _syndet() -> Entry:
    import syndet

    options = ("--level", "copy", "--format", "json", "-o", "OUT")
    command = (sys.executable, "-m", "syndet", "cluster", "FILE", *options)
    return Entry(name=f"syndet {syndet.__version__}", command=command, verified="exactly")


def _entry(peer: Peer, folder: Path) -> Entry:
    entry = Entry(name=peer.name, command=(), verified=peer.verified)
    try:
        python = str(environment(peer, folder))
        version = _done([python, "-c", f"import importlib.metadata as m; print(m.version({peer.distribution!r}))"])
        tool, comma, how = peer.name.partition(",")
        entry.name = f"{tool} {version}{comma}{how}"
        entry.command = (python, str(ADAPTERS / peer.adapter), "FILE", "OUT", *peer.options)
    except PeerError as problem:
        entry.error = str(problem)
    return entry


def _python(minor: int) -> str:
    """A Python 3 that is new enough, this one if it is."""
    names = [sys.executable, *(f"python3.{newer}" for newer in range(minor, minor + 4))]
    for name in names:
        check = [name, "-c", f"import sys, venv; sys.exit(sys.version_info < (3, {minor}))"]
        if shutil.which(name) and not subprocess.run(check, capture_output=True).returncode:
            return name
    raise PeerError(f"needs Python 3.{minor} or newer, and none is on the path")


def _done(command: Sequence[str]) -> str:
    """What a command wrote, stripped; PeerError with the last line of its complaint if it fails."""
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", errors="replace", env=_plain())
    if done.returncode:
        raise PeerError(_last_line(done.stderr) or f"exit code {done.returncode}")
    return done.stdout.strip()


def _attempt(entry: Entry, file: Path, limit: float, gold: truth.Truth | None, turn: str = "trial") -> None:
    """Run it once, unless it has failed before; keep what it took and its score if there is a truth."""
    if entry.error:
        return
    _tell(f"{entry.name}, {turn}")
    try:
        taken, clusters, named = _run(entry, file, limit)
        if gold:
            entry.runs.append(taken)
            entry.score = entry.score or truth.score(gold, clusters, named)
    except (PeerError, KeyError, ValueError) as problem:
        entry.error = (
            f"{type(problem).__name__}: {problem}" if isinstance(problem, (KeyError, ValueError)) else str(problem)
        )


def _run(entry: Entry, file: Path, limit: float) -> tuple[dict[str, float], list[list[str]], list[list[str]] | None]:
    """What one run took, and its clusters and pairs; in an empty folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="syndet-peers-") as folder:
        out = Path(folder) / "out.json"
        taken = launched(entry.command, {"FILE": str(file.resolve()), "OUT": str(out)}, Path(folder), limit)
        return taken, *_answer(json.loads(out.read_text(encoding="utf-8")))


def launched(
    command: Sequence[str], given: Mapping[str, str], folder: Path, limit: float, *, sampled: bool = False
) -> dict[str, float]:
    """What a command took, run in `folder` with the words in `given` put in for their names.

    Seconds by the wall and of all processors, bytes of the largest process; `sampled` counts processes that nobody
    waits for, too. Raises PeerError if it fails or takes longer than `limit` seconds.
    """
    report, complaint = folder / "report.json", folder / "stderr.txt"
    whole = [sys.executable, "-S", str(ADAPTERS / "launch.py"), *["--sampled"] * sampled, str(report), str(limit)]
    whole += [given.get(part, part) for part in command]
    variables = bench.variables() if command[0] == sys.executable else _plain()
    with complaint.open("wb") as errors:
        subprocess.run(whole, cwd=folder, stdout=subprocess.DEVNULL, stderr=errors, env=variables, check=True)
    taken: dict[str, float] = json.loads(report.read_text(encoding="utf-8"))
    if taken["wall"] >= limit:
        raise PeerError(f"took longer than {limit:,.0f} s")
    if taken.pop("code"):
        raise PeerError(_last_line(complaint.read_text(encoding="utf-8", errors="replace")) or "failed in silence")
    return taken


def _answer(found: Mapping[str, Any]) -> tuple[list[list[str]], list[list[str]] | None]:
    """The clusters and the pairs: of an adapter as they are, of syndet from its result."""
    if "links" not in found:
        return found["clusters"], found["pairs"]
    copies = [[link["a"], link["b"]] for link in found["links"] if link["kind"] == "copy"]
    return [cluster["members"] for cluster in found["clusters"]], copies


def _plain() -> dict[str, str]:
    """Our environment variables without those that would send another Python to our packages."""
    return {name: value for name, value in bench.variables().items() if name not in ("PYTHONPATH", "PYTHONHOME")}


def _truth(file: Path) -> truth.Truth:
    """The truth of a corpus, kept beside it."""
    kept = file.with_suffix(".npz")
    if not kept.exists():
        _tell(f"finding the pairs of {file.name} that are alike")
        with _finished(kept) as unfinished:
            truth.find(file).save(unfinished)
    return truth.load(kept)


@contextmanager
def _finished(path: Path) -> Iterator[Path]:
    """A place to write to that takes the place of `path` once all is written."""
    unfinished = path.with_stem(f"{path.stem}-unfinished")
    yield unfinished
    unfinished.replace(path)


def _last_line(text: str) -> str:
    return next((line.strip()[:200] for line in reversed(text.splitlines()) if line.strip()), "")


def _report(about: Mapping[str, object], entries: Sequence[Entry]) -> str:
    machine = {"system": platform.platform(), "python": platform.python_version(), "processors": os.cpu_count()}
    tools = [{**asdict(entry), "command": " ".join(entry.command)} for entry in entries]
    return json.dumps({"corpus": about, "machine": machine, "tools": tools}, indent=1) + "\n"


def _show(about: Mapping[str, Any], entries: Sequence[Entry], runs: int) -> None:
    """Print the table, the ratios to the best peers, and who failed."""
    kind = ", typographic" if about["typographic"] else ""
    title = (
        f"{about['articles']:,} articles{kind}, {about['bytes'] / 1e6:,.0f} MB, {about['alike']:,} pairs of Jaccard "
        f"{truth.THRESHOLD} and more; medians of {runs} runs in turn"
    )
    columns = ["tool", "wall s", "CPU s", "peak MB", "recall", "precision", "of pairs", "right", "verified"]
    ran = [entry for entry in entries if not entry.error and entry.score]
    bench.show(title, columns, [_row(entry) for entry in ran])
    print("Recall: alike pairs in one cluster. Precision: pairs in one cluster that are alike. Peak: largest process.")
    for line in _ratios(ran):
        print(line)
    for entry in entries:
        if entry.error:
            print(f"- {entry.name} did not run: {entry.error}")


def _row(entry: Entry) -> list[str]:
    score = entry.score
    assert score
    shares = score.recall, score.precision, score.named_recall, score.named_precision
    shown = [f"{share:.3f}" if share is not None else "-" for share in shares]
    cost = f"{entry.middle('wall'):.2f}", f"{entry.middle('cpu'):.2f}", f"{entry.middle('peak') / 1e6:,.0f}"
    return [entry.name, *cost, *shown, entry.verified]


def _ratios(ran: Sequence[Entry]) -> Iterator[str]:
    """Syndet against the peer that is fastest by the wall, by the processors, and the leanest within 5x of its time."""
    ours = [entry for entry in ran if entry.name.startswith("syndet")]
    peers = [entry for entry in ran if entry not in ours]
    if not ours or not peers:
        return
    us = ours[0]
    near = [peer for peer in peers if peer.middle("wall") <= 5 * us.middle("wall")]
    for what, among, meant in (("wall", peers, "wall"), ("cpu", peers, "CPU"), ("peak", near, "peak")):
        if among:
            best = min(among, key=lambda peer: peer.middle(what))
            ratio = us.middle(what) / best.middle(what)
            yield f"- {meant}: {ratio:.2f} of the best peer's ({best.name})"


def _tell(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
