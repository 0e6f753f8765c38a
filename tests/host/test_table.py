"""The table that notifications keep must be the table that a dump gives."""

import random
from collections.abc import Iterator

import pytest

from netviz.host import netlink
from netviz.host.table import NamespaceTable
from tests.host.conftest import Box

pytestmark = pytest.mark.engine


class Kept:
    """A table kept by a subscribed socket, as the watcher does it."""

    def __init__(self, box: Box, receive_bytes: int = 1 << 20) -> None:
        self.box, self.table = box, NamespaceTable()
        self.socket = box.socket(receive_bytes=receive_bytes)
        self.table.refresh(self.socket)

    def catch_up(self) -> None:
        try:
            while (data := netlink.receive(self.socket)) is not None:
                self.table.apply(data)
        except netlink.Overrun:
            self.table.doubtful = True
        if self.table.in_doubt:
            self.table.refresh(self.socket)

    def check(self) -> None:
        self.catch_up()
        fresh = NamespaceTable()
        with self.box.socket(groups=0) as sock:
            fresh.refresh(sock)
        assert self.table.links == fresh.links
        assert self.table.addresses == fresh.addresses
        assert self.table.routes == fresh.routes

    def names(self) -> set[str]:
        return {link.name for link in self.table.links.values()}


@pytest.fixture
def kept(box: Box) -> Iterator[Kept]:
    # No duplicate address detection: an address that is "tentative" now is another a second later.
    box.run("sysctl", "-qw", "net.ipv6.conf.default.accept_dad=0", "net.ipv6.conf.all.accept_dad=0")
    for line in ("link set lo up", "link add br0 type bridge", "link set br0 up"):
        box.ip(line)
    made = Kept(box)
    yield made
    made.socket.close()


def test_a_link_comes_is_renamed_and_goes(kept: Kept, box: Box) -> None:
    box.ip("link add v0 type veth peer name v1")
    kept.check()
    assert {"v0", "v1"} <= kept.names()
    box.ip("link set v0 name other")
    kept.check()
    assert "other" in kept.names() and "v0" not in kept.names()
    box.ip("link del other")
    kept.check()
    assert kept.names() == {"lo", "br0"}


def test_a_port_that_leaves_its_bridge_stays_a_link(kept: Kept, box: Box) -> None:
    for line in ("link add v0 type veth peer name v1", "link set v0 master br0 up"):
        box.ip(line)
    kept.check()
    box.ip("link set v0 nomaster")
    kept.check()
    assert "v0" in kept.names()


def test_what_the_kernel_drops_without_a_word_is_dropped(kept: Kept, box: Box) -> None:
    for line in (
        "addr add 172.30.0.1/24 dev br0",
        "addr add 172.30.0.5/24 dev br0",
        "route add default via 172.30.0.254 src 172.30.0.5",
        "route add 10.9.0.0/16 via 172.30.0.7",
    ):
        box.ip(line)
    kept.check()
    box.ip("addr del 172.30.0.5/24 dev br0")
    kept.check()
    assert "default" not in {r.destination for held in kept.table.routes.values() for r in held}
    box.ip("link set br0 down")
    kept.check()
    assert not [r for held in kept.table.routes.values() for r in held if r.family == 4]


def test_a_replaced_route_does_not_stay(kept: Kept, box: Box) -> None:
    for line in (
        "addr add 172.30.0.1/24 dev br0",
        "route add default via 172.30.0.254",
        "route replace default via 172.30.0.253",
    ):
        box.ip(line)
    kept.check()
    gateways = {r.gateway for held in kept.table.routes.values() for r in held if r.destination == "default"}
    assert gateways == {"172.30.0.253"}


def test_an_overrun_is_made_good(box: Box) -> None:
    kept = Kept(box, receive_bytes=4096)
    # What overruns is what forces the limit past its minimum: more notifications than the buffer holds, none read.
    for n in range(40):
        box.ip(f"link add v{n} type veth peer name w{n}")
    with pytest.raises(netlink.Overrun):
        while netlink.receive(kept.socket) is not None:
            pass
    kept.table.doubtful = True
    kept.check()
    assert len(kept.names()) == 81
    kept.socket.close()


def test_no_change_is_told_as_none(kept: Kept, box: Box) -> None:
    version = kept.table.version
    box.ip("link set br0 up")
    box.ip("addr add 172.30.0.1/24 dev br0 valid_lft 600 preferred_lft 600")
    kept.check()
    assert kept.table.version > version
    version = kept.table.version
    box.ip("addr change 172.30.0.1/24 dev br0 valid_lft 900 preferred_lft 900")
    kept.catch_up()
    assert kept.table.version == version, "a lifetime is not kept"


@pytest.mark.parametrize("seed", range(4))
def test_any_sequence_of_changes(kept: Kept, box: Box, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(12):
        for _ in range(chance.randint(1, 6)):
            box.run("sh", "-c", f"ip {command(chance)} 2>/dev/null || true")
        kept.check()


def command(chance: random.Random) -> str:
    """A change that the kernel may refuse."""
    n, host = chance.randrange(4), chance.randrange(1, 5)
    device = chance.choice(["br0", f"v{n}", f"w{n}"])
    gateway = f"172.30.{chance.randrange(3)}.{host}"
    return chance.choice(
        [
            f"link add v{n} type veth peer name w{n}",
            f"link del v{n}",
            f"link set {device} up",
            f"link set {device} down",
            f"link set v{n} master br0",
            f"link set v{n} nomaster",
            f"link set {device} mtu {chance.randrange(1300, 1500)}",
            f"addr add 172.30.{n}.{host}/24 dev {device}",
            f"addr del 172.30.{n}.{host}/24 dev {device}",
            f"addr add fd00:{n}::{host}/64 dev {device}",
            f"addr del fd00:{n}::{host}/64 dev {device}",
            f"addr flush dev {device}",
            f"route add default via {gateway}",
            f"route replace default via {gateway}",
            f"route append 10.{n}.0.0/16 via {gateway} src 172.30.{n}.{host}",
            f"route del 10.{n}.0.0/16",
            f"route add 10.9.0.0/16 nexthop via {gateway} nexthop via 172.30.0.{host}",
            f"-6 route add fd01::/64 via fd00:{n}::{host}",
            f"-6 route replace fd01::/64 via fd00:{n}::{host}",
            f"-6 route append fd01::/64 via fd00:{n}::{host + 7}",
        ]
    )
