"""A viewer looks: no page has a control that gives an order, and every order sent all the same is refused."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.looking import Map, appears, live
from tests.engines import Docker

pytestmark = [pytest.mark.engine, pytest.mark.browser]
Open = Callable[..., Any]

ORDER_WORDS = (
    "Connect",
    "Disconnect",
    "Remove",
    "Run",
    "Create",
    "Rename",
    "Stop",
    "Start",
    "Restart",
    "Pause",
    "Undo",
)


@pytest.fixture
def joined(docker: Docker) -> tuple[str, str]:
    """A network and a container on it: their ids."""
    network = docker("network", "create", "look-net")
    return network, docker.run("look-one", "--network", "look-net")


def controls(page: Any) -> list[str]:
    """The words of buttons and links in the page that would change something."""
    found = page.locator("main button, main a.button, main input[type=submit], header a.button").all_inner_texts()
    return [words for words in found if words.strip().startswith(ORDER_WORDS)]


def test_no_page_has_an_order(person: Open, joined: tuple[str, str]) -> None:
    network, container = joined
    operator, viewer = person("operator"), person("viewer")
    appears(operator, f"/containers/{container}/")
    # The words are those that the pages use: an operator finds them.
    assert {words.strip() for words in controls(operator)} >= {"Connect", "Disconnect", "Rename", "Stop", "Restart"}
    for path in (
        f"/networks/{network}/",
        f"/containers/{container}/",
        f"/map/?kind=container&id={container}",
        f"/map/?kind=network&id={network}",
        "/networks/",
        "/containers/",
        "/host/",
        "/activity/",
        "/about/",
    ):
        viewer.goto(path)
        live(viewer)
        assert controls(viewer) == [], path
        assert viewer.locator("main form[method=post]").count() == 0, path


def test_the_map_takes_no_order(docker: Docker, on_map: Callable[..., Map], joined: tuple[str, str]) -> None:
    network, container = joined
    seen = on_map("viewer")
    seen.joint(container, network).click()
    expect(seen.inspector.get_by_role("heading", name="look-one")).to_be_visible()
    expect(seen.question).to_be_hidden()
    seen.page.keyboard.press("c")
    seen.joint(container, network).focus()
    seen.page.keyboard.press("d")
    expect(seen.question).to_be_hidden()
    seen.container(container).drag_to(seen.network(docker("network", "inspect", "-f", "{{.Id}}", "bridge")))
    expect(seen.page.locator("#map [data-pending]")).to_have_count(0)
    assert docker("inspect", "-f", "{{len .NetworkSettings.Networks}}", "look-one") == "1"


def test_an_order_sent_all_the_same_is_refused(person: Open, docker: Docker, joined: tuple[str, str]) -> None:
    network, container = joined
    page = person("viewer")
    appears(page, f"/containers/{container}/")
    before = docker("inspect", "look-one"), docker("network", "ls", "-q")
    orders = len(page.request.get("/api/v1/orders").json())
    token = next(item["value"] for item in page.context.cookies() if item["name"].endswith("csrftoken"))
    form = {
        "csrfmiddlewaretoken": token,
        "network": network,
        "container": container,
        "name": "taken",
        "image": "busybox",
    }
    for path in (
        f"/networks/{network}/connect/",
        f"/networks/{network}/remove/",
        *(f"/containers/{container}/{act}/" for act in ("connect", "disconnect", "rename", "remove")),
        *(f"/containers/{container}/do/{act}/" for act in ("start", "stop", "restart", "pause", "unpause")),
        "/networks/create/",
        "/networks/prune/",
        "/containers/run/",
        "/activity/1/undo/",
        "/settings/engines/add/",
        "/settings/engines/local/",
        "/settings/engines/local/switch/",
        "/settings/engines/local/remove/",
        "/settings/users/",
        "/settings/users/1/role/",
    ):
        assert page.request.post(path, form=form, headers={"Referer": page.url}).status == 403, path
    for path in (f"/api/v1/networks/{network}/disconnect", f"/api/v1/containers/{container}/stop", "/api/v1/networks"):
        answer = page.request.post(path, data={"container": container, "name": "taken"}, headers={"X-CSRFToken": token})
        assert answer.status == 403 and answer.json()["code"] == "forbidden", path
    for path in ("/networks/create/", "/networks/prune/", "/containers/run/", "/settings/users/", "/settings/engines/"):
        assert page.request.get(path).status == 403, path
    assert (docker("inspect", "look-one"), docker("network", "ls", "-q")) == before
    assert len(page.request.get("/api/v1/orders").json()) == orders
