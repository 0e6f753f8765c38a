"""What one network namespace holds: links, addresses, routes. Filled by dumps, kept by notifications."""

from __future__ import annotations

import errno
import socket
import struct
from collections.abc import Iterable
from typing import TypeVar

from netviz.host import netlink
from netviz.host.links import MAIN_TABLE, AddressEntry, Link, RouteEntry, parse_address, parse_link, parse_route
from netviz.host.netlink import (
    NLM_F_REPLACE,
    RTM_DELADDR,
    RTM_DELLINK,
    RTM_DELROUTE,
    RTM_NEWADDR,
    RTM_NEWLINK,
    RTM_NEWROUTE,
    Header,
)

T = TypeVar("T", AddressEntry, RouteEntry)
_ADDRESS_REQUEST = struct.pack("=BBBBi", 0, 0, 0, 0, 0)
_ATTEMPTS = 5
# What a kernel without IPv6 answers
_NO_SUCH_FAMILY = (errno.EOPNOTSUPP, errno.EAFNOSUPPORT)


def _link_request(ifindex: int = 0) -> bytes:
    """All links, or one. IFLA_EXT_MASK leaves the counters out (RTEXT_FILTER_SKIP_STATS), a good part of it."""
    return struct.pack("=BxHiII", 0, 0, ifindex, 0, 0) + netlink.attribute(29, struct.pack("=I", 1 << 3))


def _route_request(family: int) -> bytes:
    return struct.pack("=BBBBBBBBI", family, 0, 0, 0, MAIN_TABLE, 0, 0, 0, 0)


