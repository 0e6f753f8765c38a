"""A share link in the browser: made, opened by a stranger, live, ended while it is open; and the wall screen."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.looking import live
from tests.engines import Docker
from tests.served import Served

pytestmark = [pytest.mark.engine, pytest.mark.browser]


@pytest.fixture
def link(person: Any) -> str:
    page = person("operator")
    page.goto("/settings/shares/")
    page.get_by_label("What it is for").fill("the hall")
    page.get_by_role("button", name="Make a link").click()
    found: str = page.locator("#share-link").inner_text()
    return found


def test_the_link_is_copied_by_a_press(person: Any) -> None:
    page = person("operator", permissions=["clipboard-read", "clipboard-write"])
    page.goto("/settings/shares/")
    page.get_by_role("button", name="Make a link").click()
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("#share-link").inner_text()


def item(page: Any, object_id: str) -> Any:
    return page.locator(f'#map [data-kind][data-id="{object_id}"]')


def test_a_stranger_sees_the_live_map(new_page: Any, docker: Docker, link: str, served: Served) -> None:
    box = docker("run", "-d", "--name", "shared-box", "busybox", "sleep", "600")
    page = new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(served.base)))
    page.goto(link)
    live(page)
    expect(item(page, box)).to_be_visible()
    network = docker("network", "create", "shared-later")
    expect(item(page, network)).to_be_visible()
    expect(page.get_by_text("read-only, until")).to_be_visible()
    assert page.context.cookies() == []
    assert {path.split("/")[1] for path in asked} <= {"share", "static"}
    item(page, box).click()
    item(page, box).press("c")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.goto(f"{served.base}/map/")
    expect(page).to_have_url(f"{served.base}/sign-in/?next=%2Fmap%2F")


def test_revoked_while_it_is_open(new_page: Any, person: Any, link: str, console: Any) -> None:
    console.allow("404")
    page = new_page()
    page.goto(link)
    live(page)
    owner = person("operator")
    owner.goto("/settings/shares/")
    row = owner.get_by_role("row").filter(has_text=link.split("/")[-2][:6])
    row.get_by_role("button", name="Revoke").click()
    expect(page.get_by_role("heading", name="This link has ended")).to_be_visible()
    assert page.goto(link).status == 404


def test_expired_while_it_is_open(new_page: Any, link: str, served: Served, console: Any) -> None:
    console.allow("404")
    page = new_page()
    page.goto(link)
    live(page)
    hint = link.rstrip("/").split("/")[-1][:6]
    # Nobody waits for an hour: its end is put before now.
    served.manage(
        "shell",
        "-v0",
        "-c",
        "from django.utils import timezone; from netviz.accounts.models import Share;"
        f"assert Share.objects.filter(hint={hint!r}).update(expires=timezone.now()) == 1",
    )
    expect(page.get_by_role("heading", name="This link has ended")).to_be_visible(timeout=90_000)
    assert page.goto(link).status == 404


def test_the_wall_screen(person: Any, docker: Docker) -> None:
    box = docker("run", "-d", "--name", "wall-box", "busybox", "sleep", "600")
    page = person("viewer", viewport={"width": 1280, "height": 720})
    page.goto("/map/?kiosk=1")
    live(page)
    expect(item(page, box)).to_be_visible()
    expect(page.locator("#standing")).to_have_text("live")
    expect(page.locator("#clock")).to_have_text(re.compile(r"\d:\d\d"))
    expect(page.locator("nav, form, button, a")).to_have_count(0)
    # All of it is in view.
    fits = page.evaluate(
        "() => { const s = document.getElementById('scroll'); return s.scrollWidth <= s.clientWidth + 1 && s.scrollHeight <= s.clientHeight + 1; }"
    )
    assert fits
    assert page.locator(".wall-clock").evaluate("(node) => parseFloat(getComputedStyle(node).fontSize)") >= 20


def test_a_wall_screen_comes_back_by_itself(new_page: Any, fresh: Served, console: Any) -> None:
    console.allow("WebSocket|ERR_CONNECTION")
    page = new_page(base_url=fresh.base)
    page.goto(fresh.link("viewer"))
    page.get_by_role("main").get_by_role("button").click()
    page.goto("/map/?kiosk=1")
    live(page)
    fresh.stop()
    expect(page.locator("body")).to_have_attribute("data-live", "lost")
    expect(page.locator("#standing")).to_contain_text("connection lost")
    fresh.start()
    expect(page.locator("body")).to_have_attribute("data-live", "live", timeout=30_000)
    expect(page.locator("#standing")).to_have_text("live")
