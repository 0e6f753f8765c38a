"""Is an engine on this machine, and is its host's network namespace ours?

The engine's unix socket names the process behind it (SO_PEERCRED), which the kernel vouches for: an engine behind TCP, a forwarded socket
(ssh, a virtual machine's helper) or in another pid namespace is not local, whatever it says.
"""

from __future__ import annotations

import os
import socket
import struct
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from netviz.host import netlink
from netviz.host.namespaces import Inode, Unproven, inode

# Who may be behind the socket: an engine, or systemd, which listens for it (docker.socket, podman.socket). A forwarder is none of these.
_ENGINES = frozenset({"dockerd", "podman", "balenad", "balena-engine", "balena-engine-d", "systemd"})
_CONNECT_S = 2.0


@dataclass(frozen=True, slots=True)
class Locality:
    """`pidfd`: of the process behind the socket, -1 where the kernel has none; the owner closes it.
    `shares_namespace`: the engine's host is seen from our own network namespace. `host`: namespaces that no container may lead us into."""

    pid: int
    pidfd: int
    shares_namespace: bool
    host: frozenset[Inode]


def prove(url: str) -> Locality:
    """Blocks up to two seconds. Raises Unproven: not_local, unreachable, pid_invisible, not_engine."""
    pid = _peer(socket_path(url))
    name = _name(pid)
    if name not in _ENGINES:
        raise Unproven("not_engine", name)
    pidfd = _pidfd(pid)
    own = own_inode()
    return Locality(pid, pidfd, _shares_namespace(pid, own), frozenset({own, *_most_common(pid)}))


def socket_path(url: str) -> str:
    """The path of a unix:// URL. Raises Unproven for any other."""
    parts = urlsplit(url)
    if parts.scheme != "unix":
        raise Unproven("not_local", parts.scheme or None)
    return unquote(parts.netloc + parts.path)


def _peer(path: str) -> int:
    """The pid of the process that listens. 0: it is in a pid namespace that we can't see."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as sock:
        sock.settimeout(_CONNECT_S)
        try:
            sock.connect(path)
        except (OSError, ValueError) as error:
            raise Unproven("unreachable", getattr(error, "strerror", None) or str(error)) from error
        credentials = sock.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    pid = int(struct.unpack("3i", credentials)[0])
    if pid <= 0:
        raise Unproven("pid_invisible")
    return pid


def _name(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError as error:
        raise Unproven("pid_invisible", error.strerror) from error


def _pidfd(pid: int) -> int:
    try:
        return os.pidfd_open(pid)
    except OSError:
        return -1


def own_inode() -> Inode:
    status = Path("/proc/thread-self/ns/net").stat()
    return status.st_dev, status.st_ino


def _shares_namespace(pid: int, own: Inode) -> bool:
    """Whether any of its threads is in our network namespace: an engine's threads wander, and Podman's main thread may stay away."""
    seen = list(_thread_inodes(pid))
    return own in seen if seen else _lists_our_socket(pid)


def _thread_inodes(pid: int) -> Iterator[Inode]:
    """The namespace of each thread that we may look at (CAP_SYS_PTRACE for another user's)."""
    for path in Path(f"/proc/{pid}/task").glob("*/ns/net"):
        try:
            status = path.stat()
        except OSError:
            continue  # the thread has ended, or we may not look
        yield status.st_dev, status.st_ino


def _most_common(pid: int) -> list[Inode]:
    """The namespace that most of its threads are in: the engine's host's."""
    return [found for found, _ in Counter(_thread_inodes(pid)).most_common(1)]


def _lists_our_socket(pid: int) -> bool:
    """Without the right to see its namespaces: /proc/<pid>/net/netlink lists the sockets of its namespace by inode. Is one of ours there?"""
    with netlink.open_socket() as sock:
        number = str(inode(sock.fileno())[1])
        for path in Path(f"/proc/{pid}/task").glob("*/net/netlink"):
            try:
                lines = path.read_text().splitlines()
            except OSError:
                continue  # as above
            if any(line.split()[-1:] == [number] for line in lines):
                return True
    return False
