"""Names that do harm where they are believed (tests/js/canonical.mjs: HOSTILE), on the map and in every file that it saves."""

import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.canonical import photograph, snapshots
from tests.browser.pictured import Pictured
from tests.pictures.compare import compare

pytestmark = [pytest.mark.engine, pytest.mark.browser]
SVG = "{http://www.w3.org/2000/svg}"
LONG = 255
NAMES = ["<script>alert(1)</script>", "\u202egnp.exe", "x" * LONG, "🐳🕸️ 容器", 'two\nlines & "quotes"']
SHOWN = ["<script>alert(1)</script>", "·gnp.exe", "x" * LONG, "🐳🕸️ 容器", 'two·lines & "quotes"']


@pytest.fixture
def shown(person: Callable[..., Any]) -> Iterator[Pictured]:
    """A map on which each network and container has one of the names."""
    snapshot = json.loads(json.dumps(snapshots()["hostile"]))
    for kind in ("networks", "containers"):
        rows = snapshot[kind]
        for number in range(len(rows), len(NAMES)):
            rows.append({**rows[0], "id": f"{number}{'e' * 63}"})
        for row, name in zip(rows, NAMES, strict=True):
            row |= {"name": name, "project": name, "service": name, "image": name, "labels": {name: name}}
    page = person(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    yield Pictured(page, snapshot).open("?step=cards")
    assert dialogs == []


def saved(page: Any, name: str) -> bytes:
    page.locator("#export summary").click()
    with page.expect_download() as download:
        page.get_by_role("button", name=name).click()
    return Path(download.value.path()).read_bytes()


def begins(texts: set[str], name: str) -> bool:
    """Whether one of the texts is that name, or it shortened in the middle."""
    return any(text == name or ("…" in text and name.startswith(text.split("…")[0])) for text in texts)


def test_on_the_map_and_in_the_inspector(shown: Pictured) -> None:
    page = shown.page
    for name, literal in zip(NAMES, SHOWN, strict=True):
        row = next(one for one in shown.snapshot["containers"] if one["name"] == name)
        card = page.locator(f'#map [data-kind=container][data-id="{row["id"]}"]')
        assert literal in card.get_attribute("aria-label")
        card.press("Enter")
        expect(page.locator("#inspector").get_by_role("heading", level=2)).to_contain_text(literal)
        expect(page.locator("#inspector")).not_to_contain_text("\u202e")
    assert page.locator("#map script, #inspector script").count() == 0
    box = page.locator("#inspector").evaluate("(element) => [element.scrollWidth, element.clientWidth]")
    assert box[0] <= box[1]


def test_in_search_filters_and_palette(shown: Pictured) -> None:
    page = shown.page
    page.keyboard.press("/")
    page.keyboard.type("<script>")
    expect(page.locator("#found")).to_contain_text(SHOWN[0])
    page.keyboard.press("Escape")
    page.get_by_text("Filter", exact=False).first.click()
    for literal in SHOWN:
        expect(page.locator("#filters")).to_contain_text(literal)
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    page.keyboard.type("gnp")
    expect(page.get_by_role("dialog")).to_contain_text("·gnp.exe")


def test_in_a_saved_svg(shown: Pictured) -> None:
    file = saved(shown.page, "SVG, the whole map")
    root = ElementTree.fromstring(file)
    drawn = "svg title desc defs pattern g rect path circle line text tspan clipPath"
    assert {node.tag.removeprefix(SVG) for node in root.iter()} <= set(re.findall(r"\w+", drawn))
    texts = {"".join(node.itertext()) for node in root.iter(f"{SVG}text")}
    for literal in SHOWN:
        assert begins(texts, literal), literal
    assert "\u202e" not in file.decode()


def test_a_saved_png_is_what_is_seen(shown: Pictured) -> None:
    page = shown.page
    with Image.open(io.BytesIO(saved(page, "PNG, as seen"))) as png:
        seen = photograph(page)
        half = png.convert("RGB").resize((png.width // 2, png.height // 2), Image.Resampling.BOX)
    size = (min(half.width, seen.width), min(half.height, seen.height))
    assert size[0] > 900
    # The page's own ground may lie beside the map.
    assert not compare(seen.crop((0, 0, *size)), half.crop((0, 0, *size))).counts
