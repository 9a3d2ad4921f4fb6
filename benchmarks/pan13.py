"""The passages planted in pan13-train: verbatim, shuffled, translated in a chain, summarised."""

from __future__ import annotations

import sys

import passages

if __name__ == "__main__":
    passages.main(["--set", "pan13-train", *sys.argv[1:]])
