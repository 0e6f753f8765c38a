"""Connect and disconnect on the map, by mouse and by keyboard alone, as the person and as another person sees it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.looking import Map, live
from tests.engines import Docker

pytestmark = [pytest.mark.engine, pytest.mark.browser]
OnMap = Callable[..., Map]


@pytest.fixture
def network(docker: Docker) -> str:
    return docker("network", "create", "--subnet", "172.31.50.0/24", "hand-net")


@pytest.fixture
def container(docker: Docker) -> str:
    return docker.run("hand-one")


@pytest.fixture
def mine(on_map: OnMap, network: str, container: str) -> Map:
    """An operator's map that shows both."""
    mine = on_map("operator")
    expect(mine.container(container)).to_be_visible()
    expect(mine.network(network)).to_be_visible()
    return mine


@pytest.fixture
def theirs(on_map: OnMap, mine: Map) -> Map:
    """The map of somebody else, in a browser of their own."""
    return on_map("viewer")


def connected(docker: Docker, network: str) -> set[str]:
    return set(docker("network", "inspect", "-f", "{{range $id, $_ := .Containers}}{{$id}} {{end}}", network).split())


def test_by_mouse(docker: Docker, mine: Map, theirs: Map, network: str, container: str) -> None:
    mine.container(container).click()
    mine.inspector.get_by_role("button", name="Connect to a network").click()
    expect(mine.question).to_contain_text("Connect hand-one to")
    mine.choose("hand-net")
    for map_ in (mine, theirs):
        expect(map_.joint(container, network)).to_be_visible()
        expect(map_.page.locator("#map").get_by_text("172.31.50.2")).to_be_visible()
    assert connected(docker, network) == {container}
    expect(mine.inspector.get_by_text("docker network connect hand-net hand-one")).to_be_visible()

    mine.joint(container, network).click()
    expect(mine.question).to_contain_text("Disconnect hand-one from hand-net?")
    assert connected(docker, network) == {container}
    mine.question.get_by_role("button", name="Disconnect").click()
    for map_ in (mine, theirs):
        expect(map_.joint(container, network)).to_have_count(0)
    assert connected(docker, network) == set()
    assert mine.was_loaded_once() and theirs.was_loaded_once()


def test_by_choosing_a_container_for_a_network(docker: Docker, mine: Map, network: str, container: str) -> None:
    mine.network(network).click()
    mine.inspector.get_by_role("button", name="Connect a container").click()
    mine.choose("hand-one")
    expect(mine.joint(container, network)).to_be_visible()
    assert connected(docker, network) == {container}


def test_by_drawing_a_card_onto_a_network(docker: Docker, mine: Map, network: str, container: str) -> None:
    mine.container(container).drag_to(mine.network(network))
    expect(mine.joint(container, network)).to_be_visible()
    assert connected(docker, network) == {container}


def test_while_dragged_every_network_says_whether_it_would_take_the_card(
    docker: Docker, mine: Map, network: str, container: str
) -> None:
    bridge = docker("network", "inspect", "-f", "{{.Id}}", "bridge")
    mouse = mine.page.mouse
    mine.container(container).hover()
    mouse.down()
    mine.network(network).hover()
    ghost = mine.page.locator(".ghost")
    expect(mine.network(network)).to_have_attribute("data-drop", "yes")
    expect(mine.network(network)).to_have_attribute("data-target", "yes")
    expect(ghost).to_contain_text("Connect to hand-net")
    expect(mine.network(bridge)).to_have_attribute("data-drop", "no")
    mine.network(bridge).hover()
    expect(ghost).to_contain_text("bridge: It is connected already.")
    mouse.up()
    expect(ghost).to_have_count(0)
    expect(mine.network(network)).not_to_have_attribute("data-drop", "yes")
    assert connected(docker, network) == set()


def test_dropped_with_shift_it_asks_for_an_address(docker: Docker, mine: Map, network: str, container: str) -> None:
    page = mine.page
    mine.container(container).hover()
    page.mouse.down()
    mine.network(network).hover()
    page.keyboard.down("Shift")
    page.mouse.up()
    page.keyboard.up("Shift")
    expect(mine.question).to_contain_text("Connect hand-one to hand-net")
    page.get_by_label("IPv4 address").fill("10.1.1.1")
    mine.question.get_by_role("button", name="Connect", exact=True).click()
    expect(mine.question).to_contain_text("It is not in 172.31.50.0/24.")
    assert connected(docker, network) == set()
    page.get_by_label("IPv4 address").fill("172.31.50.99")
    page.get_by_label("Aliases").fill("spare other")
    expect(mine.question.locator(".command")).to_have_text(
        "docker network connect --ip 172.31.50.99 --alias spare --alias other hand-net hand-one"
    )
    mine.question.get_by_role("button", name="Connect", exact=True).click()
    expect(mine.joint(container, network)).to_be_visible()
    expect(page.locator("#told")).to_contain_text("hand-one is connected to hand-net as 172.31.50.99.")
    page.locator("#told").get_by_role("button", name="Undo").click()
    expect(mine.joint(container, network)).to_have_count(0)
    expect(page.locator("#told")).to_contain_text("hand-one is disconnected from hand-net.")


