"""Many changes on the patch panel, staged and applied together after one confirmation."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.paneling import Panel
from tests.engines import Docker

pytestmark = [pytest.mark.engine, pytest.mark.browser]
OnPanel = Callable[..., Panel]


@pytest.fixture
def network(docker: Docker) -> str:
    return docker("network", "create", "--subnet", "172.31.85.0/24", "stage-net")


@pytest.fixture
def containers(docker: Docker) -> list[str]:
    """One, two and three, in the order in which the panel shows them: one is on a network with a container of its own."""
    docker("network", "create", "--subnet", "172.31.86.0/24", "stage-other")
    docker.run("stage-peer", "--network", "stage-other")
    return [docker.run(f"stage-{number}") for number in (1, 2, 3)]


@pytest.fixture
def mine(on_panel: OnPanel, network: str, containers: list[str]) -> Panel:
    mine = on_panel("operator")
    for container in containers:
        expect(mine.crossing(container, network)).to_be_visible()
    return mine


def connected(docker: Docker, network: str) -> set[str]:
    return set(docker("network", "inspect", "-f", "{{range $id, $_ := .Containers}}{{$id}} {{end}}", network).split())


def test_by_keyboard_alone(docker: Docker, mine: Panel, network: str, containers: list[str]) -> None:
    keys = mine.page.keyboard
    mine.crossing(containers[0], network).focus()
    keys.press("Shift+ArrowDown")
    keys.press("Shift+ArrowDown")
    keys.press(" ")
    for container in containers:
        expect(mine.crossing(container, network)).to_have_attribute("data-staged", "connect")
        expect(mine.crossing(container, network)).to_have_text("+ next free")
    expect(mine.bar).to_contain_text("3 changes staged")
    expect(mine.page.locator("#announce")).to_have_text("Staged changes: 3.")
    # The same again takes them back, one by one too.
    keys.press("ArrowUp")
    keys.press(" ")
    expect(mine.crossing(containers[1], network)).not_to_have_attribute("data-staged", "connect")
    keys.type("172.31.85.99")
    keys.press("Enter")
    expect(mine.crossing(containers[1], network)).to_have_text("+ 172.31.85.99")
    assert connected(docker, network) == set()

    keys.press("Enter")
    steps = mine.confirmation.get_by_role("listitem")
    expect(mine.confirmation).to_contain_text("Apply 3 changes?")
    expect(mine.confirmation.get_by_text("docker network connect stage-net stage-1")).to_be_visible()
    expect(mine.confirmation.get_by_text("docker network connect --ip 172.31.85.99 stage-net stage-2")).to_be_visible()
    assert connected(docker, network) == set()
    keys.press("Enter")
    expect(mine.confirmation).to_contain_text("3 of 3 done")
    expect(steps.filter(has_text="done")).to_have_count(3)
    assert connected(docker, network) == set(containers)
    keys.press("Enter")
    expect(mine.confirmation).to_be_hidden()
    expect(mine.bar).to_be_hidden()
    for container in containers:
        expect(mine.crossing(container, network)).to_have_attribute("aria-selected", "true")
    expect(mine.crossing(containers[1], network)).to_have_text("172.31.85.99")
    expect(mine.crossing(containers[1], network)).to_be_focused()


def test_by_mouse_with_undo(docker: Docker, mine: Panel, network: str, containers: list[str]) -> None:
    bridge = docker("network", "inspect", "-f", "{{.Id}}", "bridge")
    mine.page.locator("#staging").click()
    mine.crossing(containers[0], network).click()
    mine.crossing(containers[1], bridge).click()
    expect(mine.crossing(containers[1], bridge)).to_have_attribute("data-staged", "disconnect")
    expect(mine.bar).to_contain_text("2 changes staged")
    expect(mine.bar).to_contain_text("stage-2 no longer shares a network with")
    expect(mine.bar).to_contain_text("stage-2 is then in no network at all")
    mine.bar.get_by_role("button", name="Apply 2 changes").click()
    mine.confirmation.get_by_role("button", name="Apply 2 changes").click()
    expect(mine.confirmation).to_contain_text("2 of 2 done")
    assert connected(docker, network) == {containers[0]}
    assert containers[1] not in connected(docker, bridge)
    # The address on the bridge was the engine's choice, and may be another's by now: only the other change can be undone whole.
    mine.confirmation.get_by_role("button", name="Undo 1 of them").click()
    expect(mine.crossing(containers[0], network)).to_have_attribute("aria-selected", "false")
    assert connected(docker, network) == set()


def test_who_shares_a_network_afterwards_is_said(docker: Docker, mine: Panel, containers: list[str]) -> None:
    other = docker("network", "inspect", "-f", "{{.Id}}", "stage-other")
    mine.crossing(containers[0], other).click(modifiers=["Control"])
    expect(mine.bar).to_contain_text("stage-1 then shares a network with stage-peer.")
    mine.page.keyboard.press("Enter")
    expect(mine.confirmation).to_contain_text("stage-1 then shares a network with stage-peer (172.31.86.2).")
    mine.confirmation.get_by_role("button", name="Cancel").click()
    mine.bar.get_by_role("button", name="Clear").click()
    expect(mine.bar).to_be_hidden()
    assert containers[0] not in connected(docker, other)


def test_a_failure_stops_nothing_and_stays_staged(
    docker: Docker, mine: Panel, console: Any, network: str, containers: list[str]
) -> None:
    console.allow("status of 409")
    full = docker("network", "create", "--subnet", "172.31.87.0/30", "stage-full")
    docker.run("stage-in", "--network", "stage-full")
    expect(mine.crossing(containers[0], full)).to_be_visible()
    mine.page.locator("#staging").click()
    mine.crossing(containers[0], full).click()
    mine.crossing(containers[0], network).click()
    mine.bar.get_by_role("button", name="Apply 2 changes").click()
    mine.confirmation.get_by_role("button", name="Apply 2 changes").click()
    expect(mine.confirmation).to_contain_text("1 of 2 done")
    expect(mine.confirmation.locator('[data-state="failed"]')).to_contain_text("no available IPv4 addresses")
    mine.confirmation.get_by_role("button", name="Close").click()
    expect(mine.bar).to_contain_text("1 change staged")
    expect(mine.crossing(containers[0], full)).to_have_attribute("data-staged", "connect")
    assert connected(docker, network) == {containers[0]}


def test_what_somebody_else_does_meanwhile_is_not_staged_any_more(
    docker: Docker, mine: Panel, network: str, containers: list[str]
) -> None:
    for container in containers[:2]:
        mine.crossing(container, network).click(modifiers=["Control"])
    expect(mine.bar).to_contain_text("2 changes staged")
    docker("network", "connect", "stage-net", "stage-1")
    expect(mine.bar).to_contain_text("1 change staged")
    docker("rm", "-f", "stage-2")
    expect(mine.bar).to_be_hidden()


def test_nothing_is_done_without_the_confirmation(
    docker: Docker, mine: Panel, network: str, containers: list[str]
) -> None:
    mine.crossing(containers[0], network).click(modifiers=["Control"])
    mine.page.keyboard.press("Enter")
    expect(mine.confirmation).to_be_visible()
    mine.page.keyboard.press("Escape")
    expect(mine.confirmation).to_be_hidden()
    expect(mine.crossing(containers[0], network)).to_be_focused()
    expect(mine.bar).to_contain_text("1 change staged")
    mine.page.keyboard.press("Escape")
    expect(mine.bar).to_be_hidden()
    assert connected(docker, network) == set()


def test_a_name_turns_no_command_about(docker: Docker, on_panel: OnPanel, containers: list[str]) -> None:
    """What a right-to-left override would show is another network's name."""
    network = docker("network", "create", "--", "\u202eevil-net\u202c")
    mine = on_panel("operator")
    mine.crossing(containers[0], network).focus()
    mine.page.keyboard.press(" ")
    expect(mine.bar).to_contain_text("1 change staged")
    mine.page.keyboard.press("Enter")
    expect(mine.confirmation.locator("code")).to_have_text("docker network connect '·evil-net·' stage-1")


