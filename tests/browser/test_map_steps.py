"""The map in its three steps, folded, narrowed, far away, and larger than the view."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.pictured import Pictured

Open = Callable[..., Any]
DESK = {"width": 1440, "height": 900}


@pytest.fixture
def pictured(person: Open) -> Callable[..., Pictured]:
    def open_picture(world: str, query: str = "", **options: Any) -> Pictured:
        return Pictured(person(**{"viewport": DESK, **options}), world).open(query)

    return open_picture


def step(page: Any) -> Any:
    return page.locator("#steps input:checked")


def in_view(page: Any, locator: Any) -> bool:
    box, view = locator.bounding_box(), page.locator("#scroll").bounding_box()
    return bool(box and view["y"] - 1 <= box["y"] and box["y"] + box["height"] <= view["y"] + view["height"] + 1)


def test_the_step_that_fits_is_chosen_and_another_can_be(pictured: Callable[..., Pictured]) -> None:
    shown = pictured("nasWorld()")
    expect(step(shown.page)).to_have_value("names")
    assert in_view(shown.page, shown.page.locator("#map .i-header").last)
    shown.page.locator("#steps input[value=cards]").check()
    expect(shown.page.locator("#map .i-card.form-pill")).to_have_count(0)
    assert "step=cards" in shown.page.url
    shown.page.reload()
    expect(step(shown.page)).to_have_value("cards")


def test_the_proxys_name_stays_in_view(pictured: Callable[..., Pictured]) -> None:
    shown = pictured("nasWorld()", "?step=cards")
    shown.page.locator("#scroll").evaluate("(scroll) => scroll.scrollTo(0, 1500)")
    shown.until(lambda: in_view(shown.page, shown.container("traefik")))


def test_few_containers_are_cards(pictured: Callable[..., Pictured]) -> None:
    expect(step(pictured("designWorld()").page)).to_have_value("cards")


def test_a_press_unfolds_a_project(pictured: Callable[..., Pictured]) -> None:
    shown = pictured("farmWorld(20, 8)")
    expect(shown.page.locator("#map .i-fold")).to_have_count(20)
    shown.page.locator("#map .i-fold").nth(2).press("Enter")
    expect(shown.page.locator("#map .i-fold")).to_have_count(19)
    expect(shown.page.locator("#map [data-kind=container]")).not_to_have_count(0)


def test_what_is_searched_for_is_unfolded(pictured: Callable[..., Pictured]) -> None:
    shown = pictured("farmWorld(20, 8)")
    shown.page.locator("#search").fill("app-7-worker-3")
    shown.page.locator("#found [role=option]").first.click()
    expect(shown.container("app-7-worker-3")).to_be_visible()


def test_the_map_is_narrowed_to_projects(pictured: Callable[..., Pictured]) -> None:
    shown = pictured("nasWorld()")
    shown.page.locator("#projects summary").click()
    shown.page.get_by_label("immich", exact=True).check()
    expect(shown.page.locator("#map .i-header")).to_have_count(1)
    shown.page.reload()
    expect(shown.page.locator("#map .i-header")).to_have_count(1)
    shown.page.locator("#projects summary").click()
    shown.page.get_by_role("button", name="Show all").click()
    expect(shown.page.locator("#map .i-header")).to_have_count(40)


def test_only_what_is_near_the_view_is_in_the_page(pictured: Callable[..., Pictured]) -> None:
    shown = pictured("farmWorld(60, 10)", "?step=dots")
    drawn = shown.page.locator("#map [data-kind=container]")
    assert 0 < drawn.count() < len(shown.snapshot["containers"]) * 0.8
    last = shown.container("app-9-db-10")
    expect(last).to_have_count(0)
    shown.page.locator("#scroll").evaluate("(scroll) => scroll.scrollTo(0, scroll.scrollHeight)")
    expect(last).to_have_count(1)


def test_the_small_map_moves_the_large_one(pictured: Callable[..., Pictured]) -> None:
    shown = pictured("farmWorld(60, 10)", "?step=dots")
    small = shown.page.locator("#minimap")
    expect(small).to_be_visible()
    box = small.bounding_box()
    small.click(position={"x": box["width"] / 2, "y": box["height"] - 3})
    assert shown.page.locator("#scroll").evaluate("(scroll) => scroll.scrollTop") > 500


def test_there_is_no_small_map_where_all_is_in_view(pictured: Callable[..., Pictured]) -> None:
    expect(pictured("nasWorld()").page.locator("#minimap")).to_be_hidden()


def test_a_new_network_comes_into_view_and_is_marked(pictured: Callable[..., Pictured]) -> None:
    shown = pictured("crowd(30, 60)", "?step=cards")
    network = {**shown.snapshot["networks"][0], "id": "f" * 64, "name": "brand-new", "created": "2027-01-01T00:00:00Z"}
    shown.change("add", "network", network)
    header = shown.page.locator(f"#map [data-kind=network][data-id='{'f' * 64}']")
    expect(header).to_contain_text("new")
    shown.until(lambda: in_view(shown.page, header))


def test_far_away_the_map_is_alone_and_no_text_is_small(pictured: Callable[..., Pictured], person: Open) -> None:
    page = person(name="teacher", viewport={"width": 1280, "height": 720})
    page.add_init_script(
        "new MutationObserver(() => { if (document.documentElement) document.documentElement.dataset.theme = 'projector'; })"
        ".observe(document, { childList: true });"
    )
    Pictured(page, "designWorld()").open()
    expect(page.locator(".nav")).to_be_hidden()
    expect(page.locator("#inspector")).to_be_hidden()
    smallest = page.evaluate("""() => {
      const svg = document.getElementById("map");
      const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
      return Math.min(...[...svg.querySelectorAll("text")].map((text) => parseFloat(getComputedStyle(text).fontSize) * scale));
    }""")
    assert smallest >= 16
