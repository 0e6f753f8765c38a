"""A page that stays open says when what it shows grows old, and when it is the present again."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from .browsing import live

pytestmark = [pytest.mark.engine, pytest.mark.browser]
BANNER = '<div class="notice bad" role="alert"><p><b>What you see is old.</b></p></div>'


@pytest.mark.parametrize("path", ["/networks/", "/map/"])
def test_an_open_page_says_that_it_grows_old(person: Callable[..., Any], path: str) -> None:
    page = person("viewer")
    said = {"body": ""}
    # What the server says when its agent writes nothing: test_old_data.py.
    page.route("**/standing/", lambda route: route.fulfill(body=said["body"], content_type="text/html"))
    page.clock.install()
    page.goto(path)
    live(page)
    banner, chip = page.locator("#standing"), page.locator("#engines")
    expect(chip).to_contain_text("live")

    said["body"] = BANNER
    page.clock.run_for(16_000)
    expect(banner.get_by_role("alert")).to_have_text("What you see is old.")
    expect(chip).to_contain_text("old")

    said["body"] = ""
    page.clock.run_for(16_000)
    expect(banner.get_by_role("alert")).to_have_count(0)
    expect(chip).to_contain_text("live")
