"""How the browser tests of the pages look at one."""

from typing import Any

from playwright.sync_api import expect


def row(page: Any, object_id: str) -> Any:
    """The row of an object in the part of the page that follows the engine."""
    return page.locator(f'#live [data-id="{object_id}"]').last


def live(page: Any) -> None:
    expect(page.locator("body")).to_have_attribute("data-live", "live")


def appears(page: Any, path: str) -> None:
    """Opens a page of an object that the agent may see a moment later."""
    for _ in range(50):
        if page.goto(path).status == 200:
            break
        page.wait_for_timeout(100)
    live(page)
