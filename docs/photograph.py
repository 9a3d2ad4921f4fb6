"""Takes docs/report.png, the README's picture of the page: two articles of examples/newsroom side by side.

It needs playwright and a chromium, which CHROMIUM names if it is elsewhere, and leaves the picture as it is without.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import syndet

HERE = Path(__file__).parent
PAIR = ("meridian-wire/ferry-collision.txt", "skerrin-post/morning-boat-hits-barge.txt")


CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")


def photograph(target: Path) -> None:
    """Write the picture to `target`."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        page = Path(folder, "report.html")
        syndet.detect(HERE.parent / "examples" / "newsroom").to_html(page)
        browser = play.chromium.launch(executable_path=CHROMIUM)
        window = browser.new_page(viewport={"width": 1100, "height": 840})
        window.goto(page.as_uri() + "#/pair")
        for name, id in zip("ab", PAIR, strict=True):
            window.locator(f"[name={name}]").fill(id)
        window.get_by_role("button", name="Compare").click()
        window.locator(".ribbon").first.wait_for()
        window.evaluate("document.activeElement.blur()")
        window.screenshot(path=target)
        browser.close()


if __name__ == "__main__":
    if not os.path.exists(CHROMIUM):
        print(f"docs/report.png is as it was: there is no {CHROMIUM}", file=sys.stderr)
    else:
        photograph(HERE / "report.png")
