"""Which engines are local, and what is said when something can't be seen."""

import asyncio
import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from netviz.host import local
from netviz.host.namespaces import Unproven
from netviz.host.watch import HostWatcher
from netviz.topology.schema import Container
from tests.host.conftest import Box, World

ROOT = Path(__file__).resolve().parent.parent.parent
ID = "0123456789abcdef" * 4

# What another process sees: the abilities of its watcher, how many interfaces it finds.
LOOK = """
import asyncio, json, sys
from netviz.host.watch import HostWatcher

async def main():
    watcher = HostWatcher("e", sys.argv[1], lambda: None)
    await watcher.start()
    await watcher.follow([])
    print(json.dumps([watcher.host_interfaces.code, watcher.namespaces.code, len(watcher.interfaces({}))]))
    await watcher.close()

asyncio.run(main())
"""


def look(url: str, *wrapper: str) -> list[object]:
    """[host_interfaces' code, namespaces' code, number of interfaces] as seen by a process started through `wrapper`."""
    command = [*wrapper, sys.executable, "-c", LOOK, url]
    result = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert result.returncode == 0, result.stderr
    return list(json.loads(result.stdout))


def refusal(url: str) -> str:
    with pytest.raises(Unproven) as caught:
        local.prove(url)
    return caught.value.code


@pytest.mark.parametrize("url", ["tcp://127.0.0.1:2375", "ssh://root@host", "http://x", "npipe:////./pipe/docker", ""])
def test_an_engine_behind_anything_but_a_unix_socket_is_not_local(url: str) -> None:
    assert refusal(url) == "not_local"


def test_a_socket_that_nobody_listens_on(tmp_path: Path) -> None:
    assert refusal(f"unix://{tmp_path}/missing.sock") == "unreachable"


def test_a_forwarded_socket_is_not_an_engine(tmp_path: Path) -> None:
    """As ssh -L, socat or a virtual machine's helper make one: here it is this test that listens."""
    path = tmp_path / "docker.sock"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        listener.listen()
        assert refusal(f"unix://{path}") == "not_engine"


@pytest.mark.engine
def test_this_engine_is_local(engine_url: str) -> None:
    found = local.prove(engine_url)
    assert found.shares_namespace
    assert found.host == {local.own_inode()}
    assert Path(f"/proc/{found.pid}/comm").read_text() == "dockerd\n"
    os.close(found.pidfd)


@pytest.mark.engine
def test_an_engine_in_another_pid_namespace(engine_url: str) -> None:
    assert look(engine_url, "unshare", "--pid", "--fork", "--mount-proc") == ["pid_invisible", "pid_invisible", 0]


@pytest.mark.engine
def test_an_engine_in_another_network_namespace(engine_url: str, box: Box) -> None:
    """The host's interfaces are not ours to see; the containers' still are."""
    assert look(engine_url, "nsenter", f"--net={box.path}") == ["other_namespace", None, 0]


@pytest.mark.engine
def test_without_root_the_host_is_seen_and_the_containers_are_not(world: World) -> None:
    everything = len(world.watcher.interfaces({}))
    path = Path(local.socket_path(world.url))
    mode = path.stat().st_mode
    path.chmod(0o666)
    try:
        nobody = ("--reuid=65534", "--regid=65534", "--clear-groups")
        # The one thing of root's that it keeps: this project's files may lie in root's home.
        reads_files = ("--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search")
        assert look(world.url, "setpriv", *nobody, *reads_files) == [None, "not_root", everything]
    finally:
        path.chmod(mode)


@pytest.mark.engine
async def test_root_without_the_capability(engine_url: str) -> None:
    def bounded(capability: str) -> list[object]:
        return look(engine_url, "setpriv", f"--bounding-set=-{capability}", f"--inh-caps=-{capability}")[:2]

    assert await asyncio.to_thread(bounded, "sys_admin") == [None, "not_root"]
    assert await asyncio.to_thread(bounded, "sys_ptrace") == [None, "not_root"]


@pytest.mark.engine
async def test_containers_that_are_none_of_this_machines(world: World) -> None:
    """An engine that tells of processes that are not its containers: nothing is entered, and it says why."""
    claimed = Container(engine="e", id=ID, name="x", state="running", pid=os.getpid())
    await world.watcher.follow([claimed])
    assert (world.watcher.namespaces.available, world.watcher.namespaces.code) == (False, "other_process")
    assert {i.namespace for i in world.watcher.interfaces({claimed.key: claimed}).values()} == {"host"}
    await world.run()
    await world.observe()
    assert world.watcher.namespaces.available


async def test_a_watcher_that_sees_nothing_still_answers() -> None:
    watcher = HostWatcher("e", "tcp://192.0.2.1:2375", lambda: None)
    await watcher.start()
    await watcher.follow([Container(engine="e", id=ID, name="x", state="running", pid=os.getpid())])
    assert watcher.host_interfaces.code == watcher.namespaces.code == "not_local"
    assert watcher.interfaces({}) == {}
    assert await watcher.counters() == {}
    await watcher.close()
    await watcher.close()
