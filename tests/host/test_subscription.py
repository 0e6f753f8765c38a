"""A subscribed socket in the loop: a storm costs little, an overrun is made good, an end leaves nothing behind."""

import asyncio
import resource
import socket
import time

import pytest

from netviz.host import namespaces, netlink
from netviz.host.table import NamespaceTable
from netviz.host.watch import Subscription
from tests.host.conftest import Box
from tests.waiting import eventually

pytestmark = pytest.mark.engine


def subscribe(box: Box, signals: list[float], receive_bytes: int = 1 << 20) -> Subscription:
    table = NamespaceTable()
    sock = box.socket(receive_bytes=receive_bytes)
    table.refresh(sock)
    return Subscription(sock, table, lambda: signals.append(time.perf_counter()))


def batch(box: Box, *commands: str) -> None:
    """All in one `ip`, as fast as the kernel takes them."""
    box.run("sh", "-c", "printf '%s\\n' \"$@\" | ip -batch -", "sh", *commands)


async def test_a_change_is_signalled(box: Box) -> None:
    signals: list[float] = []
    subscription = subscribe(box, signals)
    await asyncio.to_thread(box.ip, "link set lo up")
    await eventually(lambda: signals)
    assert subscription.table.links[1].up
    subscription.close()


async def test_a_storm_is_taken_in_turns(box: Box) -> None:
    """400 links at once: all are there, with far fewer signals than notifications."""
    signals: list[float] = []
    subscription = subscribe(box, signals, 1 << 23)
    batch(box, *(f"link add v{n} type veth peer name w{n}" for n in range(200)))
    await eventually(lambda: len(subscription.table.links) == 401)
    assert len(signals) < 50
    await eventually(lambda: all(link.link for link in subscription.table.links.values() if link.kind == "veth"))
    subscription.close()


async def test_an_overrun_is_followed_by_a_dump(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    signals: list[float] = []
    overruns = []
    receive = netlink.receive

    def watched(sock: socket.socket) -> bytes | None:
        try:
            return receive(sock)
        except netlink.Overrun:
            overruns.append(sock)
            raise

    monkeypatch.setattr(netlink, "receive", watched)
    subscription = subscribe(box, signals, 4096)
    batch(box, *(f"link add v{n} type veth peer name w{n}" for n in range(60)), *(f"link del v{n}" for n in range(30)))
    await eventually(lambda: len(subscription.table.links) == 61)
    assert signals
    assert overruns
    subscription.close()


async def test_a_namespace_that_ends_does_no_harm(box: Box) -> None:
    subscription = subscribe(box, [])
    box.process.kill()
    await asyncio.sleep(0.1)
    assert subscription.table.links[1].name == "lo"
    subscription.close()


def test_the_limit_of_open_files_is_raised_only_as_far_as_needed() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (800, hard))
        namespaces.allow_files(1)
        assert resource.getrlimit(resource.RLIMIT_NOFILE) == (800, hard)
        namespaces.allow_files(900)
        assert 1400 < resource.getrlimit(resource.RLIMIT_NOFILE)[0] < 2500
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
