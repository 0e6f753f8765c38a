"""Folds of the map: folded again, searched; and the layers of a step that has no room for them."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.pictured import Pictured

pytestmark = [pytest.mark.browser]
Open = Callable[..., Any]
DESK = {"width": 1440, "height": 900}


@pytest.fixture
def pictured(person: Open) -> Callable[..., Pictured]:
    def open_picture(world: str, query: str = "") -> Pictured:
        return Pictured(person(viewport=DESK), world).open(query)

    return open_picture


def test_an_unfolded_network_is_folded_again(pictured: Callable[..., Pictured]) -> None:
    shown = pictured("crowd(20, 420)")
    folds = shown.page.locator("#map .i-fold")
    before = folds.count()
    folds.nth(1).press("Enter")
    expect(folds).to_have_count(before - 1)
    shown.page.locator("#projects summary").click()
    shown.page.locator("#projects").get_by_role("button", name="Fold net-").click()
    expect(folds).to_have_count(before)


def test_any_network_is_folded_by_its_menu(pictured: Callable[..., Pictured]) -> None:
    shown = pictured("crowd(4, 20)", "?step=cards")
    shown.page.locator("#map .i-header").first.click(button="right")
    shown.page.get_by_role("button", name="Fold to one card").click()
    expect(shown.page.locator("#map .i-fold")).to_have_count(1)


def test_a_fold_says_how_many_of_it_are_found(pictured: Callable[..., Pictured]) -> None:
    shown = pictured("farmWorld(20, 8)")
    fold = shown.page.locator("#map .i-fold").first
    whole = fold.locator("text").first.text_content() or ""
    shown.page.locator("#search").fill("worker-3")
    expect(fold.locator("text").first).to_have_text("1 of 24 found")
    expect(shown.page.locator("#map .i-fold[data-dim]")).to_have_count(0)
    shown.page.locator("#search").fill("")
    expect(fold.locator("text").first).to_have_text(whole)


def test_what_lines_of_names_cannot_show_is_not_offered(pictured: Callable[..., Pictured]) -> None:
    shown = pictured("designWorld()", "?step=names")
    shown.page.get_by_text("Layers").click()
    rates = shown.page.locator("#layers").get_by_label("Rates")
    expect(rates).to_be_disabled()
    expect(shown.page.locator("#layers [data-reason]")).to_be_visible()
    shown.page.locator("#steps input[value=cards]").check()
    expect(rates).to_be_enabled()
    expect(shown.page.locator("#layers [data-reason]")).to_be_hidden()
