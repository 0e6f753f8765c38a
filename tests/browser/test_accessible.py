"""Every state of the map that a person can bring about: no violation of WCAG 2.2 AA, at 100% and at 200%; and the whole of connecting
and disconnecting by keyboard alone, told to a screen reader.
"""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.looking import Map
from tests.browser.sound import too_wide, violations
from tests.engines import Docker

pytestmark = [pytest.mark.engine, pytest.mark.browser]
OnMap = Callable[..., Map]

# 1440 by 900 pixels at 200%: half as many CSS pixels, each twice as large.
ZOOMED = {"viewport": {"width": 720, "height": 450}, "device_scale_factor": 2}
DESK = {"color_scheme": "light"}
DARK = {"color_scheme": "dark"}


@pytest.fixture
def ids(docker: Docker) -> dict[str, str]:
    first = docker("network", "create", "--subnet", "172.31.45.0/24", "reach-first")
    docker("network", "create", "reach-second")
    one = docker.run("reach-one", "--network", "reach-first", "-p", "127.0.0.1:8099:80")
    docker.run("reach-stopped", "--network", "reach-first", command=("true",))
    docker("network", "create", "--subnet", "172.31.46.0/30", "reach-full")
    docker.run("reach-filler", "--network", "reach-full")
    return {"first": first, "one": one}


@pytest.fixture(params=[DESK, DARK, ZOOMED], ids=["light", "dark", "zoomed"])
def seen(on_map: OnMap, ids: dict[str, str], request: pytest.FixtureRequest) -> Map:
    seen = on_map("operator", **request.param)
    expect(seen.container(ids["one"])).to_be_attached()
    return seen


def sound(seen: Map, state: str) -> list[str]:
    seen.page.wait_for_timeout(350)  # what fades in is no contrast error
    return [f"{state}: {problem}" for problem in (*violations(seen.page), *too_wide(seen.page))]


def test_looking_and_asking(seen: Map, ids: dict[str, str]) -> None:
    page, problems = seen.page, []
    problems += sound(seen, "at rest")
    page.keyboard.press("/")
    page.keyboard.type("reach")
    problems += sound(seen, "searching")
    page.keyboard.press("Escape")
    page.get_by_text("Filter", exact=False).first.click()
    problems += sound(seen, "filter menu")
    page.keyboard.press("Escape")
    page.get_by_label("Theme").click()
    problems += sound(seen, "theme menu")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    page.keyboard.type("reach-one")
    expect(page.get_by_role("dialog").get_by_role("option").first).to_be_visible()
    problems += sound(seen, "palette")
    page.keyboard.press("Escape")
    seen.container(ids["one"]).focus()
    page.keyboard.press("f")
    problems += sound(seen, "focused")
    page.go_back()
    page.keyboard.press("c")
    problems += sound(seen, "choosing a network")
    seen.question.get_by_role("button", name="Options: reach-second").click()
    page.locator("#wish-ipv4").fill("nonsense")
    seen.question.get_by_role("button", name="Connect", exact=True).click()
    problems += sound(seen, "a wish that is wrong")
    page.keyboard.press("Escape")
    seen.joint(ids["one"], ids["first"]).focus()
    page.keyboard.press("d")
    problems += sound(seen, "disconnecting")
    page.keyboard.press("Escape")
    assert not problems, "\n".join(problems)


def test_every_group_of_the_inspector(seen: Map, ids: dict[str, str]) -> None:
    problems: list[str] = []
    for control in (seen.container(ids["one"]), seen.network(ids["first"])):
        control.focus()
        seen.page.keyboard.press("Enter")
        for tab in seen.inspector.get_by_role("tab").all():
            tab.click()
            problems += sound(seen, tab.inner_text())
        seen.page.keyboard.press("Escape")
    assert not problems, "\n".join(problems)


def test_a_failure_at_the_thing_itself(seen: Map, ids: dict[str, str], console: Any) -> None:
    console.allow("status of 409")
    seen.container(ids["one"]).focus()
    seen.page.keyboard.press("c")
    seen.choose("reach-full")
    expect(seen.page.locator(".callout")).to_be_attached()
    problems = sound(seen, "failed")
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("path", ["/map/", "/networks/", "/containers/", "/activity/", "/panel/", "/settings/account/"])
def test_on_a_projector(on_map: OnMap, ids: dict[str, str], path: str) -> None:
    seen = on_map("operator", "projecting", viewport={"width": 1280, "height": 720})
    seen.page.get_by_label("Theme").click()
    with seen.page.expect_response("**/preferences/"):
        seen.page.get_by_role("button", name="Projector").click()
    seen.page.goto(path)
    expect(seen.page.locator("body")).to_have_attribute("data-live", "live")
    problems = sound(seen, path)
    assert not problems, "\n".join(problems)


def test_connect_and_disconnect_by_keyboard_alone_and_heard(docker: Docker, on_map: OnMap, ids: dict[str, str]) -> None:
    seen = on_map("operator")
    keys, heard = seen.page.keyboard, seen.page.locator("#announce")
    expect(seen.container(ids["one"])).to_be_visible()
    keys.press("/")
    keys.type("reach-one")
    expect(heard).to_have_text("1 found")
    keys.press("Enter")
    expect(seen.container(ids["one"])).to_be_focused()
    keys.press("c")
    # Down to the network, with Tab to its options, an address of its own.
    here = seen.question.locator("li .pick:focus")
    for _ in range(seen.question.locator("li .pick").count()):
        if "reach-second" in here.inner_text():
            break
        keys.press("ArrowDown")
    keys.press("Tab")
    keys.press("Enter")
    expect(seen.page.locator("#wish-ipv4")).to_be_focused()
    keys.press("Tab")
    keys.type("spare")
    keys.press("Enter")
    expect(heard).to_contain_text("reach-one is connected to reach-second")
    expect(seen.container(ids["one"])).to_be_focused()
    aliases = docker("inspect", "-f", '{{json (index .NetworkSettings.Networks "reach-second").Aliases}}', "reach-one")
    assert '"spare"' in aliases
    keys.press("Control+z")
    expect(heard).to_contain_text("reach-one is disconnected from reach-second.")
    seen.joint(ids["one"], ids["first"]).focus()
    keys.press("Delete")
    expect(seen.question.get_by_role("button", name="Disconnect")).to_be_focused()
    keys.press("Enter")
    expect(heard).to_contain_text("reach-one is disconnected from reach-first.")
