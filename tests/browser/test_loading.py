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
    ("pattern", "times"),
    [("**/*.js", 1), ("**/*.js", 2), ("**/*.js", 4), ("**/*.css", 1), ("**/*.css", 3), ("**/catalog/*.js", 1)],
)
@pytest.mark.parametrize("path", ["/map/", "/networks/"])
def test_a_page_recovers(person: Open, console: Any, path: str, pattern: str, times: int) -> None:
    console.allow("ERR_CONNECTION_RESET")
    page = person("viewer")
    dropped = drop(page, pattern, times)
    page.goto(path)
    # It is loaded again meanwhile: asked of whichever document there is.
    expect(page.locator("body")).to_have_css("display", "grid")
    live(page)
    expect(page.get_by_role("main")).to_contain_text("bridge")
    assert len(dropped) == times


def test_what_never_comes_is_said(person: Open, console: Any) -> None:
    console.allow("ERR_CONNECTION_RESET")
    page = person("viewer")
    # As if it had been tried all along.
    page.add_init_script("sessionStorage.setItem('netviz.reloads', JSON.stringify({count: 6, since: Date.now()}))")
    drop(page, "**/page/**/*.js", 100)
    page.goto("/networks/")
    expect(page.get_by_role("alert")).to_contain_text("The page could not be loaded whole.")
    expect(page.get_by_role("link", name="Load it again")).to_be_visible()
