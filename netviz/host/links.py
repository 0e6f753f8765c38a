"""Link, address and route messages as plain values (include/uapi/linux/if_link.h, if_addr.h, rtnetlink.h). Pure.

Not read: counters and address lifetimes; they change all the time and say nothing of the topology.
"""

from __future__ import annotations

import socket
import struct
from dataclasses import dataclass
from typing import Literal

from netviz.host.netlink import attributes

Family = Literal[4, 6]
MAIN_TABLE = 254
_IFF_UP = 0x1
_RTN_UNICAST, _RTM_F_CLONED = 1, 0x200
_INFO, _ADDRESS, _ROUTE, _NEXTHOP = (struct.Struct(f) for f in ("=BxHiII", "=BBBBi", "=BBBBBBBBI", "=HBBi"))
_STATES = ("unknown", "notpresent", "down", "lowerlayerdown", "testing", "dormant", "up")
# ARPHRD_* of links that have no kind of their own (include/uapi/linux/if_arp.h)
_HARDWARE = {1: "ethernet", 32: "infiniband", 512: "ppp", 772: "loopback", 801: "wlan", 65534: "none"}
_SCOPES = {0: "global", 200: "site", 253: "link", 254: "host", 255: "nowhere"}


@dataclass(frozen=True, slots=True)
class Link:
    """`link` is the lower interface's or a veth peer's ifindex, in the namespace that `link_netnsid` names (None: this one)."""

    ifindex: int
    name: str
    kind: str
    mac: str | None
    mtu: int | None
    state: str
    up: bool
    master: int | None = None
    link: int | None = None
    link_netnsid: int | None = None
    vxlan_id: int | None = None


@dataclass(frozen=True, slots=True)
class AddressEntry:
    ifindex: int
    family: Family
    address: str
    prefix_len: int
    scope: str


@dataclass(frozen=True, slots=True)
class RouteEntry:
    """A unicast route of the main table through one interface; `destination` is CIDR or "default"."""

    ifindex: int
    family: Family
    destination: str
    gateway: str | None
    metric: int | None
    source: str | None


def parse_link(data: bytes, start: int, end: int) -> Link | None:
    """A link message's body. None for a message of another family: a bridge tells of its ports with family AF_BRIDGE, and that a
    port has left it with an RTM_DELLINK, which does not mean that the link is gone."""
    family, hardware, ifindex, flags, _ = _INFO.unpack_from(data, start)
    if family != socket.AF_UNSPEC:
        return None
    found = attributes(data, start + 16, end)
    kind, details = _kind(found.get(18, b""))
    netnsid = _signed(found.get(37))
    link = _number(found.get(5)) or None
    return Link(
        ifindex=ifindex,
        name=_text(found.get(3, b"")),
        kind=kind or _HARDWARE.get(hardware, f"hardware-{hardware}"),
        mac=_mac(found.get(1, b"")),
        mtu=_number(found.get(4)),
        state=_state(found.get(16, b"\0")[0]),
        up=bool(flags & _IFF_UP),
        master=_number(found.get(10)),
        link=None if link == ifindex and netnsid is None else link,
        link_netnsid=netnsid,
        vxlan_id=_number(attributes(details, 0, len(details)).get(1)) if kind == "vxlan" else None,
    )


def parse_address(data: bytes, start: int, end: int) -> AddressEntry | None:
    """An address message's body. IFA_LOCAL is the interface's own where IFA_ADDRESS is a point-to-point peer's."""
    family, prefix_len, _, scope, ifindex = _ADDRESS.unpack_from(data, start)
    found = attributes(data, start + 8, end)
    raw = found.get(2) or found.get(1)
    version = _family(family)
    if version is None or not raw:
        return None
    return AddressEntry(ifindex, version, socket.inet_ntop(family, raw), prefix_len, _SCOPES.get(scope, str(scope)))


def parse_route(data: bytes, start: int, end: int) -> list[RouteEntry]:
    """A route message's body: one entry for each next hop; none unless it is a unicast route of the main table."""
    family, dst_len, _, _, table, _, _, kind, flags = _ROUTE.unpack_from(data, start)
    version = _family(family)
    # A table above 255 comes as RT_TABLE_COMPAT (252) here and in RTA_TABLE: so this byte alone decides, before anything else is read.
    if table != MAIN_TABLE or version is None or kind != _RTN_UNICAST or flags & _RTM_F_CLONED:
        return []
    found = attributes(data, start + 12, end)
    destination = f"{_ip(found.get(1, bytes(4 if version == 4 else 16)))}/{dst_len}" if dst_len else "default"
    metric, source = _number(found.get(6)), _ip(found.get(7))
    hops = _hops(found[9]) if 9 in found else [(_number(found.get(4)), found)]
    return [RouteEntry(i, version, destination, _gateway(hop), metric, source) for i, hop in hops if i]


def _hops(data: bytes) -> list[tuple[int | None, dict[int, bytes]]]:
    """RTA_MULTIPATH: each next hop's ifindex and attributes."""
    hops: list[tuple[int | None, dict[int, bytes]]] = []
    start = 0
    while start + 8 <= len(data):
        length, _, _, ifindex = _NEXTHOP.unpack_from(data, start)
        if not 8 <= length <= len(data) - start:
            break
        hops.append((ifindex, attributes(data, start + 8, start + length)))
        start += (length + 3) & ~3
    return hops


def _gateway(hop: dict[int, bytes]) -> str | None:
    """RTA_GATEWAY, or RTA_VIA: a gateway of the other family, behind two bytes that name it."""
    return _ip(hop.get(5)) or _ip(hop.get(18, b"")[2:])


def _kind(info: bytes) -> tuple[str | None, bytes]:
    """IFLA_LINKINFO: the kind and the kind's own attributes."""
    found = attributes(info, 0, len(info))
    return _text(found[1]) if 1 in found else None, found.get(2, b"")


def _family(family: int) -> Family | None:
    return 4 if family == socket.AF_INET else 6 if family == socket.AF_INET6 else None


def _ip(raw: bytes | None) -> str | None:
    if raw is None or len(raw) not in (4, 16):
        return None
    return socket.inet_ntop(socket.AF_INET if len(raw) == 4 else socket.AF_INET6, raw)


def _mac(raw: bytes) -> str | None:
    """Lower case; None for the loopback's zeros and for tunnels, whose "hardware address" is an IP address."""
    return raw.hex(":") if len(raw) >= 6 and any(raw) and len(raw) != 16 else None


def _text(raw: bytes) -> str:
    return raw.rstrip(b"\0").decode(errors="replace")


def _number(raw: bytes | None) -> int | None:
    return int.from_bytes(raw, _NATIVE) if raw else None


def _signed(raw: bytes | None) -> int | None:
    return int.from_bytes(raw, _NATIVE, signed=True) if raw else None


def _state(value: int) -> str:
    return _STATES[value] if value < len(_STATES) else "unknown"


_NATIVE: Literal["little", "big"] = "little" if struct.pack("=H", 1) == b"\1\0" else "big"
