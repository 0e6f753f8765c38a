"""Parsing netlink messages: against pyroute2 on the kernel's own messages, and the traps by hand."""

import socket
import struct
from collections.abc import Callable
from typing import Any

import pytest
from pyroute2.netlink.rtnl.marshal import MarshalRtnl

from netviz.host import netlink
from netviz.host.links import Link, parse_address, parse_link, parse_route
from netviz.host.netlink import RTM_NEWADDR, RTM_NEWLINK, RTM_NEWROUTE, attribute
from tests.host.conftest import Box

pytestmark = pytest.mark.engine

SETUP = """
link set lo up
link add br0 type bridge
link add v0 mtu 1400 type veth peer name v1
link set v0 master br0 up
link set v1 address 02:42:ac:11:00:09 up
link set br0 up
link add mv link v1 type macvlan mode bridge
link add vx type vxlan id 4097 dstport 4789 dev v1
addr add 172.30.0.1/24 dev br0
addr add 172.30.0.9 peer 172.30.9.9/32 dev v1
addr add fd00:30::1/64 dev br0 nodad
route add 10.9.0.0/16 via 172.30.0.7 dev br0 metric 7
route add 10.8.0.0/16 nexthop via 172.30.0.7 dev br0 nexthop via 172.30.9.9 dev v1
route add 10.7.0.0/16 via inet6 fe80::7 dev br0
route add default via 172.30.0.254
route add unreachable 10.6.0.0/16
route add 10.5.0.0/16 dev br0 table 100
-6 route add fd00:31::/64 via fd00:30::7 metric 5
"""


@pytest.fixture
def datagrams(box: Box) -> list[bytes]:
    """Dumps of links, addresses and routes of a namespace with one of each kind."""
    for line in SETUP.strip().splitlines():
        box.ip(line)
    found: list[bytes] = []
    with box.socket(groups=0) as sock:
        netlink.ask(sock, netlink.RTM_GETLINK, struct.pack("=BxHiII", 0, 0, 0, 0, 0), found.append)
        netlink.ask(sock, netlink.RTM_GETADDR, bytes(8), found.append)
        for family in (socket.AF_INET, socket.AF_INET6):
            netlink.ask(sock, netlink.RTM_GETROUTE, struct.pack("=B11x", family), found.append)
    return found


def ours(datagrams: list[bytes], kind: int, parse: Callable[[bytes, int, int], Any]) -> list[Any]:
    return [parse(d, h.start, h.end) for d in datagrams for h in netlink.messages(d) if h.type == kind]


def theirs(datagrams: list[bytes], event: str) -> list[Any]:
    marshal = MarshalRtnl()
    return [message for d in datagrams for message in marshal.parse(d) if message["event"] == event]


def test_links_are_what_pyroute2_reads(datagrams: list[bytes]) -> None:
    expected = []
    for message in theirs(datagrams, "RTM_NEWLINK"):
        info = message.get_attr("IFLA_LINKINFO")
        data = info.get_attr("IFLA_INFO_DATA") if info else None
        mac = message.get_attr("IFLA_ADDRESS")
        kind = info.get_attr("IFLA_INFO_KIND") if info else None
        expected.append(
            Link(
                ifindex=message["index"],
                name=message.get_attr("IFLA_IFNAME"),
                kind=kind or "loopback",
                mac=mac if mac.strip("0:") else None,
                mtu=message.get_attr("IFLA_MTU"),
                state=message.get_attr("IFLA_OPERSTATE").lower(),
                up=bool(message["flags"] & 1),
                master=message.get_attr("IFLA_MASTER"),
                link=message.get_attr("IFLA_LINK"),
                link_netnsid=message.get_attr("IFLA_LINK_NETNSID"),
                vxlan_id=data.get_attr("IFLA_VXLAN_ID") if kind == "vxlan" else None,
            )
        )
    found = ours(datagrams, RTM_NEWLINK, parse_link)
    assert found == expected
    assert {"br0", "v0", "v1", "mv", "vx", "lo"} <= {link.name for link in found}
    assert next(link for link in found if link.name == "vx").vxlan_id == 4097


