"""The engine goes away and comes back; netviz itself does. Pages stay, say so, and catch up without a reload."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.looking import Map, appears, live, remember, same
from tests.browser.paneling import Panel
from tests.engines import Docker, Dockerd
from tests.served import Served

pytestmark = [pytest.mark.engine, pytest.mark.browser]
Open = Callable[..., Any]
BACK_MS = 30_000


def test_engine_stopped_and_started(docker: Docker, dockerd: Dockerd, on_map: Callable[..., Map], person: Open) -> None:
    network = docker("network", "create", "lost-net")
    container = docker.run("lost-one", "--network", "lost-net")
    seen, table = on_map("operator"), person("viewer")
    appears(table, f"/containers/{container}/")
    remember(table)
    expect(seen.joint(container, network)).to_be_visible()

    dockerd.stop()
    banner = seen.page.get_by_role("alert")
    expect(banner).to_contain_text(re.compile(r"local is unreachable since \d+:\d\d"))
    expect(banner).to_contain_text(re.compile("docker.sock|refused|No such file", re.IGNORECASE))
    for page in (seen.page, table):
        expect(page.locator("#engines")).to_contain_text("unreachable for")
        # The page itself hears netviz all the while.
        live(page)
    expect(seen.container(container)).to_be_visible()
    expect(seen.network(network)).to_be_visible()
    expect(table.locator("#live")).to_contain_text("lost-net")
    # Nothing is offered that could not be done, and it says why.
    seen.container(container).click()
    expect(seen.inspector.get_by_role("button", name="Connect to a network")).to_be_disabled()
    seen.page.keyboard.press("c")
    expect(seen.question).to_contain_text("The engine can't be reached now")
    expect(seen.question.locator("li button")).to_have_count(0)
    seen.page.keyboard.press("Escape")
    seen.joint(container, network).focus()
    seen.page.keyboard.press("d")
    expect(seen.question).to_contain_text("The engine can't be reached now")
    expect(seen.question.get_by_role("button", name="Disconnect")).to_have_count(0)
    seen.page.keyboard.press("Escape")

    dockerd.start()
    expect(banner).to_have_count(0, timeout=BACK_MS)
    for page in (seen.page, table):
        expect(page.locator("#engines")).to_contain_text("live")
    # The engine's end was the containers' end too.
    expect(seen.container(container)).to_have_class(re.compile("stopped"))
    docker("start", "lost-one")
    expect(seen.container(container)).not_to_have_class(re.compile("stopped"))
    expect(table.locator(".state")).to_contain_text("running")
    assert seen.was_loaded_once() and same(table)


def test_an_order_on_its_way_to_a_lost_engine_says_what_to_do(
    docker: Docker, dockerd: Dockerd, on_map: Callable[..., Map], console: Any
) -> None:
    """The engine goes between the question and the answer."""
    console.allow("status of 50[24]")
    network = docker("network", "create", "lost-net")
    container = docker.run("lost-one")
    seen = on_map("operator")
    expect(seen.network(network)).to_be_visible()
    seen.container(container).click()
    seen.page.keyboard.press("c")
    expect(seen.question).to_be_visible()
    dockerd.stop()
    expect(seen.page.get_by_role("alert")).to_contain_text("unreachable")
    seen.choose("lost-net")
    failed = seen.inspector.get_by_role("alert")
    expect(failed).to_contain_text("The engine can't be reached now.")
    expect(failed).to_contain_text("netviz keeps trying")
    expect(seen.container(container)).to_have_attribute("data-failed", "")


def test_netviz_restarted_behind_an_open_page(
    docker: Docker, fresh: Served, new_page: Open, console: Any, tmp_path: Any
) -> None:
    """The page catches up by revision: what happened meanwhile is there, and nothing was loaded again."""
    console.allow("WebSocket connection to")
    console.allow("net::ERR_(SOCKS_)?CONNECTION")
    network = docker("network", "create", "--subnet", "172.31.63.0/24", "lost-net")
    container = docker.run("lost-one")
    page = new_page(base_url=fresh.base)
    page.goto(fresh.link("viewer"))
    page.get_by_role("button").click()
    page.wait_for_url("**/map/**")
    seen = Map(page)
    table = page.context.new_page()
    appears(table, f"/networks/{network}/")
    remember(table)
    expect(seen.network(network)).to_be_visible()
    messages = _texts_of_next_socket(page)

    fresh.stop()
    for each in (page, table):
        expect(each.locator("body")).to_have_attribute("data-live", "lost")
    expect(page.locator("#engines")).to_contain_text("connection lost")
    expect(seen.container(container)).to_be_visible()
    docker("network", "connect", "--ip", "172.31.63.9", "lost-net", "lost-one")
    docker("network", "create", "lost-other")
    fresh.start()

    for each in (page, table):
        expect(each.locator("body")).to_have_attribute("data-live", "live", timeout=BACK_MS)
    expect(seen.joint(container, network)).to_be_visible()
    expect(page.locator("#map").get_by_text("lost-other").first).to_be_visible()
    expect(table.locator("#live")).to_contain_text("172.31.63.9")
    assert seen.was_loaded_once() and same(table)
    # It asked for what came after its revision and got just that, not the whole again.
    assert messages and '"type":"snapshot"' not in "".join(messages).replace(" ", "")


def _texts_of_next_socket(page: Any) -> list[str]:
    texts: list[str] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda text: texts.append(str(text))))
    return texts


def test_one_of_several_engines_is_away(docker: Docker, fresh: Served, new_page: Open) -> None:
    """What is said of it is not said of the others."""
    page = new_page(base_url=fresh.base)
    page.goto(fresh.link("admin"))
    page.get_by_role("button").click()
    page.wait_for_url("**/map/**")
    expect(page.locator("#engines")).to_contain_text("live")
    made = page.request.post(
        f"{fresh.base}/api/v1/engines",
        headers={"Authorization": f"Bearer {fresh.token()}"},
        data={"name": "away", "url": "tcp://127.0.0.1:1"},
    )
    assert made.ok, made.text()
    expect(page.locator("#engines")).to_contain_text("1 of 2 engines")
    expect(page.locator("#engines")).to_contain_text("unreachable for")


def test_staged_changes_are_not_sent_to_an_engine_that_is_away(
    docker: Docker, dockerd: Dockerd, on_panel: Callable[..., Panel]
) -> None:
    network = docker("network", "create", "unsent-net")
    containers = [docker.run(f"unsent-{number}") for number in (1, 2)]
    mine = on_panel("operator")
    for container in containers:
        mine.crossing(container, network).click(modifiers=["Control"])
    expect(mine.bar).to_contain_text("2 changes staged")

    dockerd.stop()
    expect(mine.page.get_by_role("alert")).to_contain_text("unreachable")
    mine.bar.get_by_role("button", name="Apply 2 changes").click()
    mine.confirmation.get_by_role("button", name="Apply 2 changes").click()
    expect(mine.confirmation).to_contain_text("0 of 2 done · 2 not sent: still staged")
    expect(mine.confirmation.locator('[data-state="left"]')).to_have_count(2)
    expect(mine.confirmation).to_contain_text("The engine can't be reached now")
    mine.confirmation.get_by_role("button", name="Close").click()
    expect(mine.bar).to_contain_text("2 changes staged")

    dockerd.start()
    expect(mine.page.get_by_role("alert")).to_have_count(0, timeout=BACK_MS)
    for name in ("unsent-1", "unsent-2"):
        docker("start", name)
    mine.bar.get_by_role("button", name="Apply 2 changes").click()
    mine.confirmation.get_by_role("button", name="Apply 2 changes").click()
    expect(mine.confirmation).to_contain_text("2 of 2 done")
