"""The page in a real browser: what it shows, how it is moved about in, and that hostile text stays text.

Skipped where playwright or a chromium is missing; CHROMIUM names one that is not found on the path.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pages
import pytest

import syndet
from syndet.report.html import parcels

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

CASES = Path(__file__).parent / "cases"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all tests, the system's own."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip("no chromium on the path; CHROMIUM names one that is elsewhere")
    with sync_api.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The pages on the disk: the small newsroom, the same packed, the hostile one."""
    folder = tmp_path_factory.mktemp("pages")
    found = {name: folder / f"{name}.html" for name in ("newsroom", "packed", "hostile", "magazine")}
    newsroom = pages.newsroom()
    newsroom.to_html(found["newsroom"])
    pages.hostile().to_html(found["hostile"])
    syndet.detect(CASES / "moved-paragraphs").to_html(found["magazine"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parcels, "PLAIN_MOST", 0)
        patch.setattr(parcels, "PARCEL", 500)
        newsroom.to_html(found["packed"])
    return found


class Reader:
    """Somebody with a page open, who notes what the browser complains of and what it asks the network for."""

    def __init__(self, page: Page, files: dict[str, Path]) -> None:
        self.page, self.files = page, files
        self.complaints: list[str] = []
        self.requests: list[str] = []
        page.set_default_timeout(5000)
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.requests.append(request.url))

    def open(self, name: str, address: str = "#/") -> Page:
        """A page at an address inside it, drawn anew."""
        self.page.goto("about:blank")
        self.page.goto(self.files[name].as_uri() + address)
        self.page.locator("h1").wait_for()
        return self.page


@pytest.fixture(scope="module")
def window(browser: Browser, files: dict[str, Path]) -> Reader:
    """One window for all tests: opening one takes longer than what most of them do in it."""
    return Reader(browser.new_page(), files)


@pytest.fixture
def reader(window: Reader) -> Iterator[Reader]:
    """The window as it is when it is new; after the test the page has not complained nor asked for anything."""
    window.page.set_viewport_size({"width": 1280, "height": 900})
    window.page.emulate_media(media="screen", color_scheme="light", reduced_motion="reduce")
    window.complaints.clear()
    window.requests.clear()
    yield window
    assert window.complaints == []
    assert [url for url in window.requests if not url.startswith(("file:", "about:"))] == []


def titles(page: Page) -> list[str]:
    """The clusters that are listed."""
    return page.locator("#clusters h3 a").all_inner_texts()


FERRY, OVENS = "Ferry runs aground", "Ovens of the north"


def test_the_overview_counts_and_lists(reader: Reader) -> None:
    page = reader.open("newsroom")
    assert page.inner_text("h1") == "2 clusters in 5 articles"
    assert titles(page) == [FERRY, OVENS]
    assert "Meridian Wire" in page.inner_text("#clusters li:first-child .origin-line")
    assert page.locator("#timeline circle").count() == 4
    assert page.locator("#matrix td a").first.inner_text() == "1"


def test_a_packed_page_shows_the_same(reader: Reader) -> None:
    for address in ("#/cluster/0", "#/pair/0/4"):
        plain = reader.open("newsroom", address).locator("main").inner_text()
        assert reader.open("packed", address).locator("main").inner_text() == plain


FILTERS = (
    ("q", "FÉRRY", [FERRY]),
    ("q", "velmarch", [OVENS]),
    ("q", "nothing has this", []),
    ("outlet", "Skerrin Post", [FERRY]),
    ("source", "Meridian Wire", [FERRY]),
    ("kind", "verbatim", [FERRY, OVENS]),
    ("level", "copy", [OVENS]),
    ("from", "2024-03-13", [OVENS]),
    ("to", "2024-03-12", [FERRY]),
)


