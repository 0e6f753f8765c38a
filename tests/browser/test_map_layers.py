"""The map's layers, switched on and off: addresses, published ports, the kernel's names, rates. The choice stays."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.looking import Map
from tests.engines import Docker

pytestmark = [pytest.mark.engine, pytest.mark.browser]
OnMap = Callable[..., Map]


@pytest.fixture
def shown(docker: Docker, on_map: OnMap) -> Map:
    docker("network", "create", "--subnet", "172.31.66.0/24", "layer-net")
    container = docker.run("layer-one", "--network", "layer-net", "-p", "127.0.0.1:8066:80")
    docker.run("layer-two", "--network", "layer-net")
    shown = on_map("viewer", "layering")
    expect(shown.container(container)).to_be_visible()
    shown.page.get_by_text("Layers").click()
    return shown


def switch(shown: Map, name: str, on: bool) -> None:
    shown.page.locator("#layers").get_by_label(name).set_checked(on)


def test_addresses(shown: Map) -> None:
    address = shown.page.locator("#map .i-label").get_by_text("172.31.66.2")
    expect(address).to_be_visible()
    switch(shown, "IP addresses", False)
    expect(address).to_have_count(0)
    shown.page.reload()
    expect(shown.page.locator("#map .i-joint").first).to_be_visible()
    expect(address).to_have_count(0)
    shown.page.get_by_text("Layers").click()
    switch(shown, "IP addresses", True)
    expect(address).to_be_visible()


def test_published_ports(shown: Map) -> None:
    pin = shown.page.locator("#map .i-pin").get_by_text(re.compile("^:8066"))
    expect(pin).to_be_visible()
    switch(shown, "Published ports", False)
    expect(pin).to_have_count(0)


def test_the_kernels_names(shown: Map) -> None:
    name = shown.page.locator("#map .i-label").get_by_text(re.compile("^eth0⇄ve"))
    expect(name).to_have_count(0)
    switch(shown, "Kernel names", True)
    expect(name).to_have_count(2)


def test_rates_are_written_and_weigh_the_lines(shown: Map, docker: Docker) -> None:
    switch(shown, "Rates", True)
    docker("exec", "-d", "layer-one", "ping", "-i", "0.2", "-s", "1400", "172.31.66.3")
    rates = shown.page.locator("#map .i-label").get_by_text(re.compile(r"^↓[\d.]+ kB/s ↑[\d.]+ kB/s$"))
    expect(rates).to_have_count(2)
    heavy = shown.page.locator("#map rect.line[style*=scaleX]")
    weights = [float(re.search(r"scaleX\(([\d.]+)\)", one.get_attribute("style")).group(1)) for one in heavy.all()]
    assert weights and max(weights) > 1
