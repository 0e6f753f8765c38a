"""What the browser tests share: one netviz for all of them, people who have signed in, the map."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.browser.looking import Map
from tests.browser.paneling import Panel
from tests.served import Served, serve

Open = Callable[..., Any]


@pytest.fixture(scope="package")
def _served(engine_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One for the whole folder: its start costs more than most of these tests."""
    with serve(tmp_path_factory.mktemp("served"), engine_url) as served:
        yield served


@pytest.fixture(scope="package")
def _sessions() -> dict[tuple[str, str], Any]:
    """The browser sessions of those who have signed in, by role and name."""
    return {}


@pytest.fixture
def person(new_page: Open, served: Served, _sessions: dict[tuple[str, str], Any]) -> Open:
    """Opens a page in which a person of that role has signed in, in a browser context of its own."""

    def open_page(role: str = "operator", name: str | None = None, **options: Any) -> Any:
        key = (role, name or f"{role}-person")
        if key in _sessions:
            return new_page(base_url=served.base, storage_state=_sessions[key], **options)
        page = new_page(base_url=served.base, **options)
        page.goto(served.link(*key))
        page.get_by_role("main").get_by_role("button").click()
        page.wait_for_url("**/map/**")
        _sessions[key] = page.context.storage_state()
        return page

    return open_page


@pytest.fixture
def on_map(person: Open) -> Callable[..., Map]:
    """The map as a person of that role sees it, live."""

    def open_map(role: str = "operator", name: str | None = None, query: str = "", **options: Any) -> Map:
        page = person(role, name, **options)
        page.goto(f"/map/{query}")
        return Map(page)

    return open_map


@pytest.fixture
def on_panel(person: Open) -> Callable[..., Panel]:
    """The patch panel as a person of that role sees it, live."""

    def open_panel(role: str = "operator", name: str | None = None, query: str = "", **options: Any) -> Panel:
        page = person(role, name, **options)
        page.goto(f"/panel/{query}")
        return Panel(page)

    return open_panel
