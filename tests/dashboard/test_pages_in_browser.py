"""The server-rendered pages in a real browser, on a real engine."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.engines import Docker

from .browsing import appears, row

pytestmark = [pytest.mark.engine, pytest.mark.browser]
Open = Callable[..., Any]


def test_what_the_cli_does_appears_without_a_reload(person: Open, docker: Docker, two: tuple[str, str]) -> None:
    network, container = two
    page = person("viewer")
    appears(page, f"/networks/{network}/")
    page.get_by_text("Raw data").click()
    page.evaluate("window.sameDocument = true")

    docker("network", "connect", "--ip", "172.31.77.9", "--alias", "seen", "pages-net", "pages-one")

    joined = row(page, f"{container}:{network}")
    expect(joined).to_contain_text("172.31.77.9")
    expect(joined).to_contain_text("seen")
    expect(page.locator("#raw")).to_have_attribute("open", "")
    docker("network", "disconnect", "pages-net", "pages-one")
    expect(joined).to_have_count(0)
    assert page.evaluate("window.sameDocument")


def test_focus_stays_when_the_table_is_fetched_again(person: Open, docker: Docker, two: tuple[str, str]) -> None:
    page = person("viewer")
    appears(page, f"/containers/{two[1]}/")
    page.goto("/containers/")
    expect(page.locator("body")).to_have_attribute("data-live", "live")
    link = row(page, two[1]).get_by_role("link", name="pages-one")
    link.focus()

    docker.run("pages-two")

    expect(page.get_by_role("link", name="pages-two")).to_be_visible()
    expect(link).to_be_focused()


def test_connect_and_disconnect_by_hand_seen_by_another(person: Open, docker: Docker, two: tuple[str, str]) -> None:
    network, container = two
    page, other = person("operator", "ada"), person("viewer", "vera")
    for each in (page, other):
        appears(each, f"/containers/{container}/")

    page.get_by_label("Network").select_option(network)
    page.get_by_label("IPv4 address").fill("172.31.77.20")
    page.get_by_role("button", name="Connect", exact=True).click()

    expect(page.locator('[data-order][data-state="done"]')).to_contain_text(
        "docker network connect --ip 172.31.77.20 pages-net pages-one"
    )
    for each in (page, other):
        expect(row(each, f"{container}:{network}")).to_contain_text("172.31.77.20")
    assert "172.31.77.20" in docker("inspect", "pages-one")

    row(page, f"{container}:{network}").get_by_role("button", name="Disconnect", exact=True).click()
    for each in (page, other):
        expect(each.locator(f'#live [data-id="{container}:{network}"]')).to_have_count(0)
    # A person chose the address, so taking the disconnection back restores everything: it is offered.
    page.get_by_role("button", name="Undo").click()
    expect(row(other, f"{container}:{network}")).to_contain_text("172.31.77.20")


def test_refusal_shows_the_engines_words_and_keeps_the_form(
    person: Open, docker: Docker, console: Any, two: tuple[str, str]
) -> None:
    console.allow("status of 409")
    network, container = two
    docker("network", "connect", "--ip", "172.31.77.9", "pages-net", docker.run("pages-two"))
    page = person()
    appears(page, f"/containers/{container}/")
    page.get_by_label("Network").select_option(network)
    page.get_by_label("IPv4 address").fill("172.31.77.9")
    page.get_by_role("button", name="Connect", exact=True).click()

    expect(page.get_by_role("alert")).to_contain_text("Address already in use")
    expect(page.get_by_role("alert")).to_contain_text("Choose another address")
    expect(page.get_by_label("IPv4 address")).to_have_value("172.31.77.9")
    expect(page.locator("#id_ipv4_error")).to_be_visible()

    # The page stands at the form's address now, and follows the engine all the same.
    docker("pause", "pages-one")
    expect(page.locator(".state")).to_contain_text("paused")
    expect(page.get_by_label("IPv4 address")).to_have_value("172.31.77.9")


def test_from_nothing_to_a_container_and_back(person: Open, docker: Docker) -> None:
    """Create a network, run a container on it, stop, start, rename and remove it, prune the network: all by the pages."""
    page = person()
    page.goto("/networks/create/")
    page.get_by_label("Name", exact=False).first.fill("pages-made")
    page.get_by_label("Subnet", exact=True).first.fill("172.31.78.0/24")
    page.get_by_role("button", name="Create the network").click()
    expect(page.get_by_role("link", name="pages-made")).to_be_visible()

    page.goto("/containers/run/")
    page.get_by_label("Image").fill("busybox")
    page.get_by_label("Name", exact=True).fill("pages-run")
    page.get_by_label("Command").fill("sleep 600")
    page.get_by_label("Network").select_option(label="pages-made (bridge, 172.31.78.0/24)")
    page.get_by_label("IPv4 address").fill("172.31.78.50")
    page.get_by_role("button", name="Run it").click()
    page.get_by_role("link", name="pages-run").click()
    expect(page.locator("#live")).to_contain_text("172.31.78.50")

    page.get_by_role("button", name="Pause").click()
    expect(page.locator(".state")).to_contain_text("paused")
    page.get_by_role("button", name="Resume").click()
    expect(page.locator(".state")).to_contain_text("running")
    page.get_by_label("New name").fill("pages-renamed")
    page.get_by_role("button", name="Rename").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("pages-renamed")
    page.get_by_text("Remove this container…").click()
    page.get_by_label("Kill it first if it runs").check()
    page.get_by_role("button", name="Remove pages-renamed").click()
    expect(page.locator('[data-order][data-state="done"]')).to_be_visible()
    assert "pages-renamed" not in docker("ps", "-a", "--format", "{{.Names}}")

    page.goto("/networks/prune/")
    for box in page.get_by_role("checkbox").all():
        if box.get_attribute("value") not in docker("network", "inspect", "-f", "{{.Id}}", "pages-made"):
            box.uncheck()
    page.get_by_role("button", name="Remove the ticked networks").click()
    expect(page.locator('[data-order][data-state="done"]')).to_be_visible()
    assert "pages-made" not in docker("network", "ls", "--format", "{{.Name}}")


def test_pages_fit_a_phone(person: Open, two: tuple[str, str]) -> None:
    page = person("admin", viewport={"width": 390, "height": 844})
    appears(page, f"/containers/{two[1]}/")
    for path in (
        f"/networks/{two[0]}/",
        f"/containers/{two[1]}/",
        "/networks/",
        "/networks/create/",
        "/networks/prune/",
        "/containers/",
        "/containers/run/",
        "/host/",
        "/activity/",
        "/settings/engines/",
        "/about/",
    ):
        page.goto(path)
        wide = page.evaluate(
            "document.querySelector('#main').scrollWidth - document.querySelector('#main').clientWidth"
        )
        assert wide <= 0, f"{path} is {wide} px too wide"


def test_activity_follows_and_speaks_the_users_language(person: Open, docker: Docker, two: tuple[str, str]) -> None:
    page = person("viewer", locale="zh-CN")
    page.goto("/activity/")
    expect(page.get_by_role("heading", level=1)).to_have_text("活动")
    docker("network", "connect", "pages-net", "pages-one")
    expect(page.locator("#live")).to_contain_text(re.compile("pages-one 已连接到 pages-net"))


def test_engines_are_added_tested_switched_and_removed(person: Open, console: Any, engine_url: str) -> None:
    console.allow("status of 422")
    page = person("admin")
    page.goto("/settings/engines/add/")
    page.get_by_label("Name").fill("second")
    page.get_by_label("Address").fill("unix:///nothing/here.sock")
    page.get_by_role("button", name="Test the connection").click()
    expect(page.get_by_role("alert")).to_contain_text("The engine can't be reached")
    page.get_by_label("Address").fill(engine_url)
    page.get_by_role("button", name="Test the connection").click()
    expect(page.get_by_role("status").filter(has_text="It answers.")).to_contain_text("Docker")
    page.get_by_label("Address").fill("unix:///nothing/here.sock")
    page.get_by_role("button", name="Add", exact=True).click()

    second = page.locator('[data-id="second"]')
    expect(second).to_contain_text("unreachable")
    second.get_by_role("button", name="Disable").click()
    expect(second).to_contain_text("disabled")
    second.get_by_role("button", name="Enable").click()
    expect(second).to_contain_text("unreachable")
    second.get_by_role("link", name="second").click()
    page.get_by_label("Address").fill(engine_url)
    page.get_by_role("button", name="Save").click()
    expect(second).to_contain_text("live")
    # One engine under two names: its objects are told apart by the name.
    page.goto("/networks/")
    expect(page.get_by_role("link", name="bridge", exact=True)).to_have_count(2)

    page.goto("/settings/engines/second/")
    page.get_by_role("button", name="Remove second").click()
    expect(page.locator("#live [data-id]")).to_have_count(1)
    page.goto("/networks/")
    expect(page.get_by_role("link", name="bridge", exact=True)).to_have_count(1)
