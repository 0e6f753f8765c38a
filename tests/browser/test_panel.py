"""The patch panel: what it shows, and that pressing a crossing connects and disconnects on the real engine, as two people see it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.looking import live, remember, same
from tests.browser.paneling import Panel, crossing
from tests.engines import Docker, Dockerd

pytestmark = [pytest.mark.engine, pytest.mark.browser]
Open = Callable[..., Any]
OnPanel = Callable[..., Panel]


@pytest.fixture
def network(docker: Docker) -> str:
    return docker("network", "create", "--subnet", "172.31.80.0/24", "--gateway", "172.31.80.1", "patch-net")


@pytest.fixture
def container(docker: Docker) -> str:
    return docker.run("patch-one")


@pytest.fixture
def mine(on_panel: OnPanel, network: str, container: str) -> Panel:
    """An operator's panel that shows both."""
    mine = on_panel("operator")
    expect(mine.crossing(container, network)).to_be_visible()
    return mine


def connected(docker: Docker, network: str) -> set[str]:
    return set(docker("network", "inspect", "-f", "{{range $id, $_ := .Containers}}{{$id}} {{end}}", network).split())


def test_a_press_connects_and_another_disconnects(
    docker: Docker, mine: Panel, on_panel: OnPanel, network: str, container: str
) -> None:
    theirs = on_panel("viewer")
    here = mine.crossing(container, network)
    expect(here).to_have_attribute("aria-selected", "false")
    here.click()
    for panel in (mine, theirs):
        expect(panel.crossing(container, network)).to_have_attribute("aria-selected", "true")
        expect(panel.crossing(container, network)).to_have_text("172.31.80.2")
    assert connected(docker, network) == {container}
    expect(mine.told).to_contain_text("patch-one is connected to patch-net as 172.31.80.2.")

    here.click()
    expect(mine.question).to_contain_text("Disconnect patch-one from patch-net?")
    assert connected(docker, network) == {container}
    mine.question.get_by_role("button", name="Disconnect").click()
    for panel in (mine, theirs):
        expect(panel.crossing(container, network)).to_have_attribute("aria-selected", "false")
    assert connected(docker, network) == set()
    assert same(mine.page) and same(theirs.page)


def test_by_keyboard_alone(docker: Docker, mine: Panel, network: str, container: str) -> None:
    keys = mine.page.keyboard
    mine.crossing(container, network).focus()
    expect(mine.page.locator("#here")).to_contain_text("patch-one × patch-net")
    keys.press("Enter")
    expect(mine.crossing(container, network)).to_have_attribute("aria-selected", "true")
    expect(mine.crossing(container, network)).to_be_focused()
    expect(mine.page.locator("#announce")).to_contain_text("patch-one is connected to patch-net")
    expect(mine.crossing(container, network)).to_have_accessible_name("patch-one, patch-net: connected: 172.31.80.2")
    keys.press("Enter")
    expect(mine.question.get_by_role("button", name="Disconnect")).to_be_focused()
    keys.press("Enter")
    expect(mine.crossing(container, network)).to_have_attribute("aria-selected", "false")
    assert connected(docker, network) == set()
    keys.press("Home")
    keys.press("ArrowLeft")
    expect(mine.container(container)).to_be_focused()
    keys.press("Enter")
    expect(mine.inspector.get_by_role("heading", name="patch-one")).to_be_visible()
    keys.press("Escape")
    expect(mine.inspector).to_be_hidden()
    # Up over its group's heading to the networks.
    keys.press("ArrowRight")
    keys.press("Control+Home")
    expect(mine.page.locator("#panel [aria-expanded]:focus")).to_contain_text("no project")
    keys.press("ArrowUp")
    expect(mine.page.locator("#panel [role=columnheader]:focus")).to_have_attribute("data-kind", "network")


