"""Finding, proving and entering a container's network namespace.

What the engine says (pid, sandbox key) is hostile: a namespace is opened only when the kernel confirms that it is that container's (its
pid, held by a pidfd, is in a cgroup with the container's full id) or that the engine's path is a network namespace at all, and never when
it turns out to be the host's.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import re
import resource
import select
import socket
import struct
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from netviz.host import netlink
from netviz.host.table import NamespaceTable

_CLONE_NEWNET = 0x40000000
_NSFS_MAGIC = 0x6E736673
_NS_GET_NSTYPE = 0xB703  # ioctl_ns(2)
# A namespace's own traffic of notifications is small; only the host's is not.
_RECEIVE_BYTES = 1 << 18
# The bits in CapEff, capabilities(7)
_CAP_SYS_PTRACE, _CAP_SYS_ADMIN = 19, 21

# For the database, browsers and engines, beside a descriptor for each namespace
_SPARE_FILES = 512

Inode = tuple[int, int]


class Unproven(Exception):
    """A namespace that is not entered. `code` says why, `detail` is the system's own words."""

    def __init__(self, code: str, detail: str | None = None) -> None:
        super().__init__(code, detail)
        self.code, self.detail = code, detail


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the engine says of a container's namespace."""

    container_id: str
    pid: int | None
    sandbox_key: str | None


@dataclass(slots=True)
class Opened:
    """A namespace with a socket in it: `table` holds what is there, `host_nsid` is the host's id as seen from there."""

    wanted: Wanted
    inode: Inode
    socket: socket.socket
    table: NamespaceTable = field(default_factory=NamespaceTable)
    host_nsid: int | None = None


def missing_power() -> Unproven | None:
    """Why this process can't enter namespaces at all, if so: setns needs CAP_SYS_ADMIN, /proc/<pid>/ns CAP_SYS_PTRACE."""
    if not hasattr(os, "pidfd_open"):
        return Unproven("no_pidfd")
    effective = _effective_capabilities()
    if not effective >> _CAP_SYS_ADMIN & 1:
        return Unproven("not_root", "CAP_SYS_ADMIN")
    if not effective >> _CAP_SYS_PTRACE & 1:
        return Unproven("not_root", "CAP_SYS_PTRACE")
    try:
        os.close(os.pidfd_open(os.getpid()))
    except OSError as error:
        return Unproven("no_pidfd", error.strerror)
    return None


def _effective_capabilities() -> int:
    found = re.search(r"^CapEff:\s*([0-9a-f]+)$", Path("/proc/self/status").read_text(), re.MULTILINE)
    return int(found[1], 16) if found else 0


def in_cgroup_of(container_id: str, cgroups: str) -> bool:
    """Whether a /proc/<pid>/cgroup names the container: by cgroupfs (`<id>`), systemd (`docker-<id>.scope`) or Podman (`libpod-<id>`)."""
    if not re.fullmatch(r"[0-9a-f]{64}", container_id):
        return False
    part = re.compile(rf"(?:[a-z]+[-_])?{container_id}(?:\.scope)?")
    return any(part.fullmatch(piece) for line in cgroups.splitlines() for piece in line.split(":", 2)[-1].split("/"))


def inode(fd: int) -> Inode:
    status = os.fstat(fd)
    return status.st_dev, status.st_ino


@contextmanager
def proven(wanted: Wanted, host: frozenset[Inode]) -> Iterator[int]:
    """A descriptor of the container's network namespace. Raises Unproven. `host`: the namespaces that must not be entered."""
    fd = _open(wanted)
    try:
        if inode(fd) in host:
            raise Unproven("host_namespace")
        yield fd
    finally:
        os.close(fd)


def _open(wanted: Wanted) -> int:
    """By the pid, whose proof is the stronger one; by the sandbox key where the pid says nothing."""
    try:
        return _open_by_pid(wanted.container_id, wanted.pid)
    except Unproven as first:
        if not wanted.sandbox_key:
            raise
        try:
            return _open_by_path(wanted.sandbox_key)
        except Unproven:
            raise first from None


def _open_by_pid(container_id: str, pid: int | None) -> int:
    if not pid or pid <= 1:
        raise Unproven("no_pid")
    try:
        pidfd = os.pidfd_open(pid)
    except OSError as error:
        raise Unproven("no_process", error.strerror) from error
    try:
        _check_cgroup(container_id, pid)
        fd = os.open(f"/proc/{pid}/ns/net", os.O_RDONLY | os.O_CLOEXEC)
        try:
            _check_cgroup(container_id, pid)
            _check_alive(pidfd)
        except BaseException:
            os.close(fd)
            raise
        return fd
    except OSError as error:
        raise Unproven("not_root" if error.errno == errno.EACCES else "no_process", error.strerror) from error
    finally:
        os.close(pidfd)


