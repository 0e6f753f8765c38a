"""An earlier moment is drawn exactly as it was: every item, with its words and its looks."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.looking import Map
from tests.engines import Docker
from tests.waiting import until

pytestmark = [pytest.mark.engine, pytest.mark.browser]
# Per item its classes (colour, state, form), its label and all that is written in it. Not where it is: what stays between two pictures
# keeps its place, so that less jumps.
DRAWN = """(map) => [...map.querySelectorAll(".item:not(.leaving)")].map((item) =>
  [item.getAttribute("class"), item.getAttribute("aria-label"), item.textContent].join(" | ")).sort()"""


def drawn(shown: Map) -> list[str]:
    """The map at rest."""
    before: list[str] = []

    def same() -> bool:
        nonlocal before
        last, before = before, list(shown.page.locator("#map").evaluate(DRAWN))
        shown.page.wait_for_timeout(120)
        return last == before and shown.page.locator("#map .leaving").count() == 0

    until(same)
    return before


def opened(on_map: Callable[..., Map], query: str = "") -> list[str]:
    """What the map looks like to who comes to it."""
    shown = on_map("viewer", query=query)
    if query:
        expect(shown.page.locator("body")).to_have_attribute("data-past", re.compile("."))
    found = drawn(shown)
    shown.page.close()
    return found


def test_each_moment_looks_as_it_did(docker: Docker, on_map: Callable[..., Map]) -> None:
    docker("network", "create", "--subnet", "172.31.67.0/24", "exact-front")
    docker.run("exact-one", "--network", "exact-front")
    changes: list[Callable[[], Any]] = [
        lambda: docker.run("exact-two", "--network", "exact-front", "-l", "com.docker.compose.project=exact"),
        lambda: docker("network", "connect", "--ip", "172.31.68.99", "exact-back", "exact-one"),
        lambda: docker("stop", "-t", "0", "exact-two"),
        lambda: docker("rm", "-f", "exact-one"),
    ]
    docker("network", "create", "--internal", "--subnet", "172.31.68.0/24", "exact-back")
    moments: list[tuple[str, list[str]]] = []
    for change in changes:
        until(lambda: opened(on_map) == opened(on_map))
        moments.append((datetime.now(UTC).isoformat().replace("+00:00", "Z"), opened(on_map)))
        change()
        until(lambda: opened(on_map) != moments[-1][1])
    assert len({"".join(was) for _, was in moments}) == len(moments)
    for time, was in moments:
        assert opened(on_map, f"?time={time}") == was
