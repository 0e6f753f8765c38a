"""The wall screen in a frame of another site's page: where a setting names the site, and nowhere else."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.engines import Docker
from tests.served import Served, serve

pytestmark = [pytest.mark.engine, pytest.mark.browser]
WIKI, OTHER = "http://wiki.test", "http://other.test"


class Framed(Served):
    """netviz that lets the wiki show its wall screen."""

    def __init__(self, data: Path, engine_url: str | None) -> None:
        super().__init__(data, engine_url)
        self.environ["NETVIZ_FRAME_ANCESTORS"] = WIKI


@pytest.fixture
def framed(engine_url: str, tmp_path: Path) -> Iterator[Framed]:
    with serve(tmp_path / "framed", engine_url, Framed) as framed:
        yield framed


def test_a_share_link_as_a_wall_screen(
    framed: Framed, new_page: Callable[..., Any], docker: Docker, console: Any
) -> None:
    console.allow("frame-ancestors")
    owner = new_page(base_url=framed.base)
    owner.goto(framed.link("operator"))
    owner.get_by_role("main").get_by_role("button").click()
    owner.goto("/settings/shares/")
    owner.get_by_role("button", name="Make a link").click()
    link = owner.locator("#share-link").inner_text()
    box = docker.run("framed-box")
    page = new_page()
    text = f'<!doctype html><title>wiki</title><iframe src="{link}?kiosk=1" width="1200" height="700"></iframe>'
    for site in (WIKI, OTHER):
        page.route(f"{site}/**", lambda route: route.fulfill(body=text, content_type="text/html"))
    page.goto(f"{WIKI}/page")
    inside = page.frame_locator("iframe")
    expect(inside.locator("body")).to_have_attribute("data-live", "live")
    expect(inside.locator(f'#map [data-id="{box}"]')).to_be_visible()
    page.goto(f"{OTHER}/page")
    page.wait_for_timeout(1500)
    expect(inside.locator("#map")).to_have_count(0)