def test_an_address_typed_into_a_crossing(docker: Docker, mine: Panel, network: str, container: str) -> None:
    here = mine.crossing(container, network)
    here.focus()
    keys = mine.page.keyboard
    keys.type("172.31.81.7")
    keys.press("Enter")
    expect(mine.page.locator("#here")).to_contain_text("This address is outside the network's subnets.")
    expect(here.locator("input")).to_have_attribute("aria-invalid", "true")
    here.locator("input").fill("172.31.80.1")
    keys.press("Enter")
    expect(mine.page.locator("#here")).to_contain_text("This is the network's gateway.")
    keys.press("Escape")
    expect(here.locator("input")).to_have_count(0)
    expect(here).to_be_focused()
    assert connected(docker, network) == set()
    keys.type("172.31.80.77")
    keys.press("Enter")
    expect(here).to_have_text("172.31.80.77")
    assert "172.31.80.77" in docker("inspect", "-f", "{{json .NetworkSettings.Networks}}", "patch-one")


def test_undo_gives_the_same_address_back(docker: Docker, mine: Panel, network: str, container: str) -> None:
    docker("network", "connect", "--ip", "172.31.80.77", "patch-net", "patch-one")
    here = mine.crossing(container, network)
    expect(here).to_have_text("172.31.80.77")
    here.click()
    mine.question.get_by_role("button", name="Disconnect").click()
    expect(here).to_have_attribute("aria-selected", "false")
    mine.told.get_by_role("button", name="Undo").click()
    expect(here).to_have_text("172.31.80.77")
    assert connected(docker, network) == {container}


def test_what_can_not_be_undone_is_asked_for_again(docker: Docker, mine: Panel, network: str, container: str) -> None:
    """The engine chose the address, and may have given it away: a person is asked, with what it was."""
    here = mine.crossing(container, network)
    here.click()
    expect(here).to_have_text("172.31.80.2")
    here.click()
    mine.question.get_by_role("button", name="Disconnect").click()
    expect(here).to_have_attribute("aria-selected", "false")
    mine.told.get_by_role("button", name="Connect again").click()
    expect(mine.question.get_by_label("IPv4 address")).to_have_value("172.31.80.2")
    mine.question.get_by_label("IPv4 address").fill("172.31.80.44")
    mine.question.get_by_role("button", name="Connect", exact=True).click()
    expect(here).to_have_text("172.31.80.44")
    assert connected(docker, network) == {container}


def test_a_connect_is_taken_back_by_keyboard(docker: Docker, mine: Panel, network: str, container: str) -> None:
    here = mine.crossing(container, network)
    here.focus()
    mine.page.keyboard.press("Enter")
    expect(here).to_have_attribute("aria-selected", "true")
    mine.page.keyboard.press("Control+z")
    expect(here).to_have_attribute("aria-selected", "false")
    expect(here).to_be_focused()
    assert connected(docker, network) == set()


def test_pending_and_failed_stand_in_the_crossing(
    docker: Docker, mine: Panel, on_panel: OnPanel, console: Any, container: str
) -> None:
    console.allow("status of 409")
    full = docker("network", "create", "--subnet", "172.31.81.0/30", "patch-full")
    docker.run("patch-two", "--network", "patch-full")
    theirs = on_panel("viewer")
    here = mine.crossing(container, full)
    expect(here).to_be_visible()
    held: list[Any] = []
    mine.page.route("**/connect?*", lambda route: held.append(route))
    here.click()
    expect(here).to_have_attribute("data-pending", "connect")
    expect(here).to_have_attribute("aria-busy", "true")
    expect(here).to_have_text("connecting…")
    held[0].continue_()
    expect(here).to_have_text("failed")
    expect(here).not_to_have_attribute("data-pending", "connect")
    expect(mine.page.locator("#here")).to_contain_text("no available IPv4 addresses on this network's address pools")
    expect(here).to_have_accessible_name(re.compile("no available IPv4 addresses"))
    expect(theirs.crossing(container, full)).not_to_have_text("failed")
    mine.page.locator("#here").get_by_role("button", name="Dismiss").click()
    expect(here).to_have_text("")


