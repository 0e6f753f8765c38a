"""Which endpoint, network, bridge, parent and peer an interface has. Pure: tables made by hand."""

from collections.abc import Iterable

from netviz.host.join import Memo, Namespace, join, peers
from netviz.host.links import AddressEntry, Link, RouteEntry
from netviz.host.table import NamespaceTable
from netviz.topology.schema import Container, Endpoint, Interface, Key, Network, Observed, Subnet

A, B = "a" * 64, "b" * 64
WEB, DB = "1" * 64, "2" * 64


def link(ifindex: int, name: str, kind: str = "veth", **fields: object) -> Link:
    defaults: dict[str, object] = {"mac": f"02:42:00:00:00:{ifindex:02x}", "mtu": 1500, "state": "up", "up": True}
    return Link(ifindex=ifindex, name=name, kind=kind, **(defaults | fields))  # type: ignore[arg-type]


def table(*links: Link, addresses: Iterable[tuple[int, str]] = (), routes: Iterable[RouteEntry] = ()) -> NamespaceTable:
    made = NamespaceTable()
    made.links = {one.ifindex: one for one in links}
    for ifindex, text in addresses:
        entry = AddressEntry(ifindex, 6 if ":" in text else 4, text, 24, "global")
        made.addresses[ifindex] = made.addresses.get(ifindex, frozenset()) | {entry}
    for route in routes:
        made.routes[route.ifindex] = made.routes.get(route.ifindex, frozenset()) | {route}
    return made


def network(id: str, name: str, **fields: object) -> Network:
    return Network.model_validate({"engine": "e", "id": id, "name": name, "driver": "bridge"} | fields)


def container(id: str, **fields: object) -> Container:
    return Container.model_validate({"engine": "e", "id": id, "name": id[0], "state": "running"} | fields)


def endpoint(container_id: str, network_id: str, **fields: object) -> Endpoint:
    data = {"engine": "e", "id": f"{container_id}:{network_id}", "network_name": "n"}
    return Endpoint.model_validate(data | {"container_id": container_id, "network_id": network_id} | fields)


def objects(*things: Observed) -> dict[Key, Observed]:
    return {thing.key: thing for thing in things}


def joined(host: NamespaceTable | None, namespaces: dict[str, Namespace], *things: Observed) -> dict[str, Interface]:
    return {interface.id: interface for interface in join("e", host, namespaces, objects(*things)).values()}


HOST = table(
    link(3, "eth0", "ethernet"),
    link(10, "br-1", "bridge"),
    link(12, "vethA", master=10, link=5, link_netnsid=0),
    addresses=[(3, "10.78.0.1"), (10, "172.18.0.1")],
)


def test_a_veth_pair_is_joined_from_end_to_end() -> None:
    inside = Namespace(table(link(5, "eth0", link=12, link_netnsid=0), addresses=[(5, "172.18.0.2")]), host_nsid=0)
    things = (
        network(WEB, "web", bridge="br-1"),
        container(A),
        endpoint(A, WEB, ipv4="172.18.0.2", mac="02:42:00:00:00:05"),
    )
    found = joined(HOST, {A: inside}, *things)
    eth0, veth, bridge = found[f"{A}:5"], found["host:12"], found["host:10"]
    assert (eth0.peer, eth0.container_id, eth0.network_id, eth0.endpoint_id) == ("host:12", A, WEB, f"{A}:{WEB}")
    assert (veth.peer, veth.container_id, veth.network_id, veth.endpoint_id) == (f"{A}:5", A, WEB, f"{A}:{WEB}")
    assert veth.master == "host:10"
    assert (bridge.network_id, bridge.container_id) == (WEB, None)
    assert (eth0.parent, veth.parent) == (None, None)


def test_a_number_that_names_a_third_namespace_is_no_peer() -> None:
    """Two containers' interfaces that both say "peer 12": only the one whose other end is on the host has it."""
    inside = {
        A: Namespace(table(link(5, "eth0", link=12, link_netnsid=0)), host_nsid=0),
        B: Namespace(table(link(5, "eth0", link=12, link_netnsid=3)), host_nsid=0),
    }
    found = joined(HOST, inside, container(A), container(B))
    assert found[f"{A}:5"].peer == "host:12"
    assert found[f"{B}:5"].peer is None
    assert peers(HOST, inside) == {f"{A}:5": 12}


