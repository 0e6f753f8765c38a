"""The tables, the address map, the fleet and the rates in a real browser, on a real engine."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.engines import Docker
from tests.served import Served

from .browsing import appears, live, row

pytestmark = [pytest.mark.engine, pytest.mark.browser]
Open = Callable[..., Any]


def test_a_narrowed_table_follows_the_engine_under_the_hand_that_types(
    person: Open, docker: Docker, two: tuple[str, str]
) -> None:
    page = person("viewer")
    appears(page, f"/containers/{two[1]}/")
    page.goto("/containers/")
    live(page)
    search = page.get_by_role("searchbox", name="Find a container, image, address, label")
    search.press_sequentially("pages-o")
    expect(page).to_have_url(re.compile(r"\?q=pages-o"))
    expect(page.locator("#live [data-kind=container]")).to_have_count(1)

    docker.run("pages-other")
    docker.run("pages-over", command=("true",))
    expect(page.locator("#live [data-kind=container]")).to_have_count(3)
    expect(search).to_have_value("pages-o")
    expect(search).to_be_focused()
    page.locator("#live").get_by_role("link", name="Name", exact=True).click()
    expect(page).to_have_url(re.compile(r"\?q=pages-o&sort=name$"))
    expect(page.locator("th[aria-sort=ascending]")).to_have_text(re.compile("Name"))
    page.get_by_role("combobox", name="State").select_option("running")
    expect(page).to_have_url(re.compile("sort=name"))
    expect(page.locator("#live [data-kind=container]")).to_have_count(2)


def test_the_address_map_fills_as_containers_come(person: Open, docker: Docker, two: tuple[str, str]) -> None:
    network, _ = two
    page = person("viewer")
    appears(page, f"/networks/{network}/")
    expect(page.locator(".cell.is-gateway").first).to_contain_text("1")
    docker("network", "connect", "--ip", "172.31.77.9", "pages-net", "pages-one")

    cell = page.locator(".cells a.is-container")
    expect(cell).to_have_text(re.compile("^9"))
    expect(cell).to_have_accessible_name(re.compile("pages-one"))
    expect(page.locator("#live .space").first).to_contain_text("2 used, 252 free")
    cell.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("pages-one")


def test_another_network_like_this_one(person: Open, docker: Docker, two: tuple[str, str]) -> None:
    page = person()
    appears(page, f"/networks/{two[0]}/")
    page.get_by_role("link", name="Duplicate").click()
    expect(page.get_by_label("Name", exact=False).first).to_have_value("pages-net-2")
    page.get_by_role("button", name="Create the network").click()
    expect(page.locator('[data-order][data-state="done"]')).to_contain_text("pages-net-2")
    made = docker("network", "inspect", "-f", "{{(index .IPAM.Config 0).Subnet}}", "pages-net-2")
    assert made != "172.31.77.0/24"
    assert made.endswith("/24")


def test_an_image_is_chosen_by_a_press(person: Open, two: tuple[str, str]) -> None:
    page = person()
    appears(page, f"/containers/{two[1]}/")
    page.goto("/containers/run/")
    page.get_by_role("button", name="busybox:latest").click()
    expect(page.get_by_label("Image")).to_have_value("busybox:latest")


def test_rates_of_the_host_run(person: Open, docker: Docker, two: tuple[str, str]) -> None:
    page = person("viewer")
    appears(page, f"/containers/{two[1]}/")
    page.goto("/host/")
    live(page)
    gateway = docker("inspect", "-f", "{{.NetworkSettings.Gateway}}", "pages-one")
    docker("exec", "-d", "pages-one", "ping", "-i", "0.2", "-s", "1000", gateway)
    expect(page.locator("[data-rate]", has_text="kB/s").first).to_be_visible(timeout=20_000)


@pytest.fixture
def several(served: Served, engine_url: str) -> Iterator[None]:
    """The tests' engine under a second name too."""
    make = "from netviz.topology.models import Engine; Engine.objects.create(name='second', url={!r})"
    served.manage("shell", "-c", make.format("tcp://127.0.0.1:9"))
    yield
    served.manage(
        "shell", "-c", "from netviz.topology.models import Engine; Engine.objects.get(name='second').delete()"
    )


def test_the_fleet_stands_first_and_follows(person: Open, docker: Docker, two: tuple[str, str], several: None) -> None:
    page = person("viewer")
    expect(page).to_have_url(re.compile("/fleet/"))
    expect(page.locator('#live [data-id="local"]')).to_contain_text("live")
    expect(page.locator('#live [data-id="second"]')).to_be_visible()
    docker("pause", "pages-one")
    expect(page.locator("#live .stream")).to_contain_text("pages-one was paused")
    page.get_by_label("Engine", exact=True).select_option("second")
    expect(page.locator("#live .stream")).to_contain_text("Engine second was added")
    expect(page.locator("#live .stream")).not_to_contain_text("pages-one was paused")
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Fleet").click()
    expect(row(page, "local")).to_be_visible()
