"""What the docker CLI does behind netviz's back appears on the map, without a reload."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.looking import Map
from tests.engines import Docker
from tests.waiting import until

pytestmark = [pytest.mark.engine, pytest.mark.browser]


@pytest.fixture
def seen(on_map: Callable[..., Map]) -> Any:
    """A viewer's map; at the end it must still be the document that was loaded at first."""
    seen = on_map("viewer")
    yield seen
    assert seen.was_loaded_once()


def test_connect_and_disconnect(docker: Docker, seen: Map) -> None:
    network = docker("network", "create", "--subnet", "172.31.60.0/24", "follow-net")
    container = docker.run("follow-one")
    expect(seen.network(network)).to_have_count(1)

    docker("network", "connect", "--ip", "172.31.60.9", "follow-net", "follow-one")
    joint = seen.joint(container, network)
    expect(joint).to_be_visible()
    expect(joint).to_have_attribute("aria-label", re.compile("follow-one.*follow-net.*172.31.60.9"))
    expect(seen.page.locator("#map").get_by_text("172.31.60.9")).to_be_visible()

    docker("network", "disconnect", "follow-net", "follow-one")
    expect(joint).to_have_count(0)
    expect(seen.page.locator("#map").get_by_text("172.31.60.9")).to_have_count(0)


def test_run_rename_and_remove(docker: Docker, seen: Map) -> None:
    container = docker.run("follow-one")
    card = seen.container(container)
    expect(card).to_be_visible()
    expect(card).to_contain_text("follow-one")
    docker("rename", "follow-one", "follow-two")
    expect(card).to_contain_text("follow-two")
    docker("rm", "-f", "follow-two")
    expect(card).to_have_count(0)


def test_stop_hatches_the_card_and_keeps_its_address(docker: Docker, seen: Map) -> None:
    network = docker("network", "create", "--subnet", "172.31.61.0/24", "follow-net")
    container = docker.run("follow-one", "--network", "follow-net")
    card, joint = seen.container(container), seen.joint(container, network)
    expect(seen.page.locator("#map").get_by_text("172.31.61.2")).to_be_visible()
    expect(card).not_to_have_class(re.compile("stopped"))

    docker("stop", "-t", "0", "follow-one")
    expect(card).to_have_class(re.compile("stopped"))
    expect(card.locator(".hatched")).to_be_visible()
    expect(joint).to_have_class(re.compile("remembered"))
    expect(seen.page.locator("#map").get_by_text("172.31.61.2")).to_be_visible()

    docker("start", "follow-one")
    expect(card).not_to_have_class(re.compile("stopped"))
    expect(joint).not_to_have_class(re.compile("remembered"))


def test_networks_come_in_full_and_go(docker: Docker, seen: Map) -> None:
    network = docker("network", "create", "--internal", "--subnet", "172.31.62.0/24", "follow-net")
    header = seen.network(network)
    expect(header).to_be_visible()
    # One that is made while somebody looks gets a lane of its own, marked, and is not one of the thin lines of the unused.
    expect(header).to_have_class(re.compile("i-header"))
    for words in ("follow-net", "172.31.62.0/24", "internal", "new"):
        expect(header).to_contain_text(words)
    docker("network", "rm", "follow-net")
    expect(header).to_have_count(0)


def test_the_elements_carry_kind_id_and_the_page_its_revision(docker: Docker, seen: Map) -> None:
    """The contract that deep links, tests and extensions rely on, against the API's own snapshot."""
    network = docker("network", "create", "follow-net")
    one = docker.run("follow-one", "--network", "follow-net")
    docker("network", "connect", "bridge", "follow-one")
    expect(seen.joint(one, network)).to_be_visible()
    expect(seen.joint(one, docker("network", "inspect", "-f", "{{.Id}}", "bridge"))).to_be_visible()

    snapshot = until(lambda: _snapshot_that_is_shown(seen))
    for kind, plural in (("network", "networks"), ("container", "containers"), ("endpoint", "endpoints")):
        drawn = seen.page.locator(f'#map [data-kind="{kind}"]')
        ids = {element.get_attribute("data-id") for element in drawn.all()}
        assert ids <= {row["id"] for row in snapshot[plural]}
        left_out = [row for row in snapshot[plural] if row["id"] not in ids]
        # Nothing hangs on host and none: they have no joints, and are drawn only with containers in them.
        assert {row.get("network_name") or row["name"] for row in left_out} <= {"host", "none"}
    for element in seen.page.locator("#map [data-kind]").all():
        assert element.get_attribute("role") == "button" and element.get_attribute("aria-label")


def _snapshot_that_is_shown(seen: Map) -> Any:
    """The API's snapshot, once the page stands where it does: a new bridge's interfaces go on changing for a moment."""
    snapshot = seen.page.request.get("/api/v1/topology?view=map").json()
    return snapshot if seen.page.locator("body").get_attribute("data-revision") == str(snapshot["revision"]) else None


def test_a_deep_link_selects_and_shows(docker: Docker, on_map: Callable[..., Map]) -> None:
    container = docker.run("follow-one")
    page = on_map("viewer").page
    expect(Map(page).container(container)).to_have_count(1)
    engine = Map(page).container(container).get_attribute("data-engine")
    seen = on_map(
        "viewer", query=f"?kind=container&engine={engine}&id={container}", viewport={"width": 390, "height": 844}
    )
    expect(seen.inspector.get_by_role("heading", name="follow-one")).to_be_visible()
    expect(seen.container(container)).to_have_attribute("aria-pressed", "true")
    expect(seen.container(container)).to_be_in_viewport()