def test_a_claim_that_the_host_does_not_confirm_is_no_peer() -> None:
    """A container's interface numbers are its own business: vethA's other end is 5, not 6."""
    inside = Namespace(table(link(6, "eth1", link=12, link_netnsid=0)), host_nsid=0)
    found = joined(HOST, {A: inside}, container(A))
    assert found[f"{A}:6"].peer is None
    assert found["host:12"].container_id is None


def test_macvlan_has_its_parent_on_the_host() -> None:
    inside = Namespace(
        table(link(7, "eth0", "macvlan", link=3, link_netnsid=0), addresses=[(7, "10.78.0.9")]), host_nsid=0
    )
    things = network(WEB, "lan", driver="macvlan"), container(A), endpoint(A, WEB, ipv4="10.78.0.9")
    eth0 = joined(HOST, {A: inside}, *things)[f"{A}:7"]
    assert (eth0.parent, eth0.peer, eth0.endpoint_id) == ("host:3", None, f"{A}:{WEB}")


def test_ipvlan_interfaces_share_their_parents_mac() -> None:
    """So the address decides; without one the MAC, which two endpoints have, decides nothing."""
    mac = "02:42:00:00:00:03"
    ends = endpoint(A, WEB, ipv4="10.1.0.2", mac=mac), endpoint(A, DB, ipv4="10.2.0.2", mac=mac)
    inside = table(link(7, "eth0", "ipvlan", mac=mac), link(8, "eth1", "ipvlan", mac=mac), addresses=[(8, "10.2.0.2")])
    found = joined(None, {A: Namespace(inside)}, container(A), *ends)
    assert found[f"{A}:8"].endpoint_id == f"{A}:{DB}"
    assert found[f"{A}:7"].endpoint_id is None


def test_an_endpoint_is_found_by_its_mac_after_its_address_was_taken_away() -> None:
    inside = Namespace(table(link(5, "eth0"), addresses=[(5, "192.0.2.7")]))
    found = joined(
        None, {A: inside}, container(A), endpoint(A, WEB, ipv4="172.18.0.2", mac="02:42:00:00:00:05".upper())
    )
    assert found[f"{A}:5"].endpoint_id == f"{A}:{WEB}"


def test_an_ipv6_address_counts_however_it_is_written() -> None:
    inside = Namespace(table(link(5, "eth0"), addresses=[(5, "fd00:1::2")]))
    found = joined(None, {A: inside}, container(A), endpoint(A, WEB, ipv6="FD00:0001:0::0002"))
    assert found[f"{A}:5"].endpoint_id == f"{A}:{WEB}"


def test_addresses_that_are_none_are_passed_over() -> None:
    inside = Namespace(table(link(5, "eth0"), addresses=[(5, "172.18.0.2")]))
    web = network(WEB, "web", subnets=(Subnet(subnet="x", gateway="<script>"),))
    found = joined(HOST, {A: inside}, web, container(A), endpoint(A, WEB, ipv4="999.1.1.1", mac="nonsense"))
    assert found[f"{A}:5"].endpoint_id is None


def test_the_way_out_of_an_overlay_belongs_to_the_gateway_bridge() -> None:
    """docker_gwbridge is in no container's list of networks: its interface is known by its bridge alone."""
    inside = Namespace(
        table(
            link(4, "eth0", link=9, link_netnsid=2),
            link(5, "eth1", link=12, link_netnsid=0),
            addresses=[(4, "10.90.0.2"), (5, "172.18.0.3")],
        ),
        host_nsid=0,
    )
    things = network(DB, "docker_gwbridge", bridge="br-1"), network(WEB, "ov", driver="overlay"), container(A)
    found = joined(HOST, {A: inside}, *things, endpoint(A, WEB, ipv4="10.90.0.2"))
    overlay, way_out = found[f"{A}:4"], found[f"{A}:5"]
    assert (overlay.peer, overlay.network_id, overlay.endpoint_id) == (None, WEB, f"{A}:{WEB}")
    assert (way_out.peer, way_out.network_id, way_out.endpoint_id) == ("host:12", DB, None)


