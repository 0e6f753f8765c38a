"""/host/."""

from django.test import Client

from netviz.dashboard.facts import interfaces
from netviz.dashboard.facts.world import World, of_snapshot
from netviz.topology.schema import Snapshot

from .conftest import Kept, Objects
from .world import engine, interface, shop


def world_of(*found: object) -> World:
    lists: dict[str, list[object]] = {
        f"{kind}s": [] for kind in ("engine", "network", "container", "endpoint", "interface")
    }
    for item in found:
        lists[f"{item.kind}s"].append(item.data())  # type: ignore[attr-defined]
    return of_snapshot(Snapshot(revision=1, journal="j", time="2026-01-01T00:00:00Z", **lists))  # type: ignore[arg-type]


def test_tree_goes_from_bridge_to_veth_to_container() -> None:
    now = world_of(*shop().values())
    view = interfaces.host(now.engines["host1"], now)

    tree = {group.code: [(b.interface.name, b.depth, b.on_host) for b in group.branches] for group in view.groups}
    assert tree["uplink"] == [("eth0", 0, True)]
    assert tree["bridge"] == [("br-51c0", 0, True), ("veth3f9a", 1, True), ("eth0", 2, False)]
    end = next(group for group in view.groups if group.code == "bridge").branches[2]
    assert end.container is not None
    assert (end.container.name, end.network.name if end.network else None) == ("web-1", "shop_front")


def test_container_on_a_parent_hangs_under_it() -> None:
    objects = shop()
    web = objects["web-1"].id
    macvlan = interface("eth1", 12, "macvlan", web, parent="host:2", container_id=web)
    now = world_of(*objects.values(), macvlan)

    uplinks = interfaces.host(now.engines["host1"], now).groups[0].branches
    assert [(branch.interface.name, branch.depth) for branch in uplinks] == [("eth0", 0), ("eth1", 1)]


def test_a_ring_of_masters_ends() -> None:
    a, b = interface("a", 20, "bridge", master="host:21"), interface("b", 21, "bridge", master="host:20")
    root = interface("r", 22, "bridge")
    now = world_of(engine(), a, b, root)
    assert [b.interface.name for g in interfaces.host(now.engines["host1"], now).groups for b in g.branches] == ["r"]


def test_page_shows_interfaces_addresses_and_routes(viewer: Client, kept: Kept, world: Objects) -> None:
    kept.put(
        interface(
            "eth0",
            2,
            "ethernet",
            addresses=[{"address": "10.0.2.15", "prefix_len": 24}],
            routes=[{"destination": "default", "gateway": "10.0.2.2", "metric": 100}],
        )
    )
    page = viewer.get("/host/").content.decode()
    for text in ("10.0.2.15/24", "10.0.2.2", "veth3f9a", "br-51c0"):
        assert text in page


def test_page_says_what_can_not_be_seen_and_why(viewer: Client, kept: Kept, world: Objects) -> None:
    kept.put(
        engine(
            host_interfaces={"available": False, "code": "not_local"},
            namespaces={"available": False, "code": "not_root", "detail": "EPERM <b>"},
        )
    )
    page = viewer.get("/host/").content.decode()
    assert "The engine is on another machine" in page
    assert "netviz does not run as root" in page
    assert "EPERM &lt;b&gt;" in page


def test_unreachable_engine_shows_its_reason(viewer: Client, kept: Kept, world: Objects) -> None:
    kept.put(engine(state="unreachable", reason="connection refused", since="2026-01-01T10:00:00Z"))
    page = viewer.get("/host/").content.decode()
    assert "connection refused" in page
    assert "unreachable" in page


def test_without_an_engine_it_says_what_to_do(admin: Client) -> None:
    assert "/settings/engines/" in admin.get("/host/").content.decode()
