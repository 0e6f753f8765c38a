"""Netlink route sockets: opening, asking and walking through messages (rtnetlink(7), include/uapi/linux/rtnetlink.h).

Everything here is synchronous and never waits: the kernel answers a dump within the call that asks for it.
"""

from __future__ import annotations

import contextlib
import errno
import itertools
import os
import socket
import struct
from collections.abc import Callable, Iterator
from typing import NamedTuple

NLMSG_ERROR, NLMSG_DONE = 2, 3
NLM_F_REQUEST, NLM_F_DUMP, NLM_F_DUMP_INTR, NLM_F_REPLACE = 0x1, 0x300, 0x10, 0x100
RTM_NEWLINK, RTM_DELLINK, RTM_GETLINK = 16, 17, 18
RTM_NEWADDR, RTM_DELADDR, RTM_GETADDR = 20, 21, 22
RTM_NEWROUTE, RTM_DELROUTE, RTM_GETROUTE = 24, 25, 26
RTM_NEWNSID, RTM_GETNSID = 88, 90
RTM_NEWSTATS, RTM_GETSTATS = 92, 94
# RTMGRP_LINK, _IPV4_IFADDR, _IPV4_ROUTE, _IPV6_IFADDR, _IPV6_ROUTE
GROUPS = 0x1 | 0x10 | 0x40 | 0x100 | 0x400
_SOL_NETLINK, _NETLINK_GET_STRICT_CHK, _SO_RCVBUFFORCE = 270, 12, 33
# The kernel makes no dump message above 32 KiB; a link with many virtual functions can make a longer notification than that.
_RECEIVE = 1 << 17

_HEADER = struct.Struct("=IHHII")
_ATTRIBUTE = struct.Struct("=HH")
_sequence = itertools.count(1)


class Header(NamedTuple):
    """A message within a datagram: its body is `data[start:end]`."""

    type: int
    flags: int
    sequence: int
    port: int
    start: int
    end: int


class Overrun(Exception):
    """The socket's buffer ran over: notifications are lost, only a new dump tells the state."""


class Interrupted(Exception):
    """The kernel's tables changed during a dump: it may have left something out or told something twice."""


def messages(data: bytes) -> Iterator[Header]:
    """The messages in one datagram; ends at the first malformed one."""
    offset, size = 0, len(data)
    while offset + 16 <= size:
        length, kind, flags, sequence, port = _HEADER.unpack_from(data, offset)
        if not 16 <= length <= size - offset:
            return
        yield Header(kind, flags, sequence, port, offset + 16, offset + length)
        offset += (length + 3) & ~3


def attributes(data: bytes, start: int, end: int) -> dict[int, bytes]:
    """The attributes between two offsets by type; of two with one type the last; ends at the first malformed one."""
    found: dict[int, bytes] = {}
    while start + 4 <= end:
        length, kind = _ATTRIBUTE.unpack_from(data, start)
        if not 4 <= length <= end - start:
            break
        found[kind & 0x3FFF] = data[start + 4 : start + length]
        start += (length + 3) & ~3
    return found


def attribute(kind: int, value: bytes) -> bytes:
    return _ATTRIBUTE.pack(4 + len(value), kind) + value + b"\0" * (-len(value) % 4)


def open_socket(groups: int = 0, receive_bytes: int = 0) -> socket.socket:
    """A datagram socket in the calling thread's network namespace, bound to the multicast groups, never blocking."""
    sock = socket.socket(socket.AF_NETLINK, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK, socket.NETLINK_ROUTE)
    try:
        if receive_bytes:
            _enlarge(sock, receive_bytes)
        # Since Linux 4.20; lets a dump be asked for one table. Without it all tables come, and the parser drops the others.
        with contextlib.suppress(OSError):
            sock.setsockopt(_SOL_NETLINK, _NETLINK_GET_STRICT_CHK, 1)
        sock.bind((0, groups))
    except OSError:
        sock.close()
        raise
    return sock


def _enlarge(sock: socket.socket, receive_bytes: int) -> None:
    """Past net.core.rmem_max where we may (CAP_NET_ADMIN), else up to it."""
    try:
        sock.setsockopt(socket.SOL_SOCKET, _SO_RCVBUFFORCE, receive_bytes)
    except OSError:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_bytes)


def receive(sock: socket.socket) -> bytes | None:
    """The next datagram, or None when there is none now. Raises Overrun."""
    try:
        return sock.recv(_RECEIVE)
    except BlockingIOError:
        return None
    except OSError as error:
        if error.errno == errno.ENOBUFS:
            raise Overrun from error
        raise


def ask(sock: socket.socket, kind: int, body: bytes, sink: Callable[[bytes], object], *, dump: bool = True) -> None:
    """Sends a request and gives each datagram to `sink` until the answer is whole, notifications that come between included.

    Raises OSError (the kernel refuses it), Overrun, Interrupted.
    """
    sequence = next(_sequence) & 0xFFFFFFFF
    port = sock.getsockname()[0]
    flags = NLM_F_REQUEST | (NLM_F_DUMP if dump else 0)
    sock.send(_HEADER.pack(16 + len(body), kind, flags, sequence, 0) + body)
    interrupted = False
    while True:
        data = receive(sock)
        if data is None:
            raise Interrupted
        sink(data)
        for header in messages(data):
            # A notification carries the sequence number and port of whoever made the change: only both together are ours.
            if (header.sequence, header.port) != (sequence, port):
                continue
            interrupted = interrupted or bool(header.flags & NLM_F_DUMP_INTR)
            if header.type == NLMSG_ERROR:
                _raise(data, header)
            if header.type in (NLMSG_DONE, NLMSG_ERROR) or not dump:
                if interrupted:
                    raise Interrupted
                return


def _raise(data: bytes, header: Header) -> None:
    code = -struct.unpack_from("=i", data, header.start)[0]
    if code:
        raise OSError(code, os.strerror(code))