def test_a_bridge_is_known_by_its_default_name_or_its_gateway() -> None:
    named = table(link(10, f"br-{WEB[:12]}", "bridge"))
    assert joined(named, {}, network(WEB, "web"))["host:10"].network_id == WEB
    podman = table(link(10, "podman1", "bridge"), addresses=[(10, "fd00:1::1")])
    subnets = (Subnet(subnet="fd00:1::/64", gateway="fd00:1:0::1"),)
    assert joined(podman, {}, network(WEB, "web", subnets=subnets))["host:10"].network_id == WEB
    assert joined(podman, {}, network(WEB, "web", driver="macvlan", subnets=subnets))["host:10"].network_id is None


def test_a_port_that_nobody_claims_is_its_bridges() -> None:
    """A namespace that can't be entered, or none of a container's (the ingress sandbox)."""
    veth = joined(HOST, {}, network(WEB, "web", bridge="br-1"))["host:12"]
    assert (veth.network_id, veth.container_id, veth.peer) == (WEB, None, None)


def test_vlan_vxlan_and_a_pair_within_the_host() -> None:
    host = table(
        link(2, "cable", link=3),
        link(3, "eth0", link=2),
        link(4, "eth0.50", "vlan", link=3),
        link(6, "vx", "vxlan", vxlan_id=4097, master=10),
        link(10, "br0", "bridge"),
    )
    found = joined(host, {}, network(WEB, "ov", driver="overlay", vxlan_id=4097))
    assert (found["host:2"].peer, found["host:3"].peer) == ("host:3", "host:2")
    assert (found["host:4"].parent, found["host:4"].peer) == ("host:3", None)
    assert (found["host:6"].network_id, found["host:6"].master) == (WEB, "host:10")


def test_a_container_that_does_not_run_has_no_interfaces() -> None:
    inside = {A: Namespace(table(link(5, "eth0"))), B: Namespace(table(link(5, "eth0")))}
    assert set(joined(None, inside, container(A, state="exited"))) == set()
    assert set(joined(None, inside, container(A, state="paused"))) == {f"{A}:5"}


def test_the_kernels_unused_tunnels_are_left_out() -> None:
    sit = link(2, "sit0", "sit", up=False, state="down")
    assert set(joined(table(sit), {A: Namespace(table(sit))}, container(A))) == set()
    assert set(joined(table(sit, addresses=[(2, "10.0.0.1")]), {})) == {"host:2"}
    assert set(joined(table(link(2, "tunl0", "ipip")), {})) == {"host:2"}


def test_order_is_by_value() -> None:
    entries = [RouteEntry(5, 4, "10.0.0.0/8", None, None, None), RouteEntry(5, 4, "default", "10.0.0.1", None, None)]
    one = table(link(5, "e"), addresses=[(5, "10.0.0.9"), (5, "fd00::1"), (5, "10.0.0.2")], routes=entries)
    other = table(link(5, "e"), addresses=[(5, "fd00::1"), (5, "10.0.0.2"), (5, "10.0.0.9")], routes=entries[::-1])
    assert joined(one, {})["host:5"] == joined(other, {})["host:5"]
    assert [a.address for a in joined(one, {})["host:5"].addresses] == ["10.0.0.2", "10.0.0.9", "fd00::1"]
    assert [r.destination for r in joined(one, {})["host:5"].routes] == ["default", "10.0.0.0/8"]


def test_what_did_not_change_is_the_same_object() -> None:
    memo = Memo()
    host = table(link(3, "eth0", "ethernet"), link(4, "eth1", "ethernet"))
    before = join("e", host, {}, {}, memo)
    host.links[4] = link(4, "eth1", "ethernet", state="down")
    after = join("e", host, {}, {}, memo)
    assert after["interface", "host:3"] is before["interface", "host:3"]
    assert after["interface", "host:4"].state == "down"
    del host.links[3]
    assert set(join("e", host, {}, {}, memo)) == {("interface", "host:4")}
