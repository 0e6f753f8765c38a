"""/api/docs and the OpenAPI description."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.served import Served, serve

from .conftest import Caller, said

# The contract's calls, as far as they are there.
CALLS = {
    ("get", "/api/v1/topology"),
    ("get", "/api/v1/topology/difference"),
    ("get", "/api/v1/topology/export"),
    ("get", "/api/v1/timeline"),
    ("get", "/api/v1/changes"),
    ("get", "/api/v1/changes/steps"),
    ("get", "/api/v1/networks"),
    ("post", "/api/v1/networks"),
    ("post", "/api/v1/networks/prune"),
    ("get", "/api/v1/networks/{ref}"),
    ("delete", "/api/v1/networks/{ref}"),
    ("post", "/api/v1/networks/{ref}/connect"),
    ("post", "/api/v1/networks/{ref}/disconnect"),
    ("get", "/api/v1/containers"),
    ("post", "/api/v1/containers"),
    ("get", "/api/v1/containers/{ref}"),
    ("delete", "/api/v1/containers/{ref}"),
    *(("post", f"/api/v1/containers/{{ref}}/{word}") for word in ("start", "stop", "restart", "pause", "unpause", "rename")),
    ("get", "/api/v1/orders"),
    ("get", "/api/v1/orders/{order_id}"),
    ("post", "/api/v1/orders/{order_id}/undo"),
    ("get", "/api/v1/history"),
    ("get", "/api/v1/engines"),
    ("post", "/api/v1/engines"),
    ("post", "/api/v1/engines/test"),
    ("patch", "/api/v1/engines/{name}"),
    ("delete", "/api/v1/engines/{name}"),
}  # fmt: skip


async def test_the_description_has_every_call(viewer: Caller) -> None:
    description = said(await viewer.get("openapi.json"), 200)
    described = {(method, path) for path, methods in description["paths"].items() for method in methods}
    assert described == CALLS
    assert description["openapi"].startswith("3.1")


async def test_every_call_is_guarded_and_says_its_errors(viewer: Caller) -> None:
    description = said(await viewer.get("openapi.json"), 200)
    for path, methods in description["paths"].items():
        for method, call in methods.items():
            assert call["security"], (method, path)
            # Who may look may read everything: 403 is for what changes something.
            assert ({"401"} if method == "get" else {"401", "403"}) <= call["responses"].keys(), (method, path)
            assert call["description"], (method, path)


async def test_strangers_see_neither(stranger: Caller) -> None:
    said(await stranger.get("openapi.json"), 401, "not_signed_in")
    assert (await stranger.get("/api/docs")).status_code == 401


async def test_the_page_has_no_inline_script(viewer: Caller) -> None:
    answer = await viewer.get("/api/docs")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", text))
    assert "<style" not in text
    assert "default-src 'self'" in answer["Content-Security-Policy"]


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Served]:
    """netviz with an engine that is not there: enough to read about the API."""
    with serve(tmp_path / "served", f"unix://{tmp_path}/no.sock") as served:
        yield served


@pytest.mark.browser
def test_a_person_reads_and_tries_calls(alone: Served, page: Any, console: Any) -> None:
    # Answers that say no are what is tried here.
    console.allow(r"Failed to load resource: the server responded with a status of 4\d\d")
    page.goto(alone.link("operator"))
    page.get_by_role("button").first.click()
    page.goto(alone.base + "/api/docs")
    page.get_by_text("/api/v1/networks/{ref}/connect").wait_for()
    assert try_out(page, "list_networks") == "200"
    # Past CSRF, to the body's own fault.
    assert try_out(page, "prune_networks", {"networks": ["nowhere"]}) == "404"


def try_out(page: Any, call: str, body: dict[str, Any] | None = None) -> str:
    """Tries a call as the page lets people do; the answer's status."""
    block = page.locator(f"[id$='-{call}']")
    block.locator(".opblock-summary-control").click()
    block.get_by_role("button", name="Try it out").click()
    if body is not None:
        block.locator("textarea").fill(json.dumps(body))
    block.get_by_role("button", name="Execute").click()
    return str(block.locator(".live-responses-table .response-col_status").nth(1).inner_text()).split()[0]