def test_filters_leave_what_they_say(reader: Reader) -> None:
    page = reader.open("newsroom")
    for name, value, left in FILTERS:
        control = page.locator(f"[name={name}]")
        if control.evaluate("control => control.tagName") == "SELECT":
            control.select_option(value)
        else:
            control.fill(value)
        assert titles(page) == left, (name, value)
        page.get_by_role("button", name="Clear").click()
        assert titles(page) == [FERRY, OVENS]


def test_the_address_keeps_the_filters(reader: Reader) -> None:
    page = reader.open("newsroom")
    page.locator("[name=q]").fill("velmarch")
    page.locator("[name=level]").select_option("copy")
    page.reload()
    page.locator("h1").wait_for()
    assert titles(page) == [OVENS]
    assert page.locator("[name=q]").input_value() == "velmarch"


def test_a_cluster_says_who_when_and_where_from(reader: Reader) -> None:
    page = reader.open("newsroom")
    page.get_by_role("link", name=FERRY).first.click()
    page.locator("#verdict").wait_for()
    assert page.inner_text("h1") == FERRY
    assert "Meridian Wire" in page.inner_text("#verdict .who-first")
    assert page.locator("#verdict tbody tr").count() > 0
    assert page.locator("#descent .node").count() == 2
    assert "+6 h 50 min" in (page.locator("#lags svg").text_content() or "")
    assert re.search(r"\d+ % from Meridian Wire, \d+ % its own", page.inner_text("#members"))
    assert page.locator("#members a.outward").get_attribute("href") == "https://skerrin.example/aground"


def lit(page: Page) -> set[tuple[str, str]]:
    """The passages that are lit, with their sides."""
    found = page.locator("mark.lit").evaluate_all("marks => marks.map(mark => [mark.dataset.p, mark.dataset.side])")
    return {(number, side) for number, side in found}


def test_a_passage_lights_its_other_side(reader: Reader) -> None:
    page = reader.open("newsroom", "#/pair/0/1")
    first = page.locator("mark[data-side=a][data-p='1']").first
    assert "ran aground in dense fog" in first.inner_text()
    first.hover()
    assert lit(page) == {("1", "a"), ("1", "b")}
    assert page.locator("path.ribbon.lit").count() == 1
    page.locator("h1").hover()
    assert lit(page) == set()


def centre(locator: Locator) -> float:
    """The height at which something stands."""
    box = locator.bounding_box()
    assert box is not None
    return box["y"] + box["height"] / 2


def test_a_moved_passage_crosses(reader: Reader) -> None:
    page = reader.open("newsroom", "#/pair/0/1")
    places = [
        [centre(page.locator(f"mark[data-side={side}][data-p='{number}']").first) for number in (1, 2)] for side in "ab"
    ]
    assert places[0][0] < places[0][1]
    assert places[1][0] > places[1][1]
    shapes = page.locator("path.ribbon").evaluate_all(
        "paths => paths.map(path => path.getBBox()).map(box => [box.y, box.y + box.height])"
    )
    assert shapes[0][0] < shapes[1][1] and shapes[1][0] < shapes[0][1]


def test_paragraphs_that_moved_inside_a_passage_cross_too(reader: Reader) -> None:
    page = reader.open("magazine", "#/pair/0/1")
    sides = [page.locator(f".column-{side} .moved").all_inner_texts() for side in "ab"]
    assert sides[0] == sides[1][::-1]  # the magazine has the paragraphs the other way round
    assert sides[1][0].startswith("crack is eleven metres long")
    assert page.locator("path.ribbon").count() == 1 + len(sides[0])
    page.locator(".column-a .moved").first.hover()
    assert page.locator(".moved.lit").all_inner_texts() == [sides[0][0]] * 2


FOCUSED = "document.activeElement.dataset.side + document.activeElement.dataset.p"


