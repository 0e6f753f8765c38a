"""The canonical pictures look as they are kept: tests/pictures/NAME.png.

After a change that means to alter them: `scripts/pictures` makes them again; look at each before you commit it.
"""

import io
import os
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageStat

from tests.browser.canonical import has_fonts, open_picture, photograph, snapshots
from tests.conftest import SCREENSHOTS, Console
from tests.pictures.compare import OtherSize, compare, keep, marked
from tests.served import Served

pytestmark = [pytest.mark.engine, pytest.mark.browser]

KEPT = Path(__file__).resolve().parent.parent / "pictures"
MOST_BYTES = 60_000


@pytest.fixture(scope="module")
def studio(browser: Any, _served: Served) -> Iterator[Any]:
    """One page for all pictures: what it loads for the first, it has for the others."""
    context = browser.new_context(base_url=_served.base, timezone_id="UTC")
    page = context.new_page()
    page.goto(_served.link("operator", "photographer"))
    page.get_by_role("main").get_by_role("button").click()
    page.wait_for_url("**/map/**")
    assert has_fonts(page), "The pictures are kept in DejaVu Sans: `apt-get install fonts-dejavu-core`."
    yield page
    context.close()


@pytest.fixture
def pictured(studio: Any, console: Console) -> Iterator[Callable[[str], Any]]:
    """Opens a canonical picture; the page."""
    console.watch(studio)

    def open_page(name: str) -> Any:
        open_picture(studio, name)
        return studio

    yield open_page
    assert not console.unexpected(), console.unexpected()


def kept(name: str) -> Image.Image:
    return Image.open(KEPT / f"{name}.png").convert("RGB")


def complaint(name: str, got: Image.Image) -> str | None:
    """What is wrong with a picture; writes it, and what differs, beside the other screenshots of failed tests."""
    try:
        difference = compare(kept(name), got)
    except OtherSize as error:
        return f"{error}: {_written(name, got=got)}"
    if not difference.counts:
        return None
    paths = _written(name, got=got, difference=marked(kept(name), got))
    return f"{difference.cells} cells differ, by {difference.worst} of 255, within {difference.box}: {paths}"


def _written(name: str, **pictures: Image.Image) -> str:
    SCREENSHOTS.mkdir(exist_ok=True)
    paths = {what: SCREENSHOTS / f"picture-{name}-{what}.png" for what in pictures}
    for what, picture in pictures.items():
        picture.save(paths[what])
    return ", ".join(str(path) for path in paths.values())


@pytest.mark.parametrize("name", snapshots())
def test_a_picture_is_as_it_is_kept(name: str, pictured: Callable[[str], Any]) -> None:
    got = photograph(pictured(name))
    if os.environ.get("UPDATE_PICTURES") and (not (KEPT / f"{name}.png").exists() or complaint(name, got)):
        keep(got, KEPT / f"{name}.png")
    assert (KEPT / f"{name}.png").stat().st_size < MOST_BYTES
    assert not (wrong := complaint(name, got)), wrong


def test_every_kept_picture_is_compared() -> None:
    assert {path.stem for path in KEPT.glob("*.png")} == set(snapshots())


# What goes wrong with a drawing, done to it in the page.
WRONG = {
    "a card six pixels away": 'card("camera").style.translate = "6px 0"',
    "a missing drop": 'map.querySelector(".i-line").remove()',
    "a network in the colour of another": 'map.querySelector(".i-rail").style.setProperty("--c", "var(--c5)")',
    "a missing address": 'map.querySelector(".i-label").remove()',
    "a stopped card drawn as one that runs": 'card("worker").classList.remove("stopped")',
    "a missing ring": 'map.querySelector(".i-joint").remove()',
    "another name": 'card("legacy").querySelector(".card-name").textContent = "modern"',
    "a missing badge": 'for (const one of ["box", "text"]) map.querySelector(`.i-header .badge-${one}`).remove()',
    "no barrier": 'map.querySelector(".i-barrier").remove()',
    "a gap closed": 'map.querySelector(".i-gap").remove()',
}


def _do(page: Any, script: str) -> None:
    page.locator("#map").evaluate(
        f"""(map) => {{ const card = (name) => [...map.querySelectorAll(".i-card")].find((one) => one.textContent.startsWith(name));
        {script}; }}"""
    )


def test_what_is_drawn_wrong_is_seen(pictured: Callable[[str], Any]) -> None:
    page = pictured("multi-homed")
    right = kept("multi-homed")
    page.locator("#map").evaluate("(map) => { window.whole = map.cloneNode(true); }")
    unseen = []
    for what, script in WRONG.items():
        _do(page, script)
        if not compare(right, photograph(page)).counts:
            unseen.append(what)
        page.locator("#map").evaluate("(map) => map.replaceChildren(...window.whole.cloneNode(true).childNodes)")
    assert not unseen
    assert not compare(right, photograph(page)).counts


# How the fonts' renderer of another version may draw letters.
OTHER_LETTERS = {
    "half a pixel further on": "translate: .5px .4px",
    "not on the pixels' grid": "text-rendering: geometricPrecision",
}


@pytest.mark.parametrize("how", OTHER_LETTERS)
def test_other_edges_of_letters_are_not_minded(how: str, pictured: Callable[[str], Any]) -> None:
    page = pictured("multi-homed")
    page.evaluate(
        """(rule) => { const sheet = new CSSStyleSheet(); sheet.replaceSync(`.map-svg text { ${rule} }`);
        document.adoptedStyleSheets = [sheet]; }""",
        OTHER_LETTERS[how],
    )
    assert not compare(kept("multi-homed"), photograph(page)).counts


# The states that look alike on purpose, of which each group has a mark of its own.
ALIKE = [("running", "healthy"), ("unhealthy", "dead"), ("starting", "restarting"), ("paused",), ("created", "exited")]
MARK = 20


def mark_of(page: Any, state: str) -> Image.Image:
    """The mark on the card of the container that is called after its state, in grey."""
    box = page.locator("#map .i-card").filter(has=page.get_by_text(state, exact=True)).first.bounding_box()
    place = {"x": box["x"] + 4, "y": box["y"] + 6, "width": MARK, "height": MARK}
    return Image.open(io.BytesIO(page.screenshot(clip=place, animations="disabled"))).convert("L")


def unlike(one: Image.Image, other: Image.Image) -> float:
    """The mean difference of their pixels, of 255."""
    return ImageStat.Stat(ImageChops.difference(one, other)).mean[0]


def test_states_differ_without_colour(pictured: Callable[[str], Any]) -> None:
    page = pictured("states")
    marks = [mark_of(page, group[0]) for group in ALIKE]
    for one, other in combinations(range(len(ALIKE)), 2):
        found = unlike(marks[one], marks[other])
        assert found > 4, f"{ALIKE[one][0]} and {ALIKE[other][0]} differ by {found:.1f}"
    for group in ALIKE:
        for state in group[1:]:
            assert unlike(mark_of(page, group[0]), mark_of(page, state)) < 4, state
