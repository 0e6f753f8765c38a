"""Which engine netviz takes by itself: the one that the docker CLI would take, then Podman's."""

import hashlib
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socketserver import ThreadingUnixStreamServer

import pytest

from netviz.engine.client import Tls
from netviz.engine.find import Found, answers, candidates, find_engine


class Pinged(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Api-Version", "1.41")
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"OK")

    def address_string(self) -> str:
        return "unix"

    def log_message(self, format: str, *args: object) -> None:
        pass


class Machine:
    """A root folder with sockets on which engines answer, and a person's home."""

    def __init__(self, root: Path, stack: ExitStack) -> None:
        self.root = root
        self._stack = stack
        self.environ = {"HOME": str(root / "home"), "XDG_RUNTIME_DIR": "/run/user/7"}

    def engine(self, path: str) -> str:
        """An engine at this path; its URL."""
        at = self._socket_path(path)
        server = self._stack.enter_context(ThreadingUnixStreamServer(str(at), Pinged))
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self._stack.callback(server.shutdown)
        return f"unix://{at}"

    def left_behind(self, path: str) -> str:
        """A socket on which nobody listens; its URL."""
        at = self._socket_path(path)
        with socket.socket(socket.AF_UNIX) as sock:
            sock.bind(str(at))
        return f"unix://{at}"

    def context(self, name: str, url: str, *, tls: bool = False, current: bool = True) -> Path:
        """A docker context as the CLI writes it; its TLS folder."""
        folder, digest = self.root / "home" / ".docker", hashlib.sha256(name.encode()).hexdigest()
        meta, keys = folder / "contexts/meta" / digest, folder / "contexts/tls" / digest / "docker"
        meta.mkdir(parents=True)
        (meta / "meta.json").write_text(json.dumps({"Name": name, "Endpoints": {"docker": {"Host": url}}}))
        if current:
            (folder / "config.json").write_text(json.dumps({"currentContext": name}))
        if tls:
            pems(keys)
        return keys

    def found(self, **more: str) -> Found | None:
        return find_engine({**self.environ, **more}, root=self.root)

    def _socket_path(self, path: str) -> Path:
        at = self.root / path.lstrip("/")
        at.parent.mkdir(parents=True, exist_ok=True)
        return at


def pems(folder: Path) -> None:
    folder.mkdir(parents=True)
    for name in ("ca.pem", "cert.pem", "key.pem"):
        (folder / name).write_text("PEM")


def tls_of(folder: Path) -> Tls:
    return Tls(ca=str(folder / "ca.pem"), cert=str(folder / "cert.pem"), key=str(folder / "key.pem"))


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    with ExitStack() as stack:
        yield Machine(tmp_path, stack)


def test_docker_host_goes_before_everything_and_is_kept_while_it_does_not_answer(machine: Machine) -> None:
    machine.engine("/var/run/docker.sock")
    machine.context("other", "tcp://10.0.0.9:2375")
    found = machine.found(DOCKER_HOST="unix:///nowhere.sock")
    assert found == Found("unix:///nowhere.sock", "DOCKER_HOST")
    assert answers(found) is not None


def test_docker_host_with_tls(machine: Machine, tmp_path: Path) -> None:
    keys = tmp_path / "keys"
    pems(keys)
    verified = {"DOCKER_HOST": "tcp://10.0.0.9:2376", "DOCKER_TLS_VERIFY": "1"}
    assert machine.found(**verified, DOCKER_CERT_PATH=str(keys)).tls == tls_of(keys)
    # Without a path: the CLI's own folder.
    pems(tmp_path / "home" / ".docker")
    assert machine.found(**verified).tls == tls_of(tmp_path / "home" / ".docker")
    assert machine.found(DOCKER_HOST="tcp://10.0.0.9:2375").tls is None


def test_the_current_context_goes_before_the_sockets(machine: Machine) -> None:
    machine.engine("/var/run/docker.sock")
    keys = machine.context("lab", "tcp://10.0.0.9:2376", tls=True)
    assert machine.found() == Found("tcp://10.0.0.9:2376", "context:lab", tls_of(keys))


def test_the_context_of_the_environment_goes_before_the_current_one(machine: Machine) -> None:
    machine.context("lab", "tcp://10.0.0.9:2375")
    machine.context("class", "tcp://10.0.0.8:2375", current=False)
    assert machine.found(DOCKER_CONTEXT="class") == Found("tcp://10.0.0.8:2375", "context:class")


@pytest.mark.parametrize("config", ["{", "[]", '{"currentContext": 7}', '{"currentContext": "gone"}', '{"currentContext": "default"}'])  # fmt: skip
def test_a_context_that_makes_no_sense_is_none(machine: Machine, config: str) -> None:
    url = machine.engine("/var/run/docker.sock")
    folder = machine.root / "home" / ".docker"
    folder.mkdir(parents=True)
    (folder / "config.json").write_text(config)
    assert machine.found() == Found(url, "socket")


SOCKETS = [
    "/var/run/docker.sock",
    "/run/user/7/docker.sock",
    "/run/podman/podman.sock",
    "/run/user/7/podman/podman.sock",
]


@pytest.mark.parametrize("first", range(len(SOCKETS)))
def test_sockets_docker_first_then_podman(machine: Machine, first: int) -> None:
    # Those before it have been left behind by engines that ended.
    for path in SOCKETS[:first]:
        machine.left_behind(path)
    urls = [machine.engine(path) for path in SOCKETS[first:]]
    assert machine.found() == Found(urls[0], "socket")


def test_no_engine(machine: Machine) -> None:
    assert machine.found() is None
    at = machine.root / "var/run/docker.sock"
    at.parent.mkdir(parents=True)
    at.write_text("no socket")
    assert list(candidates(machine.environ, root=machine.root)) == []