def test_a_whole_row_or_column_at_once(docker: Docker, mine: Panel, network: str, containers: list[str]) -> None:
    keys = mine.page.keyboard
    mine.crossing(containers[0], network).focus()
    keys.press("Control+Space")
    expect(mine.page.locator("#here")).to_contain_text("crossings selected: 4 to connect")
    keys.press("Escape")
    keys.press("Shift+Space")
    expect(mine.page.locator(".p-cell.ranged")).to_have_count(mine.page.locator(".p-network").count())
    # Enter asks for all that is selected, once.
    keys.press("Enter")
    expect(mine.confirmation).to_contain_text("docker network connect stage-net stage-1")
    expect(mine.confirmation).to_contain_text("docker network connect stage-other stage-1")
    keys.press("Escape")
    keys.press("Escape")
    keys.press("Escape")
    expect(mine.bar).to_be_hidden()
    assert connected(docker, network) == set()


def test_delete_disconnects_after_the_question(
    docker: Docker, mine: Panel, network: str, containers: list[str]
) -> None:
    docker("network", "connect", "stage-net", "stage-1")
    expect(mine.crossing(containers[0], network)).to_have_attribute("aria-selected", "true")
    mine.crossing(containers[0], network).focus()
    mine.page.keyboard.press("Delete")
    expect(mine.question).to_contain_text("Disconnect stage-1 from stage-net?")
    assert connected(docker, network) == {containers[0]}
    mine.page.keyboard.press("Enter")
    expect(mine.crossing(containers[0], network)).to_have_attribute("aria-selected", "false")
    assert connected(docker, network) == set()
