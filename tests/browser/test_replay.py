"""Replay in the browser: drag the time, step, play, compare, live again; what is drawn is what was."""

from __future__ import annotations

import re
import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.engines import Docker

pytestmark = [pytest.mark.engine, pytest.mark.browser]

A_TIME = re.compile(r"^20\d\d-")


class Story:
    """A network that comes, takes a container, loses it and goes: what replay has to show."""

    def __init__(self, docker: Docker, name: str) -> None:
        self.container = docker("run", "-d", "--name", f"{name}-box", "--network", "none", "busybox", "sleep", "600")
        self.network = ""
        self.docker, self.name = docker, name

    def tell(self) -> None:
        self.docker("network", "disconnect", "none", self.container)
        self.network = self.docker("network", "create", f"{self.name}-net")
        time.sleep(0.3)
        self.docker("network", "connect", self.network, self.container)
        time.sleep(0.3)
        self.docker("network", "disconnect", self.network, self.container)
        time.sleep(0.3)
        self.docker("network", "rm", self.network)


@pytest.fixture
def story(docker: Docker, request: pytest.FixtureRequest) -> Story:
    return Story(docker, request.node.name.replace("_", "-")[:40])


def told(on: Any, story: Story) -> Any:
    """The page after the story: its network is gone."""
    expect(on.container(story.container)).to_be_visible()
    story.tell()
    expect(on.page.locator("#map .item.leaving")).to_have_count(0)
    expect(on.network(story.network)).to_have_count(0)
    return on.page


def in_past(page: Any) -> None:
    expect(page.locator("body")).to_have_attribute("data-past", A_TIME)


def back_until(page: Any, locator: Any) -> None:
    """Steps back until it is drawn: an engine may tell one act as several changes."""
    for _ in range(12):
        if page.locator("body[data-past]").count():
            page.get_by_role("button", name="Step back").click()
        else:
            page.get_by_role("slider").press("ArrowLeft")
            in_past(page)
        page.wait_for_timeout(150)
        if locator.count():
            return
    raise AssertionError("it was not drawn at any of the moments before")


def test_step_back_and_forward(on_map: Any, story: Story) -> None:
    on = on_map()
    page = told(on, story)
    back_until(page, on.network(story.network))
    back_until(page, on.joint(story.container, story.network))
    expect(page.locator(".past-words")).to_contain_text("As it was at")
    expect(page.locator(".past-words")).to_contain_text("since")
    page.get_by_role("button", name="Step forward").click()
    expect(on.joint(story.container, story.network)).to_have_count(0)
    page.get_by_role("slider").press("End")
    expect(page.locator("body")).not_to_have_attribute("data-past", A_TIME)
    expect(on.network(story.network)).to_have_count(0)
    assert on.was_loaded_once()


def test_no_orders_in_the_past_and_news_are_counted(on_map: Any, story: Story, docker: Docker) -> None:
    on = on_map()
    page = told(on, story)
    back_until(page, on.joint(story.container, story.network))
    on.container(story.container).click()
    expect(on.inspector).to_contain_text(story.name)
    expect(on.inspector.get_by_role("button", name="Disconnect")).to_have_count(0)
    on.joint(story.container, story.network).press("d")
    expect(on.question).to_be_hidden()
    before = page.locator(".past-words").inner_text()
    docker("pause", story.container)
    expect(page.locator(".past-words")).not_to_have_text(before)
    expect(page.locator("body")).to_have_attribute("data-live", "live")
    expect(on.joint(story.container, story.network)).to_be_visible()
    page.get_by_role("button", name="Live", exact=True).click()
    expect(on.joint(story.container, story.network)).to_have_count(0)
    docker("unpause", story.container)


def test_drag_the_time_and_come_back_by_its_address(on_map: Any, story: Story) -> None:
    on = on_map()
    page = told(on, story)
    back_until(page, on.joint(story.container, story.network))
    page.wait_for_function("() => new URL(location).searchParams.get('time') === document.body.dataset.past")
    address = page.url
    page.get_by_role("slider").press("Home")
    expect(on.container(story.container)).to_have_count(0)
    track = page.get_by_role("slider").bounding_box()
    page.mouse.move(track["x"] + 20, track["y"] + 15)
    page.mouse.down()
    page.mouse.move(track["x"] + track["width"] - 1, track["y"] + 15, steps=6)
    page.mouse.up()
    expect(on.container(story.container)).to_be_visible()
    expect(page.locator(".past-row")).to_be_hidden()
    page.goto(address)
    expect(on.joint(story.container, story.network)).to_be_visible()
    assert "time" in parse_qs(urlsplit(page.url).query)


def test_play_runs_to_now(on_map: Any, story: Story) -> None:
    on = on_map()
    page = told(on, story)
    back_until(page, on.joint(story.container, story.network))
    page.get_by_label("Speed").select_option("60")
    page.get_by_role("button", name="Play", exact=True).click()
    expect(on.joint(story.container, story.network)).to_have_count(0)
    expect(page.locator("body")).not_to_have_attribute("data-past", A_TIME)
    expect(page.get_by_role("button", name="Live", exact=True)).to_have_attribute("aria-pressed", "true")


def test_what_changed_since(on_map: Any, story: Story) -> None:
    on = on_map()
    page = told(on, story)
    back_until(page, on.joint(story.container, story.network))
    page.get_by_role("button", name="What changed since").click()
    differences = page.locator("#compare")
    expect(differences.locator('li[data-op="remove"][data-of="network"]')).to_contain_text(
        f"Network {story.name}-net was removed"
    )
    # What is gone is drawn again, with its mark.
    expect(on.network(story.network)).to_be_visible()
    expect(page.locator("#map .difference.remove").first).to_be_visible()
    differences.get_by_role("button", name="Close").click()
    expect(on.network(story.network)).to_have_count(0)
    expect(page.locator("#map .difference")).to_have_count(0)


def test_what_changed_between_two_earlier_moments(on_map: Any, story: Story) -> None:
    on = on_map()
    page = told(on, story)
    joint, network = on.joint(story.container, story.network), on.network(story.network)
    back_until(page, joint)
    while joint.count():
        page.get_by_role("button", name="Step back").click()
        page.wait_for_timeout(150)
    expect(network).to_be_visible()
    page.get_by_role("button", name="What changed since").click()
    differences = page.locator("#compare")
    expect(differences.locator('li[data-op="remove"][data-of="network"]')).to_have_count(1)
    # The other end of the comparison goes back, to where the container was connected: the removal lies after both.
    back_until(page, page.locator("#map .difference.add"))
    expect(differences.locator('li[data-op="add"][data-of="endpoint"]')).to_contain_text(f"{story.name}-box")
    expect(differences.locator('li[data-op="remove"][data-of="network"]')).to_have_count(0)
    expect(joint).to_be_visible()


def test_a_tick_says_its_change_in_words(on_map: Any, story: Story) -> None:
    on = on_map()
    page = told(on, story)
    tick = page.locator(".track .tick").last
    expect(tick).to_be_attached()
    box = tick.bounding_box()
    page.mouse.move(box["x"] + 1, box["y"] + box["height"] / 2)
    expect(page.locator(".tick-tip")).to_contain_text(story.name)


def test_before_the_journal(on_map: Any, console: Any) -> None:
    console.allow("410")
    on = on_map(query="?time=2001-01-01T00:00:00Z")
    expect(on.page.locator(".past-row")).to_contain_text("does not reach back that far")
    on.page.get_by_role("button", name="Live", exact=True).click()
    expect(on.page.locator(".past-row")).to_be_hidden()
