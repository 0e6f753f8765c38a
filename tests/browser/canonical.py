"""The map's canonical pictures (tests/js/canonical.mjs) as the real page draws them, photographed at one size, moment and font."""

import io
import json
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from PIL import Image

from tests.browser.pictured import Pictured

WORLDS = Path(__file__).resolve().parent.parent / "js" / "canonical.mjs"
DESK, FAR = {"width": 1440, "height": 900}, {"width": 1280, "height": 720}
# What is written must not depend on when and where.
MOMENT = "2026-01-02T00:00:00Z"
# The fonts that every Debian with a Chromium has; people see the page in their own.
FONTS = ':root { --sans: "DejaVu Sans"; --mono: "DejaVu Sans Mono"; }'

# Pictures of a world that another shows as well.
OF: dict[str, str] = {"dark": "multi-homed"}
QUERIES = {"dots": "?step=dots", "projector": "?step=cards"}


@cache
def snapshots() -> dict[str, Any]:
    """By the picture's name, what the page gets."""
    script = (
        f"import {{ CANONICAL }} from {json.dumps(WORLDS.as_uri())};"
        "console.log(JSON.stringify(Object.fromEntries(Object.entries(CANONICAL).map(([name, make]) => [name, make()]))));"
    )
    answer = subprocess.run(["node", "--input-type=module", "-e", script], capture_output=True, text=True, check=True)
    made = dict(json.loads(answer.stdout))
    return made | {name: made[world] for name, world in OF.items()}


def open_picture(page: Any, name: str) -> None:
    """The map of that picture, at rest, whatever the page showed before."""
    page.set_viewport_size(FAR if name == "projector" else DESK)
    page.emulate_media(color_scheme="dark" if name == "dark" else "light", reduced_motion="reduce")
    page.clock.set_fixed_time(MOMENT)
    page.route("**/tokens.css", _with_fonts)
    page.route("**/preferences/", lambda route: route.fulfill(status=204))
    Pictured(page, snapshots()[name])
    page.goto(f"/map/{QUERIES.get(name, '')}")
    page.locator("body[data-live=live]").wait_for()
    page.locator("#map .item").first.wait_for()
    if name == "projector":
        page.locator("[data-choose-theme=projector]").dispatch_event("click")
    _settle(page)


def photograph(page: Any) -> Image.Image:
    """The map with its notices, without the page's frame."""
    boxes = [page.locator(place).bounding_box() for place in (".map-notes", "#scroll")]
    left, top = round(boxes[0]["x"]), round(boxes[0]["y"])
    right, bottom = round(boxes[1]["x"] + boxes[1]["width"]), round(boxes[1]["y"] + boxes[1]["height"])
    clip = {"x": left, "y": top, "width": right - left, "height": bottom - top}
    return Image.open(io.BytesIO(page.screenshot(clip=clip, animations="disabled"))).convert("RGB")


def has_fonts(page: Any) -> bool:
    """Whether the browser has the two fonts: a font that is not there is as wide as what stands in for it."""
    return bool(
        page.evaluate(
            """() => { const context = document.createElement("canvas").getContext("2d");
            const wide = (font) => { context.font = `100px ${font}`; return context.measureText("illness WWW").width; };
            const there = (name) => wide(`"${name}", serif`) !== wide("serif") || wide(`"${name}", monospace`) !== wide("monospace");
            return there("DejaVu Sans") && there("DejaVu Sans Mono"); }"""
        )
    )


def _with_fonts(route: Any) -> None:
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.text() + FONTS)


def _settle(page: Any, looks: int = 40) -> None:
    """Until the map has been the same at two looks."""
    before, look = None, _drawing(page)
    for _ in range(looks):
        if (now := look()) == before:
            return _wait_for_the_small_map(page)
        before = now
        page.wait_for_timeout(60)
    raise AssertionError("the map does not come to rest")


def _wait_for_the_small_map(page: Any) -> None:
    """It comes a moment later, where the map is a quarter larger than the view."""
    larger = """(scroll) => scroll.scrollHeight > scroll.clientHeight * 1.25 || scroll.scrollWidth > scroll.clientWidth * 1.25"""
    if page.locator("html").get_attribute("data-theme") != "projector" and page.locator("#scroll").evaluate(larger):
        page.locator("#minimap").wait_for()


def _drawing(page: Any) -> Callable[[], str]:
    return lambda: str(page.locator("#map").evaluate("(map) => map.outerHTML"))
