"""netviz on real engines of other versions than the tests' own: scripts/engines brings each up once a session.

Nothing is skipped: where an engine can't be brought up, its tests fail with what scripts/engines says.
"""

import contextlib
import os
import socket
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from netviz.host.namespaces import enter
from scripts.benchmarks.client import Client
from tests.calls import Api, until
from tests.served import ROOT, Served, serve

# The engines that people run most, beside the tests' own Docker: both families, each with a network stack unlike 20.10's.
# NETVIZ_TEST_VERSIONS names others of those that scripts/engines knows.
VERSIONS = os.environ.get("NETVIZ_TEST_VERSIONS", "docker-28 podman-5.4").split()
PREDEFINED = {"bridge", "host", "none", "podman"}
# Within this a pass has found what emits no event.
SETTLE_S = 30


@dataclass(frozen=True)
class Engine:
    """One that scripts/engines has brought up."""

    name: str
    url: str

    @property
    def podman(self) -> bool:
        return self.name.startswith("podman")

    @property
    def before_28(self) -> bool:
        """Whether it is a Docker without gateway priorities and networks without IPv4."""
        return self.name in ("docker-20.10", "docker-26")

    def cli(self, *args: str) -> str:
        """What its own docker or podman command prints. AssertionError with the command's own words when it fails."""
        words = ("podman",) if self.podman else ("docker", "-H", self.url)
        result = engines("inside", self.name, *words, *args)
        assert result.returncode == 0, f"{words[0]} {' '.join(args)}: {result.stderr.strip()}"
        return result.stdout.strip()

    def run(self, name: str, *options: str) -> str:
        """Starts a container behind netviz's back; its full id."""
        return self.cli(
            "run", "-d", "--stop-timeout", "0", "--name", name, *options, "busybox:latest", "sleep", "600"
        ).splitlines()[-1]

    def clear(self) -> None:
        """Removes all containers and networks that were made in it."""
        # Podman waits for a container's end otherwise, and removes the owner of a namespace only when those that joined it are gone.
        remove = ("rm", "-f", *(("-t", "0") if self.podman else ()))
        with contextlib.suppress(AssertionError):
            self.cli(*remove, *self.cli("ps", "-aq").split())
        if left := self.cli("ps", "-aq").split():
            self.cli(*remove, *left)
        names = self.cli("network", "ls", "--format", "{{.Name}}").split()
        if made := [name for name in names if name not in PREDEFINED]:
            self.cli("network", "rm", *made)


def engines(*args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [ROOT / "scripts" / "engines", *args], capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )


class ServedBeside(Served):
    """netviz in the network namespace of an engine, as on the engine's own machine: `through` is what runs a command there."""

    through: tuple[str, ...] = ()

    @property
    def command(self) -> list[str]:
        return [*self.through, *super().command]

    def socket(self, timeout_s: float = 15.0) -> socket.socket:
        if self.process is None:
            raise ConnectionRefusedError
        return connected(self.process.pid, self.port, timeout_s)


def connected(pid: int, port: int, timeout_s: float) -> socket.socket:
    """A connection to a port of 127.0.0.1 in the network namespace of another process. Raises OSError."""
    sockets: list[socket.socket] = []
    errors: list[OSError] = []

    def work() -> None:
        try:
            with open(f"/proc/{pid}/ns/net") as namespace:  # noqa: PTH123 - a file descriptor is wanted
                enter(namespace.fileno())
            sockets.append(socket.create_connection(("127.0.0.1", port), timeout_s))
        except OSError as error:
            errors.append(error)

    # The namespace is the thread's own, and ends with it.
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    if errors:
        raise errors[0]
    return sockets[0]


@pytest.fixture(scope="session", params=VERSIONS)
def version(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """Each engine in turn."""
    name: str = request.param
    if os.geteuid() != 0:
        pytest.fail(
            "This test brings up engines of other versions, which needs root: run scripts/test as root.", pytrace=False
        )
    up = engines("up", name)
    if up.returncode:
        pytest.fail(f"{name} could not be brought up (scripts/engines up {name}): {up.stderr.strip()}", pytrace=False)
    line = next(line for line in engines("list").stdout.splitlines() if line.startswith(f"{name} "))
    yield Engine(name, f"unix://{line.split()[1]}")
    engines("down", name)


@pytest.fixture(scope="session")
def _beside(version: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedBeside]:
    class Beside(ServedBeside):
        through = (str(ROOT / "scripts" / "engines"), "exec", version.name)

    with serve(tmp_path_factory.mktemp(version.name), version.url, Beside) as served:
        yield served


@pytest.fixture(scope="session")
def _watched(_beside: ServedBeside) -> Iterator[Api]:
    """Its API, while a page is open somewhere: full passes, which find what emits no event, are more frequent then."""
    api = Api(_beside)
    page = Client(_beside, _beside.token("viewer"))
    until(lambda: [engine for engine in api.call("GET", "engines")[1] if engine["state"] == "live"])
    yield api
    page.close()


@pytest.fixture
def api(version: Engine, _beside: ServedBeside, _watched: Api) -> Iterator[Api]:
    """The API of a netviz that watches this engine; what the test made in the engine goes when it is over."""
    seen = len(_beside.errors())
    yield _watched
    version.clear()
    until(lambda: not _left(_watched), SETTLE_S)
    assert not (new := _beside.errors()[seen:]), "netviz wrote errors:\n" + "\n".join(new)


def _left(api: Api) -> list[str]:
    """What is in the models and not the engine's own."""
    topology = api.call("GET", "topology")[1]
    made = [item for item in topology["networks"] if not item["predefined"]]
    return [item["name"] for item in (*made, *topology["containers"])]
