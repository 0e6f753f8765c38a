"""What a share link's websocket lets through: a list of what may pass."""

from __future__ import annotations

import json
from typing import Any

import pytest

from netviz.dashboard.shared_view import DRAWN, shared
from netviz.topology import schema

from .world import container, endpoint, engine, interface, network, shop


def told(message: dict[str, Any], of: str = "") -> Any:
    text = shared(json.dumps(message), of)
    return text and json.loads(text)


def snapshot(*objects: schema.Observed) -> dict[str, Any]:
    lists = {f"{kind}s": [item.data() for item in objects if item.kind == kind] for kind in schema.KINDS}
    return {"type": "snapshot", "revision": 7, "journal": "j", "time": "t", **lists}


def change(revision: int, item: schema.Observed, **more: Any) -> dict[str, Any]:
    cause = {"type": "order", "action": None, "order": 4, "by": "ada"}
    about = {"engine": item.engine, "kind": item.kind, "id": item.id, "data": item.data(), "op": "update"}
    return {"revision": revision, "time": "t", "count": 1, "cause": cause, **about, **more}


SECRETS = [
    container("c", env=("PASSWORD=hunter2",), labels={"token": "hunter2"}, command="run --key hunter2"),
    network("n", labels={"token": "hunter2"}, options={"password": "hunter2", "com.docker.network.bridge.name": "br0"}, ipam_options={"k": "hunter2"}),
    engine(url="tcp://hunter2:2376", reason="dial hunter2"),
    endpoint(container("c"), network("n"), driver_opts={"k": "hunter2"}, links=("hunter2",)),
]  # fmt: skip


def test_a_snapshot_without_secrets() -> None:
    seen = told(snapshot(*SECRETS))
    assert "hunter2" not in json.dumps(seen)
    assert (seen["revision"], seen["journal"]) == (7, "j")
    assert seen["containers"][0]["name"] == "c"
    assert seen["networks"][0]["options"] == {"com.docker.network.bridge.name": "br0"}


@pytest.mark.parametrize("item", SECRETS, ids=lambda item: item.kind)
def test_a_change_without_secrets_and_people(item: schema.Observed) -> None:
    (seen,) = told({"type": "changes", "revision": 8, "changes": [change(8, item)]})["changes"]
    assert "hunter2" not in json.dumps(seen)
    assert seen["cause"] == {"type": "order"}
    assert (seen["id"], seen["op"], seen["data"]["id"]) == (item.id, "update", item.id)


def test_a_removal_stays_one() -> None:
    gone = change(8, network("n"), op="remove", data=None)
    assert told({"type": "changes", "revision": 8, "changes": [gone]})["changes"][0]["data"] is None


def test_one_engine_only() -> None:
    theirs = network("other", engine="host2")
    seen = told(snapshot(engine(), engine("host2"), network("n"), theirs, container("c", engine="host2")), "host1")
    assert [item["name"] for item in seen["engines"]] == ["host1"]
    assert [item["name"] for item in seen["networks"]] == ["n"]
    assert seen["containers"] == []
    changes = told(
        {"type": "changes", "revision": 9, "changes": [change(8, theirs), change(9, network("n"))]}, "host1"
    )["changes"]
    assert changes[0] == {"revision": 8, "kind": "hidden"}
    assert changes[1]["id"] == network("n").id


def test_rates_of_its_engine() -> None:
    rates = {"type": "rates", "engine": "host1", "time": 1, "rates": {"host:2": {"rx_bytes_per_s": 1}}}
    assert told(rates) == told(rates, "host1") == rates
    assert told(rates, "host2") is None


@pytest.mark.parametrize("type_", ["order", "probe", "sample", "anything"])
def test_nothing_else_passes(type_: str) -> None:
    assert told({"type": type_, "order": {"by": "ada", "command": "docker run -e PASSWORD=hunter2"}}) is None


def test_the_fields_exist() -> None:
    """A name that no object has would hide a mistake in the list."""
    objects: dict[str, Any] = {item.kind: item.data() for item in (*shop().values(), interface("eth0", 2, "ethernet"))}
    assert {kind: fields - objects[kind].keys() for kind, fields in DRAWN.items()} == {kind: set() for kind in DRAWN}
