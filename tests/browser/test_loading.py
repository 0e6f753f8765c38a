"""A file of the page does not come, as on the engine's own host whenever a bridge comes or goes: the page gets going again by itself."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.looking import live

pytestmark = [pytest.mark.engine, pytest.mark.browser]
Open = Callable[..., Any]


def drop(page: Any, pattern: str, times: int) -> list[str]:
    """Lets the first requests for such a file fail; those that failed."""
    dropped: list[str] = []

    def handle(route: Any) -> None:
        if len(dropped) < times:
            dropped.append(route.request.url)
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route(pattern, handle)
    return dropped


@pytest.mark.parametrize(
    "pattern",
    ["**/dashboard/main.js", "**/dashboard/store.js", "**/vendor/lit.js", "**/dashboard/base.css", "**/catalog/*.js"],
)
def test_the_map_recovers(person: Open, console: Any, pattern: str) -> None:
    console.allow("ERR_CONNECTION_RESET")
    page = person("viewer")
    dropped = drop(page, pattern, 1)
    page.goto("/map/")
    expect(page.locator("#map [data-kind=network]").first).to_be_visible()
    live(page)
    assert len(dropped) == 1
    assert page.evaluate("getComputedStyle(document.body).display") == "grid"


def test_a_table_recovers_where_the_recovery_itself_does_not_come(person: Open, console: Any) -> None:
    console.allow("ERR_CONNECTION_RESET")
    page = person("viewer")
    dropped = drop(page, "**/dashboard/*.js", 6)
    page.goto("/networks/")
    live(page)
    assert len(dropped) == 6


def test_what_never_comes_is_said(person: Open, console: Any) -> None:
    console.allow("ERR_CONNECTION_RESET")
    page = person("viewer")
    # As if it had been tried all along.
    page.add_init_script("sessionStorage.setItem('netviz.reloads', JSON.stringify({count: 6, since: Date.now()}))")
    drop(page, "**/dashboard/shell.js", 100)
    page.goto("/networks/")
    expect(page.get_by_role("alert")).to_contain_text("The page could not be loaded whole.")
    expect(page.get_by_role("link", name="Load it again")).to_be_visible()
