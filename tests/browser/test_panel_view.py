"""How the patch panel is looked at: grouped, sorted, narrowed, very wide, on a phone; hostile names; all of it in the address."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.paneling import Panel
from tests.engines import Docker

pytestmark = [pytest.mark.engine, pytest.mark.browser]
OnPanel = Callable[..., Panel]
COMPOSE = "com.docker.compose"
SCRIPT = "<script>alert(1)</script>"


def compose(project: str, service: str) -> tuple[str, ...]:
    labels = {"project": project, "service": service, "container-number": "1"}
    return tuple(part for name, value in labels.items() for part in ("--label", f"{COMPOSE}.{name}={value}"))


@pytest.fixture
def shop(docker: Docker) -> dict[str, str]:
    """Two projects, a stopped container, one without a project: ids by name."""
    made = {"net": docker("network", "create", "--subnet", "172.31.90.0/24", "view-net")}
    made["web"] = docker.run("view-web", "--network", "view-net", "--ip", "172.31.90.10", *compose("shop", "web"))
    made["db"] = docker.run("view-db", "--network", "view-net", "--ip", "172.31.90.9", *compose("shop", "db"))
    made["graph"] = docker.run("view-graph", *compose("watch", "graph"))
    made["alone"] = docker.run("view-alone")
    docker("stop", "-t", "0", "view-alone")
    return made


def names(panel: Panel) -> list[str]:
    """The containers from the top down, as they are drawn."""
    rows = panel.page.locator("#panel [role=row]:has([data-kind=container])")
    found = rows.evaluate_all(
        "rows => rows.map(row => [Number(row.getAttribute('aria-rowindex')), row.querySelector('.p-name-text').textContent])"
    )
    return [name for _, name in sorted(found)]


def test_grouped_sorted_and_narrowed(on_panel: OnPanel, shop: dict[str, str]) -> None:
    mine = on_panel("operator")
    page = mine.page
    expect(mine.container(shop["web"])).to_be_visible()
    headings = page.locator("#panel [aria-expanded]")
    expect(headings).to_have_text([re.compile("shop"), re.compile("watch"), re.compile("no project")])
    assert names(mine) == ["db", "web", "graph", "view-alone"]

    headings.filter(has_text="shop").click()
    expect(mine.container(shop["web"])).to_have_count(0)
    expect(headings.filter(has_text="shop")).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Enter")
    expect(mine.container(shop["web"])).to_be_visible()

    page.locator("#group summary").click()
    page.locator("#group").get_by_role("button", name="state").click()
    expect(headings).to_have_text([re.compile("exited"), re.compile("running")])
    page.locator("#group summary").click()
    page.locator("#group").get_by_role("button", name="nothing").click()
    expect(headings).to_have_count(0)

    mine.crossing(shop["web"], shop["net"]).focus()
    page.locator("#sort summary").click()
    page.locator("#sort").get_by_role("button", name="address in view-net").click()
    expect(mine.network(shop["net"])).to_have_attribute("aria-sort", "ascending")
    assert names(mine)[:2] == ["db", "web"]

    page.locator("#running").click()
    expect(mine.container(shop["alone"])).to_have_count(0)
    page.get_by_label("Filter containers").fill("172.31.90.10")
    expect(page.locator("#panel [data-kind=container]")).to_have_count(1)
    page.get_by_label("Filter networks").fill("view")
    expect(page.locator("#panel [data-kind=network]")).to_have_count(1)

    # The address says all of it.
    page.reload()
    expect(page.locator("#panel [data-kind=container]")).to_have_count(1)
    expect(page.locator("#panel [data-kind=network]")).to_have_count(1)
    expect(page.get_by_label("Filter containers")).to_have_value("172.31.90.10")
    expect(page.locator("#running")).to_have_attribute("aria-pressed", "true")

    page.get_by_label("Filter containers").fill("nothing is called so")
    expect(page.locator("#state")).to_contain_text("The filters leave no container")
    page.get_by_role("button", name="Show all").click()
    expect(mine.container(shop["alone"])).to_be_visible()
    expect(page.get_by_label("Filter containers")).to_have_value("")


def test_a_search_shows_what_a_filter_hides(on_panel: OnPanel, shop: dict[str, str]) -> None:
    mine = on_panel("operator", query="?filter=graph")
    expect(mine.container(shop["graph"])).to_be_visible()
    expect(mine.container(shop["db"])).to_have_count(0)
    mine.page.keyboard.press("/")
    mine.page.keyboard.type("view-db")
    mine.page.keyboard.press("Enter")
    expect(mine.container(shop["db"])).to_be_focused()


def test_many_networks_stand_upright_and_only_what_is_in_view_is_in_the_page(docker: Docker, on_panel: OnPanel) -> None:
    for number in range(16):
        docker("network", "create", "--subnet", f"172.31.{100 + number}.0/28", f"wide-{number}")
    one = docker.run("wide-one", "--network", "wide-15")
    last = docker("network", "inspect", "-f", "{{.Id}}", "wide-15")
    mine = on_panel("operator", viewport={"width": 900, "height": 600})
    expect(mine.page.locator("#panel")).to_have_class(re.compile("narrow"))
    expect(mine.page.locator("#panel [data-kind=network]").first).to_be_visible()
    assert mine.page.locator("#panel [data-kind=network]").count() < 19
    mine.container(one).focus()
    mine.page.keyboard.press("End")
    mine.page.keyboard.press("ArrowLeft")
    # The networks that the engine made itself are the last; before them the newest.
    for _ in range(5):
        if mine.page.locator(":focus").get_attribute("data-network") == last:
            break
        mine.page.keyboard.press("ArrowLeft")
    expect(mine.crossing(one, last)).to_be_focused()
    expect(mine.crossing(one, last)).to_be_in_viewport()
    expect(mine.crossing(one, last)).to_have_text(".2")
    expect(mine.crossing(one, last)).to_have_attribute("title", "172.31.115.2")
    expect(mine.page.locator("#panel [data-kind=network]").first).to_have_css("position", "absolute")


def test_many_containers_by_keyboard(docker: Docker, on_panel: OnPanel) -> None:
    """The focus is never lost, however far it goes, and its row is in the page wherever the panel is scrolled."""
    for number in range(60):
        docker("create", "--name", f"tall-{number}", "busybox", "true")
    bridge = docker("network", "inspect", "-f", "{{.Id}}", "bridge")
    first, last = (docker("inspect", "-f", "{{.Id}}", f"tall-{number}") for number in (0, 59))
    mine = on_panel("operator")
    mine.crossing(first, bridge).focus()
    assert mine.page.locator("#panel [data-kind=container]").count() < 50
    mine.page.keyboard.press("Control+ArrowDown")
    expect(mine.crossing(last, bridge)).to_be_focused()
    expect(mine.crossing(last, bridge)).to_be_in_viewport()
    mine.page.evaluate("() => { document.getElementById('panel').scrollTop = 0; }")
    expect(mine.container(first)).to_be_visible()
    expect(mine.crossing(last, bridge)).to_be_focused()
    mine.page.keyboard.press("PageUp")
    expect(mine.page.locator("#panel [role=gridcell]:focus")).to_be_in_viewport()
    mine.page.keyboard.press("Control+Home")
    mine.page.keyboard.press("ArrowDown")
    expect(mine.page.locator("#panel [role=gridcell]:focus")).to_have_attribute("data-container", first)


def test_hostile_names_are_shown_literally(docker: Docker, on_panel: OnPanel) -> None:
    project = "\u202e<b>project</b>"
    container = docker.run("hostile-one", *compose(project, SCRIPT), "--label", f"x={SCRIPT}")
    network = docker("network", "create", "--label", f"{COMPOSE}.project={project}", "n" * 120)
    mine = on_panel("operator")
    expect(mine.container(container)).to_contain_text(SCRIPT)
    expect(mine.page.locator("#panel [aria-expanded]").first).to_contain_text("·<b>project</b>")
    expect(mine.network(network)).to_have_attribute("title", re.compile("n" * 120))
    assert mine.page.locator("#panel script, #panel b:has(b)").count() == 0
    mine.crossing(container, network).click(modifiers=["Control"])
    expect(mine.bar).to_contain_text("hostile-one")
    assert mine.page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def test_on_a_phone(docker: Docker, on_panel: OnPanel, shop: dict[str, str]) -> None:
    bridge = docker("network", "inspect", "-f", "{{.Id}}", "bridge")
    mine = on_panel("operator", viewport={"width": 390, "height": 844}, has_touch=True)
    # One row of controls: the rest waits behind a button.
    expect(mine.page.locator("#filter-networks")).to_be_hidden()
    assert mine.page.evaluate("() => document.getElementById('panel').getBoundingClientRect().top") < 110
    mine.page.get_by_role("button", name="View").tap()
    mine.page.locator("#filter-networks").fill("null")
    expect(mine.page.locator(".p-network")).to_have_count(1)
    mine.page.locator("#filter-networks").fill("")
    mine.page.get_by_role("button", name="View").tap()
    expect(mine.page.locator("#filter-networks")).to_be_hidden()
    here = mine.crossing(shop["web"], bridge)
    here.tap()
    expect(here).to_have_text(re.compile(r"172\."))
    mine.container(shop["web"]).tap()
    expect(mine.inspector.get_by_role("heading", name="view-web")).to_be_visible()
    expect(mine.container(shop["web"])).to_be_in_viewport()
    assert mine.page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def test_without_containers_it_says_what_to_do(on_panel: OnPanel, docker: Docker) -> None:
    assert not docker.ids("ps", "-a")
    mine = on_panel("operator")
    expect(mine.page.locator("#state")).to_contain_text("No containers yet")
    expect(mine.page.get_by_role("link", name="Run a container")).to_be_visible()
    one: Any = docker.run("first-one")
    expect(mine.container(one)).to_be_visible()
    expect(mine.page.locator("#state")).to_be_hidden()