def test_a_press_leads_to_the_other_side(reader: Reader) -> None:
    page = reader.open("newsroom", "#/pair/0/1")
    page.set_viewport_size({"width": 390, "height": 700})
    page.locator("mark[data-side=a][data-p='2']").first.click()
    assert page.evaluate(FOCUSED) == "b2"
    assert 0 < centre(page.locator(".text .tag[data-side=b][data-p='2']")) < 700
    page.keyboard.press("Enter")  # and back
    assert page.evaluate(FOCUSED) == "a2"
    page.locator(".passage-list summary").click()
    page.locator(".passage-list .tag").first.click()
    assert page.evaluate(FOCUSED) == "a1"


def test_changed_words_are_those_of_the_difference(reader: Reader) -> None:
    page = reader.open("newsroom", "#/pair/0/1")
    assert page.locator(".column-a .changed").all_inner_texts() == ["sets"]
    assert page.locator(".column-b .changed").all_inner_texts() == ["screens"]
    page.get_by_label("mark words").uncheck()
    colour = "element => getComputedStyle(element).color === getComputedStyle(element.parentElement).color"
    assert page.locator(".column-a .changed").evaluate(colour)


def test_the_sides_can_be_exchanged(reader: Reader) -> None:
    page = reader.open("newsroom", "#/pair/0/1")
    page.get_by_role("link", name="Exchange sides").click()
    page.locator(".column-a h2", has_text="Fog traps").wait_for()
    assert page.locator(".column-a .changed").all_inner_texts() == ["screens"]


def test_any_two_can_be_picked_and_are_told_why_not(reader: Reader) -> None:
    page = reader.open("newsroom", "#/pair")
    page.get_by_label("First article").fill("night shift")
    page.get_by_label("Second article").fill(pages.WIRE.id)
    page.get_by_label("Second article").press("Enter")
    page.locator("h1", has_text="Not linked").wait_for()
    assert "no passage that they share" in page.inner_text(".why")
    assert "longest run of words" in page.inner_text(".why")
    assert page.locator("mark").count() == 0
    assert pages.ALONE.text in page.inner_text(".column-a .text")
    page.get_by_label("Second article").fill("ferry no such")
    page.get_by_role("button", name="Compare").click()
    assert not page.get_by_label("Second article").evaluate("input => input.validity.valid")


def test_a_link_says_what_each_level_needs(reader: Reader) -> None:
    page = reader.open("newsroom", "#/pair/0/1")
    page.locator(".why summary").click()
    table = page.locator(".measures tbody tr").all_inner_texts()
    assert [row.split()[-1] for row in table] == ["no", "yes", "yes"]
    assert "at least 80 %" in table[0]


def test_all_of_it_works_from_the_keyboard(reader: Reader) -> None:
    page = reader.open("newsroom")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.locator("#clusters h3 a").first.focus()
    page.keyboard.press("Enter")
    page.locator("#descent svg a").first.wait_for()
    assert page.evaluate("document.activeElement.tagName") == "H1"
    page.locator("#descent svg a").first.focus()
    page.keyboard.press("Enter")
    page.locator(".columns").wait_for()
    page.locator(".text .tag[data-side=a]").first.focus()
    assert len(lit(page)) == 2
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.dataset.side") == "b"


def test_everything_has_a_name_for_those_who_listen(reader: Reader) -> None:
    for address in ("#/", "#/cluster/0", "#/pair/0/1"):
        page = reader.open("newsroom", address)
        assert page.locator("main, header.top, nav, footer").count() == 4
        assert page.locator("h1").count() == 1
        unnamed = page.locator("a, button, input, select, section").evaluate_all(
            "all => all.filter(one => !(one.textContent.trim() || one.getAttribute('aria-label') || one.labels?.length"
            " || one.getAttribute('aria-labelledby'))).map(one => one.outerHTML)"
        )
        assert unnamed == []