class NamespaceTable:
    """`version` grows with each change of what is kept.

    What the kernel tells too little of is in doubt until `refresh`: everything (`doubtful`: notifications were lost), the IPv4 routes, or
    single links.
    """

    def __init__(self) -> None:
        self.links: dict[int, Link] = {}
        self.addresses: dict[int, frozenset[AddressEntry]] = {}
        self.routes: dict[int, frozenset[RouteEntry]] = {}
        self.version = 0
        self.doubtful = True
        self._routes_doubtful = False
        self._links_doubtful: set[int] = set()

    @property
    def in_doubt(self) -> bool:
        return self.doubtful or self._routes_doubtful or bool(self._links_doubtful)

    def refresh(self, sock: socket.socket) -> bool:
        """Asks for what is in doubt; True when it differs from before. Repeats while the kernel's tables change under a dump; what
        never stands still stays in doubt. Raises OSError."""
        before = self.links.copy(), self.addresses, self.routes
        for _ in range(_ATTEMPTS):
            try:
                self._ask(sock)
            except (netlink.Overrun, netlink.Interrupted):
                self.doubtful = True
            if not self.in_doubt:
                break
        changed = before != (self.links, self.addresses, self.routes)
        self.version += changed
        return changed

    def _ask(self, sock: socket.socket) -> None:
        everything, routes, links = self.doubtful, self._routes_doubtful, self._links_doubtful
        self.doubtful, self._routes_doubtful, self._links_doubtful = False, False, set()
        if everything:
            self.links, self.addresses, self.routes = {}, {}, {}
            netlink.ask(sock, netlink.RTM_GETLINK, _link_request(), self.apply)
            netlink.ask(sock, netlink.RTM_GETADDR, _ADDRESS_REQUEST, self.apply)
            self._dump_routes(sock, socket.AF_INET6)
        if everything or routes:
            kept = {i: frozenset(r for r in held if r.family != 4) for i, held in self.routes.items()}
            self.routes = {ifindex: held for ifindex, held in kept.items() if held}
            self._dump_routes(sock, socket.AF_INET)
        else:
            self.addresses, self.routes = self.addresses.copy(), self.routes.copy()
        for ifindex in () if everything else links:
            self._ask_link(sock, ifindex)

    def _ask_link(self, sock: socket.socket, ifindex: int) -> None:
        try:
            netlink.ask(sock, netlink.RTM_GETLINK, _link_request(ifindex), self.apply, dump=False)
        except OSError as error:
            if error.errno != errno.ENODEV:
                raise
        # It has no other end: the answer is whole all the same.
        self._links_doubtful.discard(ifindex)

    def _dump_routes(self, sock: socket.socket, family: int) -> None:
        try:
            netlink.ask(sock, netlink.RTM_GETROUTE, _route_request(family), self.apply)
        except OSError as error:
            if error.errno not in _NO_SUCH_FAMILY:
                raise

    def apply(self, data: bytes) -> bool:
        """Takes in a datagram's messages; True when something that is kept changed."""
        before = self.version
        for header in netlink.messages(data):
            if header.type in (RTM_NEWLINK, RTM_DELLINK):
                self._link(data, header)
            elif header.type in (RTM_NEWADDR, RTM_DELADDR):
                self._address(data, header)
            elif header.type in (RTM_NEWROUTE, RTM_DELROUTE):
                self._route(data, header)
        return self.version != before

    def _link(self, data: bytes, header: Header) -> None:
        link = parse_link(data, header.start, header.end)
        if link is None:
            return
        if header.type == RTM_DELLINK:
            self._forget(link.ifindex)
            return
        if self.links.get(link.ifindex) != link:
            self.links[link.ifindex] = link
            self.version += 1
        # A veth's first end is told of before the second one exists.
        if link.kind == "veth" and link.link is None:
            self._links_doubtful.add(link.ifindex)
        else:
            self._links_doubtful.discard(link.ifindex)
        # The kernel drops an interface's IPv4 routes with the interface's "up", and says nothing of it.
        if not link.up and any(route.family == 4 for route in self.routes.get(link.ifindex, ())):
            self._routes_doubtful = True

    def _forget(self, ifindex: int) -> None:
        self.addresses.pop(ifindex, None)
        self.routes.pop(ifindex, None)
        self.version += self.links.pop(ifindex, None) is not None
        # Its other end, if it stays, is told of only later: this one has moved to another namespace.
        self._links_doubtful |= {
            i for i, link in self.links.items() if link.link == ifindex and link.link_netnsid is None
        }

    def _address(self, data: bytes, header: Header) -> None:
        entry = parse_address(data, header.start, header.end)
        if entry is None:
            return
        held = self.addresses.get(entry.ifindex, frozenset())
        gone = header.type == RTM_DELADDR
        # IPv4 routes with this source address went with it, without a word.
        self._routes_doubtful = self._routes_doubtful or (gone and entry.family == 4)
        self._keep(self.addresses, entry.ifindex, held, held - {entry} if gone else held | {entry})

    def _route(self, data: bytes, header: Header) -> None:
        entries = parse_route(data, header.start, header.end)
        if header.type == RTM_NEWROUTE and header.flags & NLM_F_REPLACE and entries:
            # Which one it took the place of is not said.
            if entries[0].family == 4:
                self._routes_doubtful = True
            else:
                self.doubtful = True
            self._drop_like(entries[0])
        for entry in entries:
            held = self.routes.get(entry.ifindex, frozenset())
            after = held - {entry} if header.type == RTM_DELROUTE else held | {entry}
            self._keep(self.routes, entry.ifindex, held, after)

    def _drop_like(self, route: RouteEntry) -> None:
        same = (route.family, route.destination, route.metric)
        for ifindex, held in list(self.routes.items()):
            after = frozenset(r for r in held if (r.family, r.destination, r.metric) != same)
            self._keep(self.routes, ifindex, held, after)

    def _keep(self, kept: dict[int, frozenset[T]], ifindex: int, before: frozenset[T], after: frozenset[T]) -> None:
        if before == after:
            return
        self.version += 1
        if after:
            kept[ifindex] = after
        else:
            kept.pop(ifindex, None)


def links_elsewhere(links: Iterable[Link]) -> bool:
    """Whether any of them leads into another namespace (a veth, a macvlan)."""
    return any(link.link_netnsid is not None for link in links)
