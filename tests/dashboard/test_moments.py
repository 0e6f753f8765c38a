"""The replay's pieces: what a tick stands for, and what differs between two moments, in words."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from netviz.topology import journal, models

from .conftest import Kept, Objects
from .world import container, endpoint, network


def words(text: str) -> list[str]:
    lines = re.findall(r"<li.*?</li>", text, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", line).split()) for line in lines]


def test_what_happened(world: Objects, kept: Kept, viewer: Client) -> None:
    first = journal.current().revision + 1
    kept.put(network("blue", "10.8.0.0/24"))
    kept.put(endpoint(container("alpine1"), network("blue"), "10.8.0.2"))
    response = viewer.get("/map/happened/", {"first": first, "last": first + 1})
    lines = words(response.content.decode())
    assert len(lines) == 2
    assert lines[0].endswith("alpine1 was connected to blue as 10.8.0.2")
    assert lines[1].endswith("Network blue was created")


def test_many_changes_are_counted(world: Objects, kept: Kept, viewer: Client) -> None:
    first = journal.current().revision + 1
    kept.put(*(network(f"n{number}") for number in range(20)))
    lines = words(viewer.get("/map/happened/", {"first": first, "last": first + 19}).content.decode())
    assert len(lines) == 9
    assert lines[-1] == "and 12 more changes"


def test_what_differs(world: Objects, kept: Kept, viewer: Client) -> None:
    start = journal.current().revision
    kept.put(network("blue"))
    kept.put(container("web-1", state="paused", image="shop/web:1.4"))
    kept.put(gone=[("endpoint", world["alpine1@bridge"].id)])
    text = viewer.get("/map/difference/", {"start": start, "end": start + 3}).content.decode()
    assert re.findall(r'data-op="(\w+)" data-of="(\w+)" data-object="([^"]+)" data-engine="host1"', text) == [
        ("remove", "endpoint", world["alpine1@bridge"].id),
        ("update", "container", world["web-1"].id),
        ("add", "network", network("blue").id),
    ]
    assert "alpine1 was disconnected from bridge" in words(text)[0]
    assert "Nothing differs." in viewer.get("/map/difference/", {"start": start, "end": start}).content.decode()


def test_what_was_there_at_the_first_look_was_not_added(world: Objects, kept: Kept, viewer: Client) -> None:
    start = journal.current().revision
    kept.put(network("old"), container("older"), type="first")
    kept.put(network("made"))
    text = viewer.get("/map/difference/", {"start": start, "end": start + 3}).content.decode()
    assert re.findall(r'data-op="(\w+)" data-of="(\w+)" data-object="([^"]+)"', text) == [
        ("add", "network", network("made").id)
    ]
    assert "2 objects were there when netviz first looked: they are not listed." in text
    # The same objects, changed later: that was a change.
    kept.put(container("older", state="paused"))
    text = viewer.get("/map/difference/", {"start": start + 2, "end": start + 4}).content.decode()
    assert 'data-op="update" data-of="container"' in text
    assert "first looked" not in text


def test_what_engines_report_is_text(world: Objects, kept: Kept, viewer: Client) -> None:
    start = journal.current().revision
    kept.put(network('"><script>alert(1)</script>'))
    for path, query in (
        ("happened", {"first": start + 1, "last": start + 1}),
        ("difference", {"start": start, "end": start + 1}),
    ):
        text = viewer.get(f"/map/{path}/", query).content.decode()
        assert "<script" not in text
        assert "&lt;script&gt;" in text


@pytest.mark.parametrize("path", ["/map/happened/?first=1&last=2", "/map/difference/?start=1&end=2"])
def test_who_and_how_far(world: Objects, viewer: Client, path: str) -> None:
    assert Client().get(path).status_code == 302
    assert viewer.post(path).status_code == 405
    assert viewer.get(path).status_code == 200
    assert viewer.get(path.partition("?")[0]).status_code == 400
    assert viewer.get(path.replace("=2", "=0")).status_code == 400
    assert viewer.get(path.replace("=1", "=x")).status_code == 400
    models.Journal.objects.update(horizon=5)
    assert viewer.get(path).status_code == 410
