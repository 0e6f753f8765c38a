"""What must hold at any moment of rest: the journal is dense and tells the rows, and the rows are what the engine's inspect says."""

from typing import Any

from netviz.engine.client import EngineClient
from netviz.topology import journal, models, snapshot
from netviz.topology.db import read_transaction
from netviz.topology.schema import KINDS


def rows() -> dict[tuple[str, str, str], dict[str, Any]]:
    """Every row by engine, kind and id."""
    return {(item["engine"], kind, item["id"]): item for kind in KINDS for item in snapshot.objects(kind)}


def replayed() -> dict[tuple[str, str, str], dict[str, Any]]:
    """What the journal's changes lead to, from nothing."""
    found: dict[tuple[str, str, str], dict[str, Any]] = {}
    for change in models.Change.objects.order_by("revision"):
        key = (change.engine, change.kind, change.object_id)
        if change.op == "remove":
            assert key in found, f"revision {change.revision} removes what was not there: {key}"
            del found[key]
        else:
            assert (key in found) == (change.op == "update"), f"revision {change.revision} is no {change.op}: {key}"
            assert found.get(key) != change.data, f"revision {change.revision} changes nothing: {key}"
            found[key] = change.data
    return found


def check_journal() -> None:
    """Dense revisions, nothing twice, and a replay that ends at the rows."""
    with read_transaction():
        revisions = list(models.Change.objects.order_by("revision").values_list("revision", flat=True))
        last, there, told = journal.current().revision, rows(), replayed()
    assert revisions == list(range(1, last + 1))
    assert there.keys() == told.keys()
    for key, item in there.items():
        assert told[key] == item, key


def seen_by(url: str) -> dict[str, dict[str, Any]]:
    """The engine's containers by id, each with its state, name and what it is attached to, by inspect."""
    client = EngineClient(url)
    ids = [item["Id"] for item in client.get("/containers/json", all="1")]
    return {key: _inspected(client.get(f"/containers/{key}/json")) for key in ids}


def _inspected(raw: dict[str, Any]) -> dict[str, Any]:
    networks = raw["NetworkSettings"]["Networks"]
    return {
        "name": raw["Name"].lstrip("/"),
        "state": raw["State"]["Status"],
        "pid": raw["State"].get("Pid") or None,
        "networks": {
            name: (end["IPAddress"] or None, end["MacAddress"] or None, end["EndpointID"] or None)
            for name, end in networks.items()
        },
    }


def kept(engine: str) -> dict[str, dict[str, Any]]:
    """The same from the models, at one moment."""
    with read_transaction():
        containers, ends = snapshot.objects("container"), snapshot.objects("endpoint")
    found = {
        item["id"]: {"name": item["name"], "state": item["state"], "pid": item["pid"], "networks": {}}
        for item in containers
        if item["engine"] == engine
    }
    for end in ends:
        if end["engine"] == engine:
            told = end["ipv4"], end["mac"], end["endpoint_id"]
            found[end["container_id"]]["networks"][end["network_name"]] = told
    return found


def differences(url: str, engine: str) -> list[str]:
    """What the models hold otherwise than the engine's inspect says: its networks, and each container with just what it is on."""
    listed = {item["Id"]: item["Name"] for item in EngineClient(url).get("/networks")}
    known = {item["id"]: item["name"] for item in snapshot.objects("network") if item["engine"] == engine}
    pairs = [(listed, known), (seen_by(url), kept(engine))]
    return [
        f"{key}: {there.get(key)} is known as {held.get(key)}"
        for there, held in pairs
        for key in sorted({*there, *held})
        if there.get(key) != held.get(key)
    ]


def agrees(url: str, engine: str) -> bool:
    return not differences(url, engine)
