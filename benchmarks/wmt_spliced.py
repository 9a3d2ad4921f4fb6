"""The passages of wmt-spliced: re-translated news inside unrelated articles."""

from __future__ import annotations

import sys

import passages

if __name__ == "__main__":
    passages.main(["--set", "wmt-spliced", *sys.argv[1:]])
