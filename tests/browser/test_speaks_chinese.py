"""No English is left in what a person sees who reads 简体中文: in templates, in what the page's scripts draw and say, in every label."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.canonical import snapshots
from tests.browser.looking import live
from tests.browser.pictured import Pictured
from tests.engines import Docker

pytestmark = [pytest.mark.engine, pytest.mark.browser]
Open = Callable[..., Any]

# What is shown, and what is said of it: texts, names, placeholders and titles.
WORDS = """() => { const texts = [document.title];
  const shown = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (shown.nextNode()) if (!shown.currentNode.parentElement.closest("script, style, noscript, pre, code, kbd, .command, .mono, [lang=en], [name=time_zone]")) texts.push(shown.currentNode.data);
  for (const element of document.querySelectorAll("[aria-label], [title], [placeholder]")) for (const name of ["aria-label", "title", "placeholder"]) if (element.hasAttribute(name) && element.lang !== "en") texts.push(element.getAttribute(name));
  return texts; }"""
# Products; keys; what an engine or the kernel calls a thing; the other language's own name.
PROPER = """
  netviz Docker Podman Debian Linux Engine Compose Swarm Apache Unix Mermaid Graphviz iptables nftables OpenAPI Prometheus Redis PostgreSQL
  SQLite Python Django Ctrl Enter Esc Tab Shift Home End Delete Alt bridge host none null overlay macvlan ipvlan vxlan veth docker local
  swarm internal attachable inspect dockerd sandbox loopback gwbridge busybox sleep eth tcp udp pid Bearer English
"""
KNOWN = {word.lower() for word in re.findall(r"\w+", PROPER)}


def english(texts: list[str], own: set[str]) -> Iterator[str]:
    """Texts with a word in them that is neither a proper name nor one that the engine or a person gave."""
    names = re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(name) for name in sorted(own, key=len, reverse=True))})(?!\w)")
    for text in texts:
        # An engine's own words stand in quotes, a command after what copies it.
        text = names.sub(" ", re.sub("“[^”]*”|^复制：.*", " ", text))
        words = re.findall(r"(?<![\w./:=…_-])[A-Za-z][a-z]{2,}(?![\w./:=…_-])", text)
        if any(word.lower() not in KNOWN for word in words):
            yield " ".join(text.split())[:120]


def given(snapshot: dict[str, Any]) -> set[str]:
    """Every text in a snapshot: the names and values that are not ours."""
    found: set[str] = set()

    def walk(value: Any) -> None:
        if isinstance(value, str) and len(value) > 1:
            found.update({value, *re.findall(r"[\w.-]{2,}", value)})
        elif isinstance(value, dict):
            for one in [*value.keys(), *value.values()]:
                walk(one)
        elif isinstance(value, list):
            for one in value:
                walk(one)

    walk({name: rows for name, rows in snapshot.items() if isinstance(rows, list)})
    states = {
        "running",
        "exited",
        "paused",
        "created",
        "dead",
        "restarting",
        "live",
        "unreachable",
        "healthy",
        "unhealthy",
    }
    return found - states - {"starting", "state", "up", "down", "name", "default", "external"}


@pytest.fixture
def page(person: Open) -> Any:
    return person("operator", "wang", locale="zh-CN")


@pytest.mark.parametrize("name", ["multi-homed", "badges", "folded", "forty-projects", "engine-lost", "empty"])
def test_the_map_with_all_that_it_says(page: Any, name: str) -> None:
    snapshot = snapshots()[name]
    own = given(snapshot) | {"wang"}
    Pictured(page, snapshot)
    page.goto("/map/")
    page.locator("#map .item").first.wait_for()
    left = list(english(page.evaluate(WORDS), own))
    for kind in ("container", "network"):
        control = page.locator(f"#map [data-kind={kind}]")
        if control.count():
            control.first.press("Enter")
            page.keyboard.press("c")
            left += english(page.evaluate(WORDS), own)
            page.keyboard.press("Escape")
    assert page.locator("html").get_attribute("lang") == "zh-hans"
    assert left == [], "\n".join(left)


PATHS = (
    *("/panel/", "/networks/", "/networks/create/", "/networks/prune/", "/containers/", "/containers/run/", "/host/"),
    *("/activity/", "/fleet/", "/about/", "/settings/account/", "/settings/shares/"),
)


def test_every_page(page: Any, docker: Docker) -> None:
    docker("network", "create", "zh-net")
    container = docker.run("zh-one", "--network", "zh-net")
    page.goto("/map/")
    live(page)
    expect(page.locator(f"#map [data-id='{container}']")).to_be_visible()
    snapshot = page.request.get("/api/v1/topology").json()
    own = given(snapshot) | {"wang", "zh-net", "zh-one", "operator-person", "viewer-person"}
    left = {}
    for path in [*PATHS, f"/containers/{container}/"]:
        page.goto(path)
        live(page)
        page.wait_for_timeout(300)
        if found := list(english(page.evaluate(WORDS), own)):
            left[path] = found
    assert left == {}, "\n".join(f"{path}: {text}" for path, texts in left.items() for text in texts)