def test_an_address_that_the_engine_chose_can_be_asked_for_again(
    docker: Docker, mine: Map, network: str, container: str
) -> None:
    docker("network", "connect", "hand-net", "hand-one")
    mine.joint(container, network).click()
    mine.question.get_by_role("button", name="Disconnect").click()
    expect(mine.joint(container, network)).to_have_count(0)
    told = mine.page.locator("#told")
    expect(told.get_by_role("button", name="Undo")).to_have_count(0)
    told.get_by_role("button", name="Connect again").click()
    expect(mine.page.get_by_label("IPv4 address")).to_have_value("172.31.50.2")
    mine.question.get_by_role("button", name="Connect", exact=True).click()
    expect(mine.joint(container, network)).to_be_visible()


def test_by_the_menu(docker: Docker, mine: Map, network: str, container: str) -> None:
    mine.container(container).click(button="right")
    expect(mine.question.get_by_role("heading")).to_have_text("hand-one")
    expect(mine.question).to_contain_text("Disconnect from bridge")
    mine.question.get_by_text("Connect to a network").click()
    mine.choose("hand-net")
    expect(mine.joint(container, network)).to_be_visible()


def test_by_keyboard_alone(docker: Docker, mine: Map, theirs: Map, network: str, container: str) -> None:
    keys = mine.page.keyboard
    keys.press("/")
    keys.type("hand-one")
    keys.press("Enter")
    expect(mine.container(container)).to_be_focused()
    keys.press("c")
    expect(mine.question).to_be_visible()
    here = mine.question.locator("li button:focus")
    expect(here).to_have_count(1)
    for _ in range(mine.question.locator("li button").count()):
        if "hand-net" in here.inner_text():
            break
        keys.press("ArrowDown")
    keys.press("Enter")
    for map_ in (mine, theirs):
        expect(map_.joint(container, network)).to_be_visible()
    expect(mine.question).to_be_hidden()

    # Back from the search, to the card, and from there with the arrows to its joint on the other network.
    mine.joint(container, network).focus()
    keys.press("d")
    expect(mine.question).to_contain_text("Disconnect hand-one from hand-net?")
    keys.press("Escape")
    expect(mine.question).to_be_hidden()
    expect(mine.joint(container, network)).to_be_focused()
    keys.press("d")
    expect(mine.question.get_by_role("button", name="Disconnect")).to_be_focused()
    keys.press("Enter")
    for map_ in (mine, theirs):
        expect(map_.joint(container, network)).to_have_count(0)
    assert connected(docker, network) == set()
    # The joint is gone; who stood on it stands on its card, and from there takes the last network away too.
    expect(mine.container(container)).to_be_focused()
    keys.press("Delete")
    expect(mine.question).to_contain_text("Disconnect hand-one from bridge?")
    keys.press("Shift+Tab")
    expect(mine.question.get_by_role("button", name="Cancel")).to_be_focused()
    keys.press("Tab")
    expect(mine.question.get_by_role("button", name="Disconnect")).to_be_focused()
    keys.press("Escape")
    expect(mine.container(container)).to_be_focused()


def test_arrows_lead_from_card_to_joint(mine: Map, container: str, docker: Docker) -> None:
    bridge = docker("network", "inspect", "-f", "{{.Id}}", "bridge")
    mine.container(container).focus()
    mine.page.keyboard.press("ArrowUp")
    expect(mine.joint(container, bridge)).to_be_focused()
    mine.page.keyboard.press("ArrowDown")
    expect(mine.container(container)).to_be_focused()


def test_pending_is_shown_until_it_is_so(mine: Map, network: str, container: str) -> None:
    """The order is held back on its way: the control waits, and the picture has not moved."""
    held: list[Any] = []
    mine.page.route("**/connect?*", lambda route: held.append(route))
    mine.container(container).click()
    mine.page.keyboard.press("c")
    mine.choose("hand-net")
    expect(mine.container(container)).to_have_attribute("data-pending", "")
    expect(mine.inspector.get_by_role("status")).to_contain_text("Connecting: hand-net")
    expect(mine.joint(container, network)).to_have_count(0)
    held[0].continue_()
    expect(mine.joint(container, network)).to_be_visible()
    expect(mine.container(container)).not_to_have_attribute("data-pending", "")
    expect(mine.inspector.get_by_role("status")).to_have_count(0)