CONTRAST = """
element => {
  const pen = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const parts = (colour) => {
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 1, 1);
    return [...pen.getImageData(0, 0, 1, 1).data];
  };
  const linear = (value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  const light = (colour) =>
    [0.2126, 0.7152, 0.0722].reduce((sum, share, place) => sum + share * linear(parts(colour)[place] / 255), 0);
  let under = element;
  while (parts(getComputedStyle(under).backgroundColor)[3] === 0) under = under.parentElement;
  const pair = [getComputedStyle(element).color, getComputedStyle(under).backgroundColor].map(light);
  return (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
}
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(reader: Reader, scheme: str) -> None:
    reader.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    for address in ("#/", "#/cluster/0", "#/pair/0/1"):
        page = reader.open("newsroom", address)
        for name in ("p", "a", "h2", ".kind", ".seal", "mark", ".changed", ".tag", "td", "dt", "button"):
            found = page.locator(f"main {name}").evaluate_all(f"all => all.slice(0, 3).map({CONTRAST})")
            assert all(contrast >= 4.5 for contrast in found), (name, found)


@pytest.mark.parametrize("name", ["newsroom", "hostile"])
def test_a_phone_need_not_scroll_sideways(reader: Reader, name: str) -> None:
    reader.page.set_viewport_size({"width": 360, "height": 700})
    for address in ("#/", "#/cluster/0", "#/pair/0/1"):
        page = reader.open(name, address)
        assert page.evaluate("document.documentElement.scrollWidth") == 360, address


def test_hostile_text_shows_as_text(reader: Reader) -> None:
    titled = {"#/": "#clusters h3 a bdi", "#/cluster/0": "h1 bdi", "#/pair/0/1": ".column-a h2 bdi"}
    for address, title in titled.items():
        page = reader.open("hostile", address)
        assert page.title() != "owned"
        assert page.locator("main img, main script").count() == 0
        assert pages.SCRIPT + pages.IMAGE in page.locator(title).first.inner_text()
    shown = page.locator(".column-a .text").text_content() or ""
    assert f"{pages.SCRIPT} {pages.IMAGE}" in shown
    assert "<!-- " in shown and "& &lt;" in shown and "half \ufffd of a pair" in shown
    assert pages.LONG in shown


def test_offsets_are_code_points(reader: Reader) -> None:
    page = reader.open("hostile", "#/pair/0/1")
    begins = page.locator("mark").first.text_content() or ""
    assert begins.startswith("1" + pages.ASTRAL.split()[1])  # the number, and then the second of two wide characters


def test_only_addresses_of_the_web_are_linked(reader: Reader) -> None:
    page = reader.open("hostile", "#/cluster/0")
    outward = page.locator("a.outward")
    assert [link.get_attribute("href") for link in outward.all()] == ["https://harmless.example/?a=1&b=<2>"]
    assert "javascript:document.title" in page.inner_text("#members")
    hrefs = page.locator("a").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    assert all(re.match("#|https://", href) for href in hrefs)


def test_direction_marks_end_with_their_text(reader: Reader) -> None:
    page = reader.open("hostile")
    for text in page.locator("main bdi").all():
        assert text.evaluate("one => getComputedStyle(one).unicodeBidi") == "isolate"
    assert "\u202e" not in page.title()
    assert page.evaluate(
        "[...document.querySelectorAll('svg *')].every(one => !/[\\u202a-\\u202e]/.test(one.textContent))"
    )


def test_what_would_run_is_refused(reader: Reader) -> None:
    page = reader.open("newsroom")
    page.evaluate(
        "() => { const script = document.createElement('script'); document.body.append(script);"
        " try { script.textContent = 'document.title = 1'; } catch { window.refused = true; } }"
    )
    assert page.evaluate("window.refused")
    assert page.title() != "1"
    reader.complaints.clear()


def test_it_prints_without_its_controls(reader: Reader) -> None:
    page = reader.open("newsroom", "#/pair/0/1")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.locator("mark").evaluate_all(f"all => all.map({CONTRAST})") >= [4.5]
    assert page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor") == "rgb(255, 255, 255)"
    assert not page.locator(".picker").is_visible()
    assert not page.locator("nav").is_visible()
    assert page.locator("mark").first.is_visible()
