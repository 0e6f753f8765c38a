"""The pages' frame and tables far away (a projector) and small (a phone): nothing too small to read, cut, or on top of each other."""

import itertools
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.engines import Docker

from .browsing import appears, live

pytestmark = [pytest.mark.engine, pytest.mark.browser]
Open = Callable[..., Any]
PHONE = {"width": 390, "height": 844}
FAR = {"width": 1280, "height": 720}
# The visible texts that are smaller than a projector shows, with their sizes as drawn (zoom included).
SMALL = """() => {
  const small = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const element = text.parentElement;
    if (!text.data.trim() || element.closest("script, svg, option, .visually-hidden, .cell") || !element.checkVisibility()) continue;
    const size = parseFloat(getComputedStyle(element).fontSize) * (element.closest(".top") ? 1.4 : 1);
    if (size < 15.5) small.push(`${text.data.trim()} ${size}`);
  }
  return small;
}"""


def on_a_projector(person: Open) -> Any:
    page = person("operator", viewport=FAR)
    page.goto("/settings/account/")
    page.locator("select[name=theme]").select_option("projector")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "projector")
    return page


def test_nothing_is_small_on_a_projector(person: Open, two: tuple[str, str]) -> None:
    page = on_a_projector(person)
    for path in ("/networks/", "/containers/", "/host/", "/activity/", "/settings/account/"):
        page.goto(path)
        live(page)
        assert page.evaluate(SMALL) == [], path


def test_names_stay_whole_on_a_projector(person: Open, docker: Docker, two: tuple[str, str]) -> None:
    network = docker("network", "create", "shop_default")
    page = on_a_projector(person)
    appears(page, f"/networks/{network}/")
    page.goto("/networks/")
    name = page.get_by_role("link", name="shop_default")
    assert name.evaluate("link => link.getClientRects().length") == 1


def test_the_navigation_of_a_phone_keeps_its_words_apart(person: Open, two: tuple[str, str]) -> None:
    page = person("operator", viewport=PHONE)
    for path in ("/networks/", "/containers/"):
        page.goto(path)
        edges = page.locator(".nav a").evaluate_all(
            """links => links.map((link) => {
              const words = document.createRange();
              words.selectNodeContents(link);
              const box = words.getBoundingClientRect();
              return [box.left, box.right];
            })"""
        )
        assert all(following[0] - here[1] >= 4 for here, following in itertools.pairwise(edges))
        assert edges[-1][1] <= PHONE["width"]


def test_the_search_of_a_phone_takes_the_bar_while_one_types(person: Open, two: tuple[str, str]) -> None:
    page = person("operator", viewport=PHONE)
    page.goto("/networks/")
    page.locator("#search").focus()
    assert page.locator("#search").bounding_box()["width"] > PHONE["width"] * 0.9


def test_a_phone_exports_the_map(person: Open, two: tuple[str, str]) -> None:
    page = person("operator", viewport=PHONE)
    page.goto("/map/")
    live(page)
    page.locator("#export > summary").click()
    choice = page.get_by_role("button", name="Mermaid diagram")
    expect(choice).to_be_in_viewport(ratio=1)
    box = choice.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]


@pytest.mark.parametrize("theme", ["system", "projector"])
def test_a_wall_screen_is_filled_by_the_map(person: Open, two: tuple[str, str], theme: str) -> None:
    page = person("operator", viewport=FAR) if theme == "system" else on_a_projector(person)
    page.goto("/map/?kiosk=1")
    live(page)
    assert page.locator("main").bounding_box()["width"] == FAR["width"]
    assert page.locator("main").bounding_box()["height"] > FAR["height"] * 0.8
