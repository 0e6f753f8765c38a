"""The map's menu of files: what is downloaded is what is drawn, whole in itself."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.engines import Docker

pytestmark = [pytest.mark.engine, pytest.mark.browser]
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = 'a"]<script>&#34;'


def saved(page: Any, name: str) -> bytes:
    page.locator("#export summary").click()
    with page.expect_download() as download:
        page.get_by_role("button", name=name).click()
    return Path(download.value.path()).read_bytes()


def texts(svg: bytes) -> set[str]:
    return {"".join(node.itertext()) for node in ElementTree.fromstring(svg).iter(f"{SVG}text")}


@pytest.fixture
def box(docker: Docker) -> str:
    """A container with a hostile label, on the default bridge."""
    return docker("run", "-d", "--name", "export-box", "--label", f"x={HOSTILE}", "busybox", "sleep", "600")


def test_svg_stands_for_itself(on_map: Any, box: str) -> None:
    on = on_map()
    on.container(box).wait_for()
    for name in ("SVG, as seen", "SVG, the whole map"):
        file = saved(on.page, name)
        root = ElementTree.fromstring(file)
        assert root.tag == f"{SVG}svg"
        assert "export-box" in texts(file)
        text = file.decode()
        for foreign in ("class=", "var(", "style=", "data-", "color-mix", "color(srgb", "<script", "href"):
            assert foreign not in text, foreign
        assert not re.search(r'(fill|stroke)="(?!none|#[0-9a-f]{6}"|url\(#)', text)


def test_svg_with_names_that_xml_can_not_hold(on_map: Any, docker: Docker) -> None:
    network = docker("network", "create", "a\x01\ufffe<b>&#34;")
    on = on_map()
    on.container(docker.run("export-odd", "--network", network)).wait_for()
    drawn = [text for text in texts(saved(on.page, "SVG, the whole map")) if text.endswith("<b>&#34;")]
    assert drawn == ["a·\ufffd<b>&#34;"]


def test_png_is_twice_as_sharp(on_map: Any, box: str) -> None:
    on = on_map()
    on.container(box).wait_for()
    width = float(ElementTree.fromstring(saved(on.page, "SVG, the whole map")).get("width", "0"))
    png = saved(on.page, "PNG, the whole map")
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    # The header's width: RFC 2083, 11.2.2.
    assert abs(int.from_bytes(png[16:20], "big") - 2 * width) <= 2
    assert len(png) > 5000


def test_diagrams_and_json(on_map: Any, box: str) -> None:
    on = on_map()
    on.container(box).wait_for()
    assert saved(on.page, "Mermaid diagram").startswith(b"flowchart LR\n")
    assert b"export-box" in saved(on.page, "Graphviz DOT")
    assert box in {item["id"] for item in json.loads(saved(on.page, "JSON"))["containers"]}


def test_an_earlier_moment(on_map: Any, docker: Docker) -> None:
    on = on_map()
    late = docker("run", "-d", "--name", "export-late", "busybox", "sleep", "600")
    on.container(late).wait_for()
    on.page.get_by_role("slider").press("Home")
    on.page.locator("body[data-past]").wait_for()
    assert "export-late" not in texts(saved(on.page, "SVG, the whole map"))
    assert b"export-late" not in saved(on.page, "Mermaid diagram")
