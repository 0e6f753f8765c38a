"""The host's and the containers' interfaces of one engine, kept live by netlink's notifications."""

from __future__ import annotations

import asyncio
import logging
import os
import select
import socket
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from netviz.host import counters, join, local, namespaces, netlink
from netviz.host.namespaces import Opened, Unproven, Wanted
from netviz.host.rates import Counters
from netviz.host.table import NamespaceTable, links_elsewhere
from netviz.topology.schema import Ability, Container, Interface, Key, Observed

log = logging.getLogger(__name__)

# A start of 200 containers at once sends some 4,000 notifications of 1.5 kB
_HOST_RECEIVE_BYTES = 1 << 23
# Datagrams read in one turn of the loop, so that a storm can't hold the others up
_TURN = 64
# What is doubtful is dumped again after this long, so that a burst of doubts costs one dump
_REFRESH_S = 0.03
_AVAILABLE = Ability(available=True)


class Subscription:
    """A subscribed socket read by the loop, and the table that it keeps."""

    def __init__(self, sock: socket.socket, table: NamespaceTable, on_change: Callable[[], None]) -> None:
        self.socket, self.table, self._on_change = sock, table, on_change
        self._loop = asyncio.get_running_loop()
        self._timer: asyncio.TimerHandle | None = None
        self._loop.add_reader(sock.fileno(), self._read)
        self._check()

    def _read(self) -> None:
        changed = False
        try:
            for _ in range(_TURN):
                data = netlink.receive(self.socket)
                if data is None:
                    break
                changed = self.table.apply(data) or changed
        except netlink.Overrun:
            self.table.doubtful = True
        except OSError as error:
            self._distrust(error)
        self._check()
        if changed:
            self._on_change()

    def _check(self) -> None:
        if self._timer is None and self.table.in_doubt:
            self._timer = self._loop.call_later(_REFRESH_S, self._refresh)

    def _refresh(self) -> None:
        self._timer = None
        try:
            changed = self.table.refresh(self.socket)
        except OSError as error:
            changed = self._distrust(error)
        self._check()
        if changed:
            self._on_change()

    def _distrust(self, error: OSError) -> bool:
        """The kernel refuses (it has no memory, say): what is known may be old until a later dump works."""
        log.warning("netlink: %s", error)
        self.table.doubtful = True
        return False

    def close(self) -> None:
        self._loop.remove_reader(self.socket.fileno())
        if self._timer is not None:
            self._timer.cancel()
        self.socket.close()


@dataclass(frozen=True)
class Sources:
    """Where each interface's counters come from, by its id: as an ifindex of the host's dump, of that with the directions swapped (a
    veth's inner end), or of a dump in its container's own namespace."""

    on_host: Mapping[str, int]
    swapped: Mapping[str, int]
    inside: Mapping[str, Mapping[str, int]]


def sources_of(host: NamespaceTable | None, namespaces: Mapping[str, join.Namespace]) -> Sources:
    links = host.links if host else {}
    swapped = join.peers(host, namespaces)
    inside = {}
    for owner, namespace in namespaces.items():
        ids = {join.interface_id(owner, link.ifindex): link for link in namespace.table.links.values()}
        if any(link.kind != "loopback" and id not in swapped for id, link in ids.items()):
            inside[owner] = {id: link.ifindex for id, link in ids.items() if id not in swapped}
    return Sources({join.interface_id(join.HOST, ifindex): ifindex for ifindex in links}, swapped, inside)