def _check_cgroup(container_id: str, pid: int) -> None:
    if not in_cgroup_of(container_id, Path(f"/proc/{pid}/cgroup").read_text()):
        raise Unproven("other_process")


def _check_alive(pidfd: int) -> None:
    """A pidfd is readable once its process has ended: then the pid, and all that was read by it, may be another's."""
    poll = select.poll()
    poll.register(pidfd, select.POLLIN)
    if poll.poll(0):
        raise Unproven("no_process")


def _open_by_path(path: str) -> int:
    """The engine's path, only if it is a network namespace: looked at through O_PATH first, which has no effect on a device or a FIFO."""
    try:
        handle = os.open(path, os.O_PATH | os.O_NOFOLLOW | os.O_CLOEXEC)
    except (OSError, ValueError) as error:
        raise Unproven("no_sandbox", str(error)) from error
    try:
        if _filesystem(handle) != _NSFS_MAGIC:
            raise Unproven("no_sandbox")
        fd = os.open(f"/proc/self/fd/{handle}", os.O_RDONLY | os.O_CLOEXEC)
    except OSError as error:
        raise Unproven("no_sandbox", error.strerror) from error
    finally:
        os.close(handle)
    if fcntl.ioctl(fd, _NS_GET_NSTYPE) != _CLONE_NEWNET:
        os.close(fd)
        raise Unproven("no_sandbox")
    return fd


def _filesystem(fd: int) -> int:
    """statfs(2)'s f_type, which Python does not tell."""
    answer = ctypes.create_string_buffer(256)
    if _libc.fstatfs(fd, answer) != 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return int(struct.unpack_from("=l" if struct.calcsize("l") == 8 else "=i", answer)[0])


_libc = ctypes.CDLL(None, use_errno=True)


def enter(fd: int) -> None:
    """Moves the calling thread into a network namespace for the rest of its life: only for a thread that ends soon. Raises OSError."""
    if sys.version_info >= (3, 12):
        os.setns(fd, _CLONE_NEWNET)
    elif _libc.setns(fd, _CLONE_NEWNET) != 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))


def allow_files(more: int) -> None:
    """Raises this process's soft limit of open files where so many more could pass it: systemd's default of 1,024 is meant for select()."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = sum(1 for _ in Path("/proc/self/fd").iterdir()) + more + _SPARE_FILES
    if soft != resource.RLIM_INFINITY and wanted > soft:
        limit = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (limit, hard))


def open_all(
    wanted: Iterable[Wanted], host: frozenset[Inode], host_fd: int | None
) -> list[Opened | tuple[Wanted, Unproven]]:
    """Opens, subscribes and dumps each namespace, in one thread that ends in a foreign one. Blocks for about 1 ms each."""
    results: list[Opened | tuple[Wanted, Unproven]] = []

    def work() -> None:
        results.extend(_try_open(one, host, host_fd) for one in wanted)

    thread = threading.Thread(target=work, name="netviz-namespaces", daemon=True)
    thread.start()
    thread.join()
    return results


def _try_open(wanted: Wanted, host: frozenset[Inode], host_fd: int | None) -> Opened | tuple[Wanted, Unproven]:
    try:
        with proven(wanted, host) as fd:
            return _subscribe(wanted, fd, host_fd)
    except Unproven as error:
        return wanted, error
    except OSError as error:
        code = {errno.EPERM: "not_root", errno.EMFILE: "no_files", errno.ENFILE: "no_files"}.get(
            error.errno or 0, "failed"
        )
        return wanted, Unproven(code, error.strerror)


def _subscribe(wanted: Wanted, fd: int, host_fd: int | None) -> Opened:
    enter(fd)
    sock = netlink.open_socket(netlink.GROUPS, _RECEIVE_BYTES)
    try:
        opened = Opened(wanted, inode(fd), sock)
        opened.table.refresh(sock)
        if host_fd is not None:
            opened.host_nsid = namespace_id(sock, host_fd, opened.table)
        return opened
    except BaseException:
        sock.close()
        raise


def namespace_id(sock: socket.socket, fd: int, table: NamespaceTable) -> int | None:
    """The number by which the socket's namespace knows another one (RTM_GETNSID); None while it has no link that leads there."""
    answers: list[bytes] = []

    def take(data: bytes) -> None:
        answers.append(data)
        table.apply(data)

    request = struct.pack("=Bxxx", 0) + netlink.attribute(3, struct.pack("=I", fd))  # rtgenmsg, NETNSA_FD
    try:
        netlink.ask(sock, netlink.RTM_GETNSID, request, take, dump=False)
    except (OSError, netlink.Overrun, netlink.Interrupted):
        table.doubtful = True
        return None
    for header in netlink.messages(answers[-1]):
        found = netlink.attributes(answers[-1], header.start + 4, header.end)
        if header.type == netlink.RTM_NEWNSID and 1 in found:
            number = int(struct.unpack("=i", found[1])[0])
            return number if number >= 0 else None
    return None
