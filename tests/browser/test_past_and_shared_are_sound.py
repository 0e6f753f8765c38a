"""Replay in each of its states, the share links' page, what they open, and the wall screen: sound to axe, and in the user's language."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.looking import live
from tests.browser.sound import too_wide, violations
from tests.engines import Docker

pytestmark = [pytest.mark.engine, pytest.mark.browser]

LIGHT: dict[str, Any] = {}
CHINESE: dict[str, Any] = {
    "locale": "zh-CN",
    "color_scheme": "dark",
    "viewport": {"width": 390, "height": 844},
}
EACH = pytest.mark.parametrize("options", [LIGHT, CHINESE], ids=["english", "chinese-dark-phone"])
# Product and protocol names, units, and what engines report.
LATIN = re.compile(r"[A-Za-z]{4,}")


def sound(page: Any) -> None:
    page.wait_for_timeout(300)  # what fades in is no contrast error
    problems = [*violations(page), *too_wide(page)]
    assert not problems, "\n".join(problems)


@pytest.fixture
def box(docker: Docker) -> str:
    return docker("run", "-d", "--name", "sound-box", "busybox", "sleep", "600")


@EACH
def test_replay(person: Any, docker: Docker, box: str, options: dict[str, Any]) -> None:
    page = person("operator", **options)
    page.goto("/map/")
    live(page)
    expect(page.locator(f'#map [data-id="{box}"]')).to_be_attached()
    docker("network", "create", "sound-net")
    sound(page)
    page.get_by_role("slider").press("ArrowLeft")
    expect(page.locator("body")).to_have_attribute("data-past", re.compile("^20"))
    expect(page.locator(".past-change")).not_to_be_empty()
    expect(page.get_by_role("slider")).to_have_attribute("aria-valuetext", re.compile(", "))
    sound(page)
    page.locator(".past-row .compare-button").click()
    expect(page.locator("#compare li[data-object]").first).to_be_visible()
    sound(page)
    if options is CHINESE:
        words = (
            page.locator("#timebar").inner_text() + page.locator(".compare-head, .compare-legend").first.inner_text()
        )
        assert not [word for word in LATIN.findall(words) if word not in ("sound", "local")], words


@EACH
def test_share_links(person: Any, new_page: Any, box: str, options: dict[str, Any]) -> None:
    page = person("operator", **options)
    page.goto("/settings/shares/")
    page.locator("section form button[type=submit]").click()
    link = page.locator("#share-link").inner_text()
    sound(page)
    for query in ("", "?kiosk=1", "?kiosk=1&theme=dark"):
        shared = new_page(**options)
        shared.goto(link + query)
        live(shared)
        expect(shared.locator(f'#map [data-id="{box}"]')).to_be_attached()
        sound(shared)
        if options is CHINESE:
            expect(shared.locator("html")).to_have_attribute("lang", "zh-hans")
            expect(shared.locator("#standing")).to_have_text("实时")
