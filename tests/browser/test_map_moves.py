"""Pan, zoom and fit; and changes that move: animated, but not for who prefers reduced motion."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.pictured import Pictured

pytestmark = [pytest.mark.engine, pytest.mark.browser]
Open = Callable[..., Any]
MOVING = "(map) => map.getAnimations({ subtree: true }).filter((one) => one.effect.getTiming().duration > 0).length"


def pictured(person: Open, world: str, query: str = "", **options: Any) -> Pictured:
    return Pictured(person(**{"viewport": {"width": 1440, "height": 900}, **options}), world).open(query)


def place(page: Any) -> tuple[float, float]:
    left, top = page.locator("#scroll").evaluate("(scroll) => [scroll.scrollLeft, scroll.scrollTop]")
    return left, top


def wide(page: Any) -> float:
    return float(page.locator("#map .i-header").first.bounding_box()["width"])


def test_the_ground_is_dragged_and_the_wheel_scrolls(person: Open) -> None:
    shown = pictured(person, "farmWorld(12, 12)", "?step=cards")
    page = shown.page
    box = page.locator("#scroll").bounding_box()
    # Beside the host's frame there is nothing but ground.
    x, y = box["x"] + 12, box["y"] + box["height"] - 40
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y - 150, steps=4)
    page.mouse.up()
    shown.until(lambda: place(page)[1] == 150)
    page.mouse.wheel(0, 100)
    shown.until(lambda: place(page)[1] == 250)


def test_zoom_by_buttons_and_wheel_and_fit(person: Open) -> None:
    shown = pictured(person, "farmWorld(12, 12)", "?step=cards")
    page = shown.page
    usual = wide(page)
    page.get_by_role("button", name="Larger").click()
    shown.until(lambda: abs(wide(page) / usual - 1.25) < 0.01)
    page.get_by_role("button", name="Smaller").click()
    shown.until(lambda: abs(wide(page) / usual - 1) < 0.01)
    page.locator("#scroll").hover()
    page.keyboard.down("Control")
    page.mouse.wheel(0, -120)
    page.keyboard.up("Control")
    shown.until(lambda: wide(page) > usual * 1.05)
    page.get_by_role("button", name="Fit").click()
    room = page.locator("#scroll").bounding_box()
    shown.until(lambda: page.locator("#map").bounding_box()["height"] <= room["height"] + 1)
    expect(page.locator("#map .i-header").last).to_be_in_viewport()


def add_one(shown: Pictured) -> None:
    """One more like the first container, which makes room for itself."""
    first = shown.snapshot["containers"][0]
    ends = [one for one in shown.snapshot["endpoints"] if one["container_id"] == first["id"]]
    new = {**first, "id": "f" * 64, "name": "a-new-one", "service": None}
    shown.change("add", "container", new)
    for end in ends:
        shown.change("add", "endpoint", {**end, "id": f"{new['id']}:{end['network_id']}", "container_id": new["id"]})


def most_that_move(shown: Pictured) -> int:
    """How many animations ran at once while a container came."""
    page = shown.page
    page.locator("#map").evaluate(
        f"""(map) => {{ window.most = 0; const look = () => {{ window.most = Math.max(window.most, ({MOVING})(map)); }};
        new MutationObserver(look).observe(map, {{ subtree: true, childList: true, attributes: true }}); }}"""
    )
    add_one(shown)
    expect(page.locator("#map").get_by_text("a-new-one")).to_be_visible()
    page.wait_for_timeout(100)
    return int(page.evaluate("() => window.most"))


def test_a_change_is_animated(person: Open) -> None:
    assert most_that_move(pictured(person, "designWorld()")) > 0


def test_nothing_moves_for_who_prefers_reduced_motion(person: Open) -> None:
    assert most_that_move(pictured(person, "designWorld()", reduced_motion="reduce")) == 0