def test_the_picture_waits_for_the_event_not_for_the_answer(
    docker: Docker, mine: Map, network: str, container: str
) -> None:
    """The websocket is held back: the order is done and answered, but the map moves only with the change."""
    held: list[Any] = []
    holding: list[bool] = []

    def through(socket: Any) -> None:
        server = socket.connect_to_server()
        server.on_message(lambda message: held.append(message) if holding else socket.send(message))
        sockets.append(socket)

    sockets: list[Any] = []
    mine.page.route_web_socket(re.compile("/ws/topology/"), through)
    mine.page.reload()
    live(mine.page)
    mine.container(container).click()
    holding.append(True)
    mine.page.keyboard.press("c")
    with mine.page.expect_response(re.compile("/connect")) as answer:
        mine.choose("hand-net")
    assert answer.value.json()["order"]["state"] == "done" and connected(docker, network) == {container}
    expect(mine.container(container)).not_to_have_attribute("data-pending", "")
    expect(mine.joint(container, network)).to_have_count(0)
    holding.clear()
    for message in held:
        sockets[0].send(message)
    expect(mine.joint(container, network)).to_be_visible()


def test_a_failure_says_the_engines_words_and_what_to_do(
    docker: Docker, mine: Map, theirs: Map, console: Any, container: str
) -> None:
    console.allow("status of 409")
    full = docker("network", "create", "--subnet", "172.31.51.0/30", "hand-full")
    docker.run("hand-two", "--network", "hand-full")
    expect(mine.network(full)).to_be_visible()
    mine.container(container).click()
    mine.page.keyboard.press("c")
    mine.choose("hand-full")
    failure = mine.inspector.get_by_role("alert")
    expect(failure).to_contain_text("no available IPv4 addresses on this network's address pools")
    expect(failure).to_contain_text("create a network with a larger subnet")
    callout = mine.page.locator(".callout")
    expect(callout).to_contain_text("hand-one is not connected to hand-full")
    expect(callout).to_contain_text("no available IPv4 addresses")
    expect(mine.container(container)).to_have_attribute("data-failed", "")
    expect(mine.page.locator("#announce")).to_contain_text("no available IPv4 addresses")
    expect(mine.container(container)).not_to_have_attribute("data-pending", "")
    # Docker 20.10 goes on naming the network in the container all the same: no connection, and not drawn as one.
    joint = mine.joint(container, full)
    expect(joint).to_have_class(re.compile("remembered"))
    expect(joint).to_have_attribute("aria-label", re.compile("not connected"))
    # It is the answer to the person who asked: nobody else is told.
    expect(theirs.page.locator(".callout")).to_have_count(0)
    expect(theirs.page.locator("#announce")).to_be_empty()
    callout.get_by_role("button", name="Dismiss").click()
    expect(callout).to_have_count(0)
    expect(mine.container(container)).not_to_have_attribute("data-failed", "")


def test_what_was_done_can_be_taken_back_where_that_restores_everything(
    docker: Docker, mine: Map, theirs: Map, network: str, container: str
) -> None:
    docker("network", "connect", "--ip", "172.31.50.77", "hand-net", "hand-one")
    joint = mine.joint(container, network)
    expect(joint).to_be_visible()
    joint.click()
    mine.question.get_by_role("button", name="Disconnect").click()
    expect(joint).to_have_count(0)
    expect(mine.page.locator("#told")).to_contain_text("hand-one is disconnected from hand-net.")
    mine.inspector.get_by_role("button", name="Undo").click()
    for map_ in (mine, theirs):
        expect(map_.joint(container, network)).to_be_visible()
        address = map_.page.locator("#map").get_by_text("172.31.50.77")
        # What was disconnected fades out while what was connected again is there already.
        expect(address).to_have_count(1)
        expect(address).to_be_visible()
    assert mine.was_loaded_once()


def test_containers_without_networks_of_their_own_say_why(docker: Docker, on_map: OnMap, network: str) -> None:
    docker.run("hand-host", "--network", "host")
    joined = docker.run("hand-joined", "--network", f"container:{docker.run('hand-owner')}")
    mine = on_map("operator")
    mine.container(joined).click()
    expect(mine.inspector).to_contain_text("It shares the network namespace of another container")
    expect(mine.inspector.get_by_role("button", name="Connect to a network")).to_have_count(0)
    mine.network(network).click()
    mine.page.keyboard.press("c")
    expect(mine.question).to_contain_text("hand-owner")
    expect(mine.question).not_to_contain_text("hand-host")
    expect(mine.question).not_to_contain_text("hand-joined")