class HostWatcher:
    """`on_change` is called in the loop whenever something that is kept has changed: a signal only, often several times in a row.

    `host_interfaces` and `namespaces` say what can be seen: available, or a code: not_yet, not_linux, not_local (the engine is not behind a
    unix socket), not_engine (a forwarder is behind it), pid_invisible, unreachable, other_namespace, not_root, no_pidfd, no_files, failed;
    or what kept every running container's namespace closed: no_pid, no_process, other_process, no_sandbox, host_namespace.
    """

    def __init__(self, engine: str, url: str, on_change: Callable[[], None]) -> None:
        self.engine, self.url, self._tell = engine, url, on_change
        self.host_interfaces = self.namespaces = Ability(available=False, code="not_yet")
        self._locality: local.Locality | None = None
        self._host: Subscription | None = None
        self._stats: socket.socket | None = None
        self._own_fd: int | None = None
        self._open: dict[str, tuple[Opened, Subscription]] = {}
        self._memo = join.Memo()
        self._sources: Sources | None = None
        self._lock = asyncio.Lock()

    async def start(self) -> None:
        """Proves where the engine is and begins to watch what can be seen. Never fails: what can't be seen is in the abilities."""
        async with self._lock:
            await self._prove()

    async def close(self) -> None:
        async with self._lock:
            self._drop_everything()
            self.host_interfaces = self.namespaces = Ability(available=False, code="not_yet")

    async def follow(self, containers: Iterable[Container]) -> None:
        """Opens the namespace of each running container that has one of its own, anew after a restart; closes those that ended.
        It does not call `on_change`: ask for `interfaces()` after it."""
        wanted = {c.id: Wanted(c.id, c.pid, c.sandbox_key) for c in containers if has_own_namespace(c)}
        async with self._lock:
            if self._locality is None or _has_ended(self._locality.pidfd):
                await self._prove()
            if self._locality is None or self._own_fd is None:
                return
            self._close_all_but(wanted)
            missing = [one for id, one in wanted.items() if id not in self._open]
            if missing:
                namespaces.allow_files(len(missing))
                host = self._locality.host
                results = await asyncio.to_thread(namespaces.open_all, missing, host, self._own_fd)
                failed = [result for result in map(self._adopt, results) if result is not None]
                self._judge(failed)

    def interfaces(self, objects: Mapping[Key, Observed]) -> dict[Key, Interface]:
        """All interfaces that are seen now, joined with the engine's objects; an unchanged one is the same object as before."""
        if self._host is None and not self._open:
            return {}
        host = self._host.table if self._host else None
        return join.join(self.engine, host, self._namespaces(), objects, self._memo)

    async def counters(self) -> dict[str, Counters]:
        """Byte counters by interface id: one dump on the host; a veth's container end is its host end's with the directions swapped.
        Containers whose interfaces have no end on the host (macvlan, overlay) are asked themselves."""
        host, sources = self._host_counters(), self._counter_sources()
        found = {id: host[ifindex] for id, ifindex in sources.on_host.items() if ifindex in host}
        found.update({id: host[ifindex].swapped() for id, ifindex in sources.swapped.items() if ifindex in host})
        for owner, ids in sources.inside.items():
            opened = self._open[owner][0]
            own = _dump_counters(opened.socket, opened.table)
            found.update({id: own[ifindex] for id, ifindex in ids.items() if ifindex in own})
        return found

    def _counter_sources(self) -> Sources:
        """Worked out anew only after a change: the counters are asked for every second."""
        if self._sources is None:
            self._sources = sources_of(self._host.table if self._host else None, self._namespaces())
        return self._sources

    def _on_change(self) -> None:
        self._sources = None
        self._tell()

    def _host_counters(self) -> dict[int, Counters]:
        if self._host is None:
            return {}
        if self._stats is None:
            self._stats = netlink.open_socket()
        return _dump_counters(self._stats, None)

    def _namespaces(self) -> dict[str, join.Namespace]:
        return {id: join.Namespace(opened.table, opened.host_nsid) for id, (opened, _) in self._open.items()}

    async def _prove(self) -> None:
        self._drop_everything()
        if sys.platform != "linux":
            self.host_interfaces = self.namespaces = Ability(available=False, code="not_linux")
            return
        try:
            self._locality = await asyncio.to_thread(local.prove, self.url)
        except Unproven as error:
            self.host_interfaces = self.namespaces = _unavailable(error)
            return
        self._watch_host(self._locality)
        power = namespaces.missing_power()
        self.namespaces = _AVAILABLE if power is None else _unavailable(power)
        if power is None:
            self._own_fd = os.open("/proc/thread-self/ns/net", os.O_RDONLY | os.O_CLOEXEC)

    def _watch_host(self, locality: local.Locality) -> None:
        if not locality.shares_namespace:
            self.host_interfaces = Ability(available=False, code="other_namespace")
            return
        table = NamespaceTable()
        try:
            sock = netlink.open_socket(netlink.GROUPS, _HOST_RECEIVE_BYTES)
            table.refresh(sock)
        except OSError as error:
            self.host_interfaces = Ability(available=False, code="failed", detail=error.strerror)
            return
        self._host = Subscription(sock, table, self._on_change)
        self.host_interfaces = _AVAILABLE

    def _adopt(self, result: Opened | tuple[Wanted, Unproven]) -> tuple[Wanted, Unproven] | None:
        """Takes an opened namespace into the loop; hands back a failure."""
        if not isinstance(result, Opened):
            return result
        if any(opened.inode == result.inode for opened, _ in self._open.values()):
            result.socket.close()
            return result.wanted, Unproven("shared_namespace")

        def on_change() -> None:
            self._learn_host_nsid(result)
            self._on_change()

        self._open[result.wanted.container_id] = result, Subscription(result.socket, result.table, on_change)
        self._sources = None
        return None

    def _learn_host_nsid(self, opened: Opened) -> None:
        """A namespace gets a number for the host's with its first link that leads there."""
        if opened.host_nsid is None and self._own_fd is not None and links_elsewhere(opened.table.links.values()):
            opened.host_nsid = namespaces.namespace_id(opened.socket, self._own_fd, opened.table)

    def _judge(self, failed: list[tuple[Wanted, Unproven]]) -> None:
        """Namespaces can't be seen when not one of them could be opened; a single one fails whenever a container has just ended."""
        for wanted, error in failed:
            log.debug("namespace of %s not opened: %s %s", wanted.container_id[:12], error.code, error.detail or "")
        if self._open or not failed:
            self.namespaces = _AVAILABLE
            return
        code, _ = Counter(error.code for _, error in failed).most_common(1)[0]
        self.namespaces = _unavailable(next(error for _, error in failed if error.code == code))

    def _close_all_but(self, wanted: Mapping[str, Wanted]) -> None:
        """A socket would keep a dead container's namespace alive."""
        ended = [id for id, (opened, _) in self._open.items() if wanted.get(id) != opened.wanted]
        for id in ended:
            self._open.pop(id)[1].close()
            self._sources = None

    def _drop_everything(self) -> None:
        self._close_all_but({})
        if self._host is not None:
            self._host.close()
        if self._stats is not None:
            self._stats.close()
        for fd in (self._own_fd, self._locality.pidfd if self._locality else None):
            if fd is not None and fd >= 0:
                os.close(fd)
        self._host = self._stats = self._own_fd = self._locality = self._sources = None


def has_own_namespace(container: Container) -> bool:
    """Not with the host's, another container's or a namespace that somebody else made; nor while it does not run."""
    mode = container.network_mode
    joined = container.namespace_owner is not None or mode == "host" or mode.startswith(("container:", "ns:"))
    return container.state in ("running", "paused") and not joined


def _unavailable(error: Unproven) -> Ability:
    return Ability(available=False, code=error.code, detail=error.detail)


def _has_ended(pidfd: int) -> bool:
    """A pidfd is readable once its process has ended."""
    if pidfd < 0:
        return False
    poll = select.poll()
    poll.register(pidfd, select.POLLIN)
    return bool(poll.poll(0))


def _dump_counters(sock: socket.socket, table: NamespaceTable | None) -> dict[int, Counters]:
    """By ifindex; none when the kernel refuses. Notifications that come between go into the table of a subscribed socket."""
    try:
        return counters.dump(sock, table.apply if table else None)
    except (netlink.Overrun, OSError) as error:
        log.debug("no counters: %r", error)
        if table:
            table.doubtful = True
        return {}
