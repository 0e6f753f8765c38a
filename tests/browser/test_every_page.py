"""Every page, with hostile objects in the engine: no console error under the CSP, no violation of axe's rules, no page wider than the
window; in both languages, light on a desk and dark on a phone.
"""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.looking import appears, live
from tests.browser.sound import too_wide, violations
from tests.engines import Docker

pytestmark = [pytest.mark.engine, pytest.mark.browser]
Open = Callable[..., Any]

SCRIPT = "<script>alert(1)</script>"
IMAGE = "<img src=x onerror=alert(1)>"
OVERRIDE = "\u202e"
LONG = "long-" * 24

ENGLISH = {"locale": "en-US", "color_scheme": "light"}
CHINESE = {"locale": "zh-CN", "color_scheme": "dark", "viewport": {"width": 390, "height": 844}}


@pytest.fixture
def hostile(docker: Docker) -> tuple[str, str]:
    """A network and a container whose labels, names and environment say what they like: their ids."""
    labels = {"script": SCRIPT, "image": IMAGE, "override": f"{OVERRIDE}txt.exe", LONG: LONG * 4}
    labels |= {"com.docker.compose.project": f"{OVERRIDE}<b>project</b>", "com.docker.compose.service": IMAGE}
    marked = [part for name, value in labels.items() for part in ("--label", f"{name}={value}")]
    network = docker("network", "create", *marked, LONG)
    container = docker.run(
        "every-one", "--network", LONG, *marked, "-e", f"X={SCRIPT}", command=("sh", "-c", f": '{SCRIPT}'; sleep 600")
    )
    docker("network", "connect", "bridge", "every-one")
    docker.run("every-stopped", command=("true",))
    docker.run("every-joined", "--network", "container:every-one", "-l", f"a={SCRIPT}")
    return network, container


def paths(network: str, container: str) -> list[str]:
    return [
        "/map/",
        f"/map/?kind=container&engine=local&id={container}",
        f"/map/?kind=network&engine=local&id={network}",
        "/panel/",
        f"/panel/?kind=container&engine=local&id={container}",
        "/networks/",
        f"/networks/{network}/",
        "/networks/create/",
        "/networks/prune/",
        "/containers/",
        f"/containers/{container}/",
        "/containers/run/",
        "/host/",
        "/activity/",
        "/activity/?kind=everything&about=every",
        "/fleet/",
        f"/networks/create/?like={network}",
        "/networks/?sort=-containers",
        "/settings/engines/",
        "/settings/engines/add/",
        "/settings/engines/local/",
        "/settings/users/",
        "/settings/users/1/",
        "/settings/account/",
        "/about/",
        "/api/docs",
        f"/networks/?q={SCRIPT}",
        f"/networks/{IMAGE}/",
        "/no-such-page/",
    ]


@pytest.mark.parametrize("options", [ENGLISH, CHINESE], ids=["english", "chinese-dark-phone"])
def test_every_page_is_sound(person: Open, console: Any, hostile: tuple[str, str], options: dict[str, Any]) -> None:
    console.allow("status of 404")
    page = person("admin", **options)
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    appears(page, f"/containers/{hostile[1]}/")
    problems: list[str] = []
    for path in paths(*hostile):
        page.goto(path)
        settled(page, path)
        problems += [f"{path}: {problem}" for problem in (*violations(page), *too_wide(page))]
    assert not problems, "\n".join(problems)
    assert not dialogs
    if options is CHINESE:
        expect(page.locator("html")).to_have_attribute("lang", "zh-hans")


def settled(page: Any, path: str) -> None:
    """What the page draws by itself is there."""
    if path == "/no-such-page/":
        return
    if path == "/api/docs":
        expect(page.locator(".opblock").first).to_be_visible()
        return
    live(page)
    if path.startswith("/panel/"):
        expect(page.locator("#panel [role=gridcell]").first).to_be_visible()
    if path.startswith("/map/"):
        expect(page.locator("#map [data-kind=container]").first).to_be_visible()
        page.wait_for_timeout(300)  # what fades in is no contrast error


def test_hostile_texts_are_shown_literally(person: Open, hostile: tuple[str, str]) -> None:
    network, container = hostile
    page = person("operator")
    appears(page, f"/containers/{container}/")
    for path in (f"/containers/{container}/", f"/networks/{network}/"):
        page.goto(path)
        for text in (SCRIPT, IMAGE, LONG):
            expect(page.locator("#live .kv").get_by_text(text, exact=True).first).to_be_visible()
        # An override would turn the rest of the sentence around: it is shown as a dot.
        assert OVERRIDE not in page.content()
        expect(page.locator("#live").get_by_text("·txt.exe", exact=True)).to_be_visible()
    page.goto(f"/map/?kind=container&engine=local&id={container}")
    live(page)
    expect(page.locator("#inspector")).to_contain_text(IMAGE)
    expect(page.locator("#inspector")).to_contain_text("·<b>project</b>")
    assert OVERRIDE not in page.locator("main").inner_text()
    page.goto("/activity/")
    assert OVERRIDE not in page.content()


def test_the_theme_can_be_chosen_and_stays(person: Open) -> None:
    page = person("viewer", "themed", color_scheme="light")
    page.goto("/networks/")
    live(page)
    ground = "() => getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    page.get_by_label("Theme").click()
    with page.expect_response("**/preferences/"):
        page.get_by_role("button", name="Dark").click()
    dark = page.evaluate(ground)
    assert dark != light
    page.reload()
    assert page.evaluate(ground) == dark


def test_the_language_can_be_chosen_and_stays(person: Open) -> None:
    page = person("viewer", "speaking")
    page.goto("/networks/?q=bridge")
    page.get_by_role("button", name="切换到简体中文").click()
    expect(page).to_have_url(re.compile(r"/networks/\?q=bridge$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("网络")
    page.goto("/map/")
    expect(page.locator("#inspector")).to_contain_text("默认路由")
