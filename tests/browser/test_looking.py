"""Finding one's way on the map: search, filters, focus, and all of it in the page's address, with the way back."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.looking import Map
from tests.engines import Docker

pytestmark = [pytest.mark.engine, pytest.mark.browser]
OnMap = Callable[..., Map]


@pytest.fixture
def ids(docker: Docker) -> dict[str, str]:
    """Two networks; one container on the first, one on both, one stopped on the second."""
    first = docker("network", "create", "--subnet", "172.31.40.0/24", "seek-first")
    second = docker("network", "create", "--label", "tier=back", "seek-second")
    both = docker.run("seek-both", "--network", "seek-first", "-l", "com.docker.compose.project=seekers")
    docker("network", "connect", "seek-second", "seek-both")
    stopped = docker.run("seek-stopped", "--network", "seek-second", command=("true",))
    lone = docker.run("seek-lone", "--network", "seek-first")
    return {"first": first, "second": second, "both": both, "stopped": stopped, "lone": lone}


@pytest.fixture
def seen(on_map: OnMap, ids: dict[str, str]) -> Map:
    seen = on_map("viewer")
    for name in ("both", "lone", "stopped"):
        expect(seen.container(ids[name])).to_be_visible()
    return seen


def dim(element: Any) -> Any:
    return expect(element).to_have_attribute("data-dim", "")


def lit(element: Any) -> Any:
    return expect(element).not_to_have_attribute("data-dim", "")


def test_search_lists_hits_dims_the_rest_and_leads_there_by_keyboard(seen: Map, ids: dict[str, str]) -> None:
    page = seen.page
    page.keyboard.press("/")
    box = page.get_by_role("combobox", name="Search")
    expect(box).to_be_focused()
    page.keyboard.type("172.31.40.")
    expect(page.locator("#found [role=option]")).to_have_count(3)
    lit(seen.container(ids["lone"]))
    lit(seen.network(ids["first"]))
    dim(seen.container(ids["stopped"]))
    dim(seen.network(ids["second"]))
    expect(page.locator("#narrowed")).to_contain_text("3 found")
    expect(page.locator("#announce")).to_have_text("3 found")
    expect(page).to_have_url(re.compile(r"q=172\.31\.40\."))
    page.keyboard.press("Control+a")
    page.keyboard.type("seek")
    page.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "found-1")
    chosen = page.locator("#found-1 span").first.inner_text()
    page.keyboard.press("Enter")
    expect(seen.inspector.get_by_role("heading", level=2)).to_contain_text(chosen)
    page.keyboard.press("/")
    page.keyboard.press("Escape")
    lit(seen.container(ids["stopped"]))
    expect(page.locator("#narrowed")).to_be_empty()
    assert "q=" not in page.url


def test_a_search_for_nothing_says_so(seen: Map) -> None:
    seen.page.keyboard.press("/")
    seen.page.keyboard.type("no such thing")
    expect(seen.page.locator("#found")).to_contain_text("Nothing is called so.")
    expect(seen.page.locator("#narrowed")).to_contain_text("0 found")


def test_filters_dim_and_are_pressed_away(seen: Map, ids: dict[str, str]) -> None:
    page = seen.page
    page.get_by_text("Filter", exact=False).first.click()
    page.locator("#filters").get_by_label("exited").check()
    dim(seen.container(ids["both"]))
    lit(seen.container(ids["stopped"]))
    page.keyboard.press("Escape")
    page.locator("#narrowed").get_by_role("button", name="No longer: State: exited").click()
    lit(seen.container(ids["both"]))
    page.go_back()
    dim(seen.container(ids["both"]))


def test_a_filter_by_label(on_map: OnMap, ids: dict[str, str]) -> None:
    seen = on_map("viewer", query="?label=tier%3Dback")
    lit(seen.network(ids["second"]))
    dim(seen.network(ids["first"]))
    dim(seen.container(ids["lone"]))


def test_focus_leaves_the_rest_out_and_back_brings_it_again(seen: Map, ids: dict[str, str]) -> None:
    page = seen.page
    seen.container(ids["lone"]).click()
    page.keyboard.press("f")
    expect(seen.network(ids["second"])).to_have_count(0)
    expect(seen.container(ids["both"])).to_be_visible()
    expect(page.locator("#announce")).to_contain_text("Only seek-lone and its neighbours")
    page.go_back()
    expect(seen.network(ids["second"])).to_be_visible()
    page.go_forward()
    expect(seen.network(ids["second"])).to_have_count(0)
    page.locator("#narrowed").get_by_role("button", name="No longer: Only seek-lone and its neighbours").click()
    expect(seen.network(ids["second"])).to_be_visible()


def test_back_leads_through_what_was_selected(seen: Map, ids: dict[str, str]) -> None:
    heading = seen.inspector.get_by_role("heading", level=2)
    seen.container(ids["lone"]).click()
    expect(heading).to_contain_text("seek-lone")
    seen.network(ids["second"]).click()
    expect(heading).to_contain_text("seek-second")
    seen.page.go_back()
    expect(heading).to_contain_text("seek-lone")
    seen.page.go_back()
    expect(seen.inspector.get_by_role("tablist")).to_have_count(0)
    assert seen.was_loaded_once()


def test_a_link_leads_to_all_of_it(on_map: OnMap, ids: dict[str, str]) -> None:
    focus = f"container+local+{ids['lone']}"
    seen = on_map("viewer", query=f"?kind=container&engine=local&id={ids['lone']}&tab=raw&q=seek&focus={focus}")
    expect(seen.inspector.get_by_role("tab", name="Raw")).to_have_attribute("aria-selected", "true")
    expect(seen.container(ids["lone"])).to_have_attribute("aria-pressed", "true")
    expect(seen.network(ids["second"])).to_have_count(0)
    expect(seen.page.locator("#search")).to_have_value("seek")
