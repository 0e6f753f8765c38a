"""The counter dump against what the kernel shows in /proc/net/dev."""

import struct

import pytest

from netviz.host import counters, netlink
from netviz.host.rates import Counters
from netviz.host.table import NamespaceTable
from tests.host.conftest import Box

pytestmark = pytest.mark.engine


def proc(box: Box) -> dict[str, Counters]:
    """/proc/net/dev: name, then bytes and packets received in columns 0 and 1, sent in 8 and 9."""
    found = {}
    for line in box.run("cat", "/proc/net/dev").splitlines()[2:]:
        name, columns = line.split(":")
        n = [int(column) for column in columns.split()]
        found[name.strip()] = Counters(rx_bytes=n[0], tx_bytes=n[8], rx_packets=n[1], tx_packets=n[9])
    return found


def test_counters_are_the_kernels(box: Box) -> None:
    for line in ("link set lo up", "link add v0 type veth peer name v1", "link set v0 up", "link set v1 up"):
        box.ip(line)
    box.run("busybox", "ping", "-c", "3", "-i", "0.1", "127.0.0.1")
    table = NamespaceTable()
    with box.socket() as sock:
        table.refresh(sock)
        # IPv6's own messages go on for a while after a link is up: both sides must tell the same moment.
        for _ in range(50):
            before, found, after = proc(box), counters.dump(sock, table.apply), proc(box)
            if before == after:
                break
    named = {table.links[ifindex].name: value for ifindex, value in found.items()}
    assert named == after
    assert named["lo"].rx_packets >= 6


def test_a_dump_on_a_subscribed_socket_loses_no_notification(box: Box) -> None:
    table = NamespaceTable()
    with box.socket() as sock:
        table.refresh(sock)
        box.ip("link add v0 type veth peer name v1")
        counters.dump(sock, table.apply)
        assert {link.name for link in table.links.values()} == {"lo", "v0", "v1"}


def test_a_short_message_is_left_out() -> None:
    body = bytes(12) + netlink.attribute(1, bytes(8))
    message = (16 + len(body)).to_bytes(4, "little") + netlink.RTM_NEWSTATS.to_bytes(2, "little") + bytes(10) + body
    assert counters.parse(message) == {}


def message(ifindex: int, *values: int, kind: int = netlink.RTM_NEWSTATS, attribute: int = 1) -> bytes:
    body = struct.pack("=BBHII", 0, 0, 0, ifindex, 1) + netlink.attribute(
        attribute, struct.pack("=25Q", *values, *[0] * 21)
    )
    return struct.pack("=IHHII", 16 + len(body), kind, 0, 1, 1) + body


def test_uniform_messages_are_read_as_any_others() -> None:
    first, second = message(3, 1, 2, 3, 4), message(7, 5, 6, 2**63, 8)
    told = {3: Counters(3, 4, 1, 2), 7: Counters(2**63, 8, 5, 6)}
    assert counters._parse_uniform(first + second, len(first)) == counters._parse_any(first + second) == told
    # One of another form among them: the slow way reads what it can.
    done = struct.pack("=IHHIIi", 20, netlink.NLMSG_DONE, 0, 1, 1, 0)
    for other in (done, message(9, 1, 1, 1, 1, kind=1), message(9, 1, 1, 1, 1, attribute=2), b"\x01"):
        assert counters.parse(first + other + second)[3] == told[3]
        assert 9 not in counters.parse(first + other + second)
