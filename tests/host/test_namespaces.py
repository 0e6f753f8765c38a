"""Which namespaces are entered, which are refused, and that no thread stays in one."""

import contextlib
import os
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from netviz.host import local, namespaces
from netviz.host.namespaces import Opened, Unproven, Wanted, in_cgroup_of
from tests.host.conftest import Box
from tests.waiting import until

ID = "0123456789abcdef" * 4
OTHER = "f" * 64


@pytest.mark.parametrize(
    "line",
    [
        f"12:pids:/docker/{ID}",
        f"1:name=systemd:/system.slice/docker-{ID}.scope",
        f"0::/system.slice/docker-{ID}.scope",
        f"0::/docker/{ID}/init.scope",
        f"0::/machine.slice/libpod-{ID}.scope/container",
        f"0::/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-{ID}.scope",
        f"0::/libpod_parent/libpod-{ID}",
        f"0::/../{ID}",
        f"0::/kubepods/burstable/pod1/{ID}",
        f"8:cpu,cpuacct:/x\n0::/nv-host/{ID}",
    ],
)
def test_cgroups_of_a_container(line: str) -> None:
    assert in_cgroup_of(ID, line + "\n")
    assert not in_cgroup_of(OTHER, line + "\n")


@pytest.mark.parametrize(
    "line",
    ["0::/", f"0::/docker/{ID[:-1]}", f"0::/docker/{ID}0", f"0::/docker/x{ID}y", f"0::/{ID}.service", f"0::/a b-{ID}"],
)
def test_cgroups_that_only_look_like_it(line: str) -> None:
    assert not in_cgroup_of(ID, line + "\n")


@pytest.mark.parametrize("hostile", ["", ".*", ID[:12], ID.upper(), f"{ID}\n", "../" * 21 + "x"])
def test_an_id_that_is_none_proves_nothing(hostile: str) -> None:
    assert not in_cgroup_of(hostile, f"0::/docker/{ID}\n0::/docker/{hostile}\n")


def refusal(wanted: Wanted, host: frozenset[tuple[int, int]] = frozenset()) -> str:
    with pytest.raises(Unproven) as caught, namespaces.proven(wanted, host):
        pass
    return caught.value.code


@pytest.mark.parametrize("pid", [None, 0, -1, 1])
def test_no_pid_is_no_pid(pid: int | None) -> None:
    assert refusal(Wanted(ID, pid, None)) == "no_pid"


def test_another_process_is_refused() -> None:
    assert refusal(Wanted(ID, os.getpid(), None)) == "other_process"


def test_a_process_that_has_ended_is_refused() -> None:
    ended = subprocess.Popen(["true"])
    ended.wait()
    assert refusal(Wanted(ID, ended.pid, None)) == "no_process"


def test_paths_that_are_no_network_namespace_are_refused(tmp_path: Path) -> None:
    fifo, link, file = tmp_path / "fifo", tmp_path / "link", tmp_path / "file"
    os.mkfifo(fifo)
    file.write_text("")
    link.symlink_to("/proc/self/ns/net")
    paths = [fifo, file, link, tmp_path, tmp_path / "missing", "/proc/self/ns/mnt", "/dev/null", "bad\0path"]
    assert {refusal(Wanted(ID, None, str(path))) for path in paths} == {"no_pid"}


@pytest.mark.engine
def test_a_sandbox_key_that_is_the_hosts_namespace_is_refused(tmp_path: Path) -> None:
    key = tmp_path / "netns"
    key.touch()
    subprocess.run(["mount", "--bind", "/proc/self/ns/net", key], check=True)
    try:
        assert refusal(Wanted(ID, None, str(key)), frozenset({local.own_inode()})) == "host_namespace"
    finally:
        subprocess.run(["umount", key], check=True)


@pytest.fixture
def sandbox_key(box: Box, tmp_path: Path) -> Iterator[str]:
    """A path as an engine gives it: a file that a network namespace is mounted on."""
    key = tmp_path / "netns"
    key.touch()
    subprocess.run(["mount", "--bind", box.path, key], check=True)
    yield str(key)
    subprocess.run(["umount", key], check=True)


@pytest.mark.engine
def test_a_sandbox_key_is_entered_and_no_thread_stays_there(box: Box, sandbox_key: str) -> None:
    box.ip("link add v0 type veth peer name v1")
    wanted = Wanted(ID, None, sandbox_key)
    [opened] = namespaces.open_all([wanted], frozenset({local.own_inode()}), None)
    assert isinstance(opened, Opened)
    assert {link.name for link in opened.table.links.values()} == {"lo", "v0", "v1"}
    inside = Path(box.path).stat()
    assert opened.inode == (inside.st_dev, inside.st_ino)
    opened.socket.close()
    # A thread that has ended is in /proc for a moment more.
    until(lambda: namespaces_of_threads() == {local.own_inode()[1]}, every_s=0.01)


def namespaces_of_threads() -> set[int]:
    found = set()
    for path in Path("/proc/self/task").glob("*/ns/net"):
        with contextlib.suppress(FileNotFoundError):
            found.add(path.stat().st_ino)
    return found


@pytest.mark.engine
def test_a_socket_that_stays_is_in_the_namespace(box: Box, sandbox_key: str) -> None:
    [opened] = namespaces.open_all([Wanted(ID, None, sandbox_key)], frozenset(), None)
    assert isinstance(opened, Opened)
    box.ip("link add v0 type veth peer name v1")
    assert isinstance(opened.socket, socket.socket)
    opened.table.apply(opened.socket.recv(1 << 17))
    assert "v0" in {link.name for link in opened.table.links.values()} or opened.table.refresh(opened.socket)
    opened.socket.close()


def test_one_refusal_does_not_keep_the_others_closed() -> None:
    results = namespaces.open_all([Wanted(ID, None, None), Wanted(OTHER, os.getpid(), None)], frozenset(), None)
    assert [result[1].code for result in results if isinstance(result, tuple)] == ["no_pid", "other_process"]
