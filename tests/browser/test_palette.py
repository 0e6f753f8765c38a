"""The command palette: pages, objects and orders by a few letters, on the map and on every other page."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.looking import Map, appears
from tests.engines import Docker

pytestmark = [pytest.mark.engine, pytest.mark.browser]
Open = Callable[..., Any]


@pytest.fixture
def container(docker: Docker) -> str:
    docker("network", "create", "pal-net")
    return docker.run("pal-one")


def opened(page: Any) -> Any:
    page.keyboard.press("Control+k")
    palette = page.get_by_role("dialog")
    expect(palette.get_by_role("combobox")).to_be_focused()
    return palette


def test_to_a_page(person: Open, container: str) -> None:
    page = person("viewer")
    appears(page, f"/containers/{container}/")
    opened(page)
    page.keyboard.type("activ")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/activity/$"))


def test_to_an_object_from_a_table(person: Open, container: str) -> None:
    page = person("viewer")
    appears(page, f"/containers/{container}/")
    page.goto("/networks/")
    palette = opened(page)
    page.keyboard.type("pal-one")
    expect(palette.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"/containers/{container}/"))


def test_to_an_object_on_the_map(on_map: Callable[..., Map], container: str) -> None:
    seen = on_map("viewer")
    expect(seen.container(container)).to_be_visible()
    opened(seen.page)
    seen.page.keyboard.type("pal-one")
    seen.page.keyboard.press("Enter")
    expect(seen.container(container)).to_have_attribute("aria-pressed", "true")
    assert seen.was_loaded_once()


def test_an_order_that_interrupts_is_chosen_twice(docker: Docker, on_map: Callable[..., Map], container: str) -> None:
    seen = on_map("operator")
    expect(seen.container(container)).to_be_visible()
    palette = opened(seen.page)
    seen.page.keyboard.type("stop pal-one")
    seen.page.keyboard.press("Enter")
    expect(palette.get_by_role("option", selected=True)).to_contain_text("Once more, to do it: Stop pal-one")
    assert docker("inspect", "-f", "{{.State.Running}}", "pal-one") == "true"
    seen.page.keyboard.press("Enter")
    expect(palette).to_have_count(0, timeout=20_000)
    expect(seen.container(container)).to_have_class(re.compile("stopped"))


def test_connect_from_any_page(docker: Docker, person: Open, container: str) -> None:
    page = person("operator")
    appears(page, f"/containers/{container}/")
    palette = opened(page)
    page.keyboard.type("connect pal-one")
    # What it offers comes with the page's first message.
    expect(palette.get_by_role("option", selected=True)).to_contain_text("Connect pal-one to")
    page.keyboard.press("Enter")
    expect(page.locator("#ask")).to_contain_text("Connect pal-one to")
    expect(page.locator("#ask")).to_contain_text("pal-net")


def test_a_viewer_is_offered_no_orders(person: Open, container: str) -> None:
    page = person("viewer")
    appears(page, f"/containers/{container}/")
    palette = opened(page)
    page.keyboard.type("stop pal-one")
    expect(palette).to_contain_text("Nothing is called so.")
    page.keyboard.press("Escape")
    expect(palette).to_have_count(0)


def test_a_refused_order_is_said_where_it_was_given(docker: Docker, person: Open, console: Any, container: str) -> None:
    """Somebody else was faster."""
    console.allow("status of 409")
    page = person("operator")
    appears(page, f"/containers/{container}/")
    palette = opened(page)
    page.keyboard.type("pause pal-one")
    expect(palette.get_by_role("option")).to_have_count(1)
    docker("pause", "pal-one")
    expect(page.locator("#live")).to_contain_text("paused")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(palette.get_by_role("alert")).to_be_visible()
