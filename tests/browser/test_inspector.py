"""The drawer beside the map: groups, the object's past, its orders, copying."""

import json
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
def container(docker: Docker) -> str:
    docker("network", "create", "--subnet", "172.31.47.0/24", "--label", "tier=back", "draw-net")
    return docker.run("draw-one", "--network", "draw-net", "--network-alias", "db", "-p", "127.0.0.1:8098:80")


@pytest.fixture
def seen(on_map: OnMap, container: str) -> Map:
    seen = on_map("operator")
    seen.container(container).click()
    return seen


def tab(seen: Map, name: str) -> Any:
    seen.inspector.get_by_role("tab", name=name).click()
    panel = seen.inspector.get_by_role("tabpanel")
    expect(panel).to_have_attribute("aria-labelledby", f"tab-{name.lower()}")
    return panel


def test_names_and_ports(seen: Map) -> None:
    expect(tab(seen, "Names")).to_contain_text("db")
    expect(tab(seen, "Ports")).to_contain_text("127.0.0.1:8098")
    expect(seen.page).to_have_url(re.compile("tab=ports"))


def test_a_command_names_no_network_that_nobody_chose(docker: Docker, seen: Map, container: str) -> None:
    commands = seen.inspector.locator(".command")
    docker("network", "create", "another-net")
    expect(commands.filter(has_text="docker network connect NETWORK draw-one")).to_be_visible()


def test_orders_that_are_not_shown_are_told_and_found(docker: Docker, seen: Map, container: str) -> None:
    token = next(item["value"] for item in seen.page.context.cookies() if item["name"].endswith("csrftoken"))
    for action in ("pause", "unpause") * 7:
        answer = seen.page.request.post(f"/api/v1/containers/{container}/{action}", headers={"X-CSRFToken": token})
        assert answer.ok, answer.text()
    panel = tab(seen, "Orders")
    expect(panel).to_contain_text("These are the newest 12.")
    panel.get_by_role("link", name="All its orders").click()
    expect(seen.page.locator("#live .order")).to_have_count(14)


def test_tabs_by_arrow_keys(seen: Map) -> None:
    seen.inspector.get_by_role("tab", name="Overview").focus()
    seen.page.keyboard.press("ArrowRight")
    expect(seen.inspector.get_by_role("tab", name="Names")).to_be_focused()
    seen.page.keyboard.press("ArrowLeft")
    seen.page.keyboard.press("ArrowLeft")
    expect(seen.inspector.get_by_role("tab", name="Raw")).to_be_focused()
    expect(seen.inspector.get_by_role("tab", name="Raw")).to_have_attribute("aria-selected", "true")


def test_the_raw_object_beside_an_earlier_self(docker: Docker, seen: Map, container: str) -> None:
    panel = tab(seen, "Raw")
    expect(panel).to_contain_text(container)
    docker("pause", "draw-one")
    expect(panel).to_contain_text('"state": "paused"')
    moments = panel.get_by_label("Compare with")
    expect(moments.locator("option")).not_to_have_count(1)
    moments.select_option(index=1)
    expect(panel.locator(".was", has_text='"state": "running"')).to_be_visible()
    expect(panel.locator(".now", has_text='"state": "paused"')).to_be_visible()


def test_copying(seen: Map, container: str) -> None:
    seen.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    tab(seen, "Raw").get_by_role("button", name="Copy").click()
    expect(seen.page.locator("#announce")).to_have_text("Copied")
    copied = json.loads(seen.page.evaluate("navigator.clipboard.readText()"))
    assert copied["id"] == container and copied["name"] == "draw-one"


def test_orders_are_given_and_listed(docker: Docker, seen: Map, container: str) -> None:
    panel = tab(seen, "Orders")
    panel.get_by_role("button", name="Pause").click()
    expect(panel.get_by_role("button", name="Resume")).to_be_visible()
    assert docker("inspect", "-f", "{{.State.Paused}}", "draw-one") == "true"
    expect(panel).to_contain_text("docker pause draw-one")
    expect(panel).to_contain_text("done · operator-person")
    panel.get_by_role("button", name="Resume").click()
    expect(panel.get_by_role("button", name="Pause")).to_be_visible()


def test_a_network_and_what_was_removed(docker: Docker, seen: Map, container: str) -> None:
    network = docker("network", "inspect", "-f", "{{.Id}}", "draw-net")
    seen.network(network).click()
    expect(tab(seen, "Settings")).to_contain_text("tier")
    docker("rm", "-f", "draw-one")
    docker("network", "rm", "draw-net")
    expect(seen.inspector.get_by_role("heading", level=2)).to_have_text("It is gone")


def test_a_viewer_is_offered_no_orders(on_map: OnMap, container: str) -> None:
    seen = on_map("viewer")
    seen.container(container).click()
    expect(tab(seen, "Orders").get_by_role("button")).to_have_count(0)
    expect(seen.inspector.get_by_role("button", name="Disconnect")).to_have_count(0)