def test_addresses_are_what_pyroute2_reads(datagrams: list[bytes]) -> None:
    expected = [
        (m["index"], m.get_attr("IFA_LOCAL") or m.get_attr("IFA_ADDRESS"), m["prefixlen"])
        for m in theirs(datagrams, "RTM_NEWADDR")
    ]
    found = ours(datagrams, RTM_NEWADDR, parse_address)
    assert [(a.ifindex, a.address, a.prefix_len) for a in found] == expected
    scopes = {a.address: a.scope for a in found}
    assert scopes["127.0.0.1"] == "host"
    assert scopes["172.30.0.9"] == scopes["fd00:30::1"] == "global"


def test_routes_are_the_unicast_ones_of_the_main_table(datagrams: list[bytes]) -> None:
    found = [route for routes in ours(datagrams, RTM_NEWROUTE, parse_route) for route in routes]
    names = {link.ifindex: link.name for link in ours(datagrams, RTM_NEWLINK, parse_link)}
    ipv4 = {(r.destination, names[r.ifindex], r.gateway, r.metric, r.source) for r in found if r.family == 4}
    assert ipv4 == {
        ("172.30.0.0/24", "br0", None, None, "172.30.0.1"),
        ("172.30.9.9/32", "v1", None, None, "172.30.0.9"),
        ("10.9.0.0/16", "br0", "172.30.0.7", 7, None),
        ("10.8.0.0/16", "br0", "172.30.0.7", None, None),
        ("10.8.0.0/16", "v1", "172.30.9.9", None, None),
        ("10.7.0.0/16", "br0", "fe80::7", None, None),
        ("default", "br0", "172.30.0.254", None, None),
    }
    ipv6 = {(r.destination, r.gateway, r.metric) for r in found if r.family == 6}
    assert ("fd00:31::/64", "fd00:30::7", 5) in ipv6
    assert ("fd00:30::/64", None, 256) in ipv6


def test_a_bridge_ports_message_is_no_link() -> None:
    """`RTM_DELLINK` of family AF_BRIDGE says that a port has left its bridge."""
    body = struct.pack("=BxHiII", socket.AF_BRIDGE, 1, 7, 0, 0) + attribute(3, b"eth0\0")
    assert parse_link(body, 0, len(body)) is None


def test_a_hostile_name_is_kept_as_text() -> None:
    body = struct.pack("=BxHiII", 0, 1, 7, 0, 0) + attribute(3, b"<b>\xff\x1b[2J\0")
    link = parse_link(body, 0, len(body))
    assert link is not None
    assert link.name == "<b>�\x1b[2J"


def test_malformed_messages_end_the_walk() -> None:
    header = struct.pack("=IHHII", 4000, RTM_NEWLINK, 0, 1, 1)
    assert list(netlink.messages(header)) == []
    assert list(netlink.messages(header[:7])) == []
    assert netlink.attributes(struct.pack("=HH", 200, 3) + b"short", 0, 9) == {}
    assert netlink.attributes(struct.pack("=HH", 0, 3), 0, 4) == {}


def test_an_infiniband_mac_and_a_tunnels_address() -> None:
    def mac(address: bytes) -> str | None:
        body = struct.pack("=BxHiII", 0, 1, 7, 0, 0) + attribute(1, address)
        parsed = parse_link(body, 0, len(body))
        assert parsed is not None
        return parsed.mac

    assert mac(bytes(range(20))) == "00:01:02:03:04:05:06:07:08:09:0a:0b:0c:0d:0e:0f:10:11:12:13"
    assert mac(bytes([10, 0, 0, 1])) is None
    assert mac(bytes([0xFD, *range(15)])) is None
    assert mac(b"\x02\x42\xac\x11\x00\xff") == "02:42:ac:11:00:ff"