def test_what_the_engine_would_refuse_says_why(docker: Docker, on_panel: OnPanel, network: str) -> None:
    on_host = docker.run("patch-host", "--network", "host")
    alone = docker.run("patch-none", "--network", "none")
    owner = docker.run("patch-owner")
    sidecar = docker.run("patch-side", "--network", "container:patch-owner")
    host, bridge = (docker("network", "inspect", "-f", "{{.Id}}", name) for name in ("host", "bridge"))
    mine = on_panel("operator")
    for container, other, why in (
        (on_host, network, "It is in the host's own network"),
        (alone, network, "It was made with network none"),
        (sidecar, network, "It shares the network namespace of another container"),
        (owner, host, "A container joins the host's own network only when it is made"),
    ):
        here = mine.crossing(container, other)
        expect(here).to_have_attribute("aria-disabled", "true")
        expect(here).to_have_attribute("title", re.compile(why))
        expect(here).to_have_accessible_name(re.compile(why))
        # Playwright waits for what is disabled; a person presses it and reads why.
        here.click(force=True)
        expect(mine.page.locator("#here")).to_contain_text(why)
    assert connected(docker, network) == set()
    expect(mine.crossing(on_host, host)).to_have_text("host")
    expect(mine.crossing(sidecar, bridge)).to_have_text(re.compile(r"172\."))
    expect(mine.crossing(sidecar, bridge)).to_have_attribute("aria-selected", "false")


def test_a_viewer_looks_only(docker: Docker, on_panel: OnPanel, network: str, container: str) -> None:
    seen = on_panel("viewer")
    here = seen.crossing(container, network)
    expect(here).to_have_accessible_name(re.compile("You look only"))
    here.click(force=True)
    seen.page.keyboard.press(" ")
    seen.page.keyboard.type("1")
    seen.page.keyboard.press("Enter")
    expect(seen.page.locator("#panel [data-pending], #panel [data-staged], #panel input")).to_have_count(0)
    expect(seen.page.locator("#staging")).to_be_hidden()
    expect(seen.question).to_be_hidden()
    assert connected(docker, network) == set()


def test_it_is_live(docker: Docker, mine: Panel, network: str, container: str) -> None:
    """What others do appears, and the keyboard stays where it was."""
    mine.crossing(container, network).focus()
    later = docker.run("patch-a-later", "--network", "patch-net", "--ip", "172.31.80.50")
    expect(mine.crossing(later, network)).to_have_text("172.31.80.50")
    expect(mine.crossing(container, network)).to_be_focused()
    docker("network", "connect", "--ip", "172.31.80.60", "patch-net", "patch-one")
    expect(mine.crossing(container, network)).to_have_text("172.31.80.60")
    docker("stop", "-t", "0", "patch-a-later")
    expect(mine.crossing(later, network)).to_have_class(re.compile("stopped"))
    expect(mine.crossing(later, network)).to_have_attribute("aria-selected", "true")
    docker("rm", "-f", "patch-a-later")
    expect(mine.container(later)).to_have_count(0)
    made = docker("network", "create", "patch-made")
    expect(mine.network(made)).to_be_visible()
    docker("network", "rm", "patch-made")
    expect(mine.network(made)).to_have_count(0)
    assert same(mine.page)


def test_a_stopped_container_asks_for_the_next_free_address(docker: Docker, on_panel: OnPanel, network: str) -> None:
    made = docker("create", "--name", "patch-made", "--network", "patch-net", "busybox", "sleep", "600")
    mine = on_panel("operator")
    expect(mine.crossing(made, network)).to_have_text("next free")
    expect(mine.crossing(made, network)).to_have_attribute("aria-selected", "true")


def test_an_engine_that_is_away_refuses_everything(dockerd: Dockerd, mine: Panel, network: str, container: str) -> None:
    dockerd.stop()
    expect(mine.page.get_by_role("alert")).to_contain_text("local is unreachable since")
    expect(mine.crossing(container, network)).to_have_accessible_name(re.compile("The engine can't be reached now"))
    mine.crossing(container, network).click(force=True)
    expect(mine.page.locator("#panel [data-pending]")).to_have_count(0)
    dockerd.start()
    expect(mine.page.get_by_role("alert")).to_have_count(0, timeout=30_000)


def test_the_map_and_the_panel_lead_to_each_other(person: Open, container: str, network: str) -> None:
    page = person("operator")
    page.goto("/map/")
    live(page)
    page.get_by_role("navigation").get_by_role("link", name="Panel").click()
    expect(crossing(page, container, network)).to_be_visible()
    page.goto(f"/panel/?kind=container&engine=local&id={container}")
    remember(page)
    expect(page.locator("#inspector").get_by_role("heading", name="patch-one")).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.type("patch-net")
    page.keyboard.press("Enter")
    expect(page.locator("#inspector").get_by_role("heading", name="patch-net")).to_be_visible()
    assert same(page)
