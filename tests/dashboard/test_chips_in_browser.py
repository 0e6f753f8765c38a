"""A network has one colour: in the tables the one that it has on the map."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.engines import Docker

from .browsing import appears, live

pytestmark = [pytest.mark.engine, pytest.mark.browser]
Open = Callable[..., Any]
COLOUR = "chip => getComputedStyle(chip).backgroundColor"


def test_tables_and_the_panel_agree_on_a_networks_colour(person: Open, docker: Docker, two: tuple[str, str]) -> None:
    network, container = two
    docker("network", "connect", "pages-net", "pages-one")
    page = person("viewer")
    appears(page, f"/networks/{network}/")
    page.goto("/panel/")
    live(page)
    head = page.locator(f'[data-kind="network"][data-id="{network}"]')
    colour = re.search(r"\bc([0-7])\b", head.get_attribute("class") or "")
    assert colour is not None

    seen = set()
    for path in (f"/networks/{network}/", "/networks/", "/containers/", f"/containers/{container}/", "/host/"):
        page.goto(path)
        chip = page.locator(f'[data-chip$=" {network}"]').first
        expect(chip).to_have_class(f"net-chip c{colour[1]}")
        seen.add(chip.evaluate(COLOUR))
    assert len(seen) == 1


def test_a_new_network_gets_its_colour(person: Open, docker: Docker, two: tuple[str, str]) -> None:
    page = person("viewer")
    page.goto("/networks/")
    live(page)
    network = docker("network", "create", "later-net")
    docker("network", "connect", "later-net", "pages-one")
    expect(page.locator(f'[data-chip$=" {network}"]')).to_have_class(re.compile(r"net-chip c[0-7]"))
