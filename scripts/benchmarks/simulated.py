"""A Docker Engine that is simulated over HTTP: as many containers as one likes, without a kernel's work behind them.

    python -m scripts.benchmarks.simulated SOCKET CONTAINERS NETWORKS

answers what netviz asks, in the shapes that Docker 20.10 uses, and takes orders on its standard input, one a line: `toggle C N` connects
container number C to network number N, or disconnects it, and emits the event.
"""

import http.server
import json
import queue
import re
import socketserver
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlsplit

CREATED = "2026-01-01T00:00:00.000000000Z"
VERSION = {"Version": "20.10.24", "ApiVersion": "1.41", "MinAPIVersion": "1.12", "Os": "linux", "Arch": "amd64"}
INFO = {"ID": "SIMU:LATE", "ServerVersion": "20.10.24", "Name": "simulated", "OperatingSystem": "simulated",
        "KernelVersion": "0", "Architecture": "x86_64", "Swarm": {"LocalNodeState": "inactive"}}  # fmt: skip


def network_id(number: int) -> str:
    return f"{number:064x}"


def subnet(number: int) -> str:
    """The first two parts of the addresses of a network: 10.100, 10.101, ... 11.100."""
    return f"{10 + number // 100}.{100 + number % 100}"


def container_id(number: int) -> str:
    return f"{0xC0000000 + number:064x}"


class State:
    """Which container is in which networks. Container k starts in network k % networks."""

    def __init__(self, containers: int, networks: int) -> None:
        self.networks = networks
        self.attached = [{number % networks} for number in range(containers)]
        self.listeners: list[queue.Queue[bytes]] = []
        self.lock = threading.Lock()

    def toggle(self, container: int, network: int) -> None:
        with self.lock:
            attached = self.attached[container]
            action = "disconnect" if network in attached else "connect"
            attached ^= {network}
            self._emit(action, container, network)

    def _emit(self, action: str, container: int, network: int) -> None:
        now = time.time_ns()
        attributes = {"container": container_id(container), "name": f"net-{network}", "type": "bridge"}
        event = {"Type": "network", "Action": action, "Actor": {"ID": network_id(network), "Attributes": attributes},
                 "scope": "local", "time": now // 1_000_000_000, "timeNano": now}  # fmt: skip
        for listener in self.listeners:
            listener.put(json.dumps(event).encode() + b"\n")

    def network(self, number: int) -> dict[str, Any]:
        config = {"Subnet": f"{subnet(number)}.0.0/16", "Gateway": f"{subnet(number)}.0.1"}
        return {"Name": f"net-{number}", "Id": network_id(number), "Created": CREATED, "Scope": "local", "Driver": "bridge",
                "EnableIPv6": False, "IPAM": {"Driver": "default", "Options": {}, "Config": [config]}, "Internal": False,
                "Attachable": False, "Ingress": False, "ConfigFrom": {"Network": ""}, "ConfigOnly": False, "Containers": {},
                "Options": {}, "Labels": {}}  # fmt: skip

    def endpoints(self, number: int) -> dict[str, Any]:
        found = {}
        for network in sorted(self.attached[number]):
            host = number + 2
            found[f"net-{network}"] = {
                "IPAMConfig": None, "Links": None, "Aliases": [container_id(number)[:12]], "NetworkID": network_id(network),
                "EndpointID": f"{network + 1:032x}{number:032x}", "Gateway": f"{subnet(network)}.0.1",
                "IPAddress": f"{subnet(network)}.{host >> 8}.{host & 255}", "IPPrefixLen": 16, "IPv6Gateway": "",
                "GlobalIPv6Address": "", "GlobalIPv6PrefixLen": 0, "DriverOpts": None,
                "MacAddress": f"02:42:{network >> 8:02x}:{network & 255:02x}:{host >> 8:02x}:{host & 255:02x}",
            }  # fmt: skip
        return found

    def summary(self, number: int) -> dict[str, Any]:
        networks = {name: {**endpoint, "Aliases": None} for name, endpoint in self.endpoints(number).items()}
        return {"Id": container_id(number), "Names": [f"/sim-{number}"], "Image": "busybox", "ImageID": "sha256:0",
                "Command": "sleep 600", "Created": 1767225600, "Ports": [], "Labels": {}, "State": "running",
                "Status": "Up 9 years", "HostConfig": {"NetworkMode": f"net-{number % self.networks}"},
                "NetworkSettings": {"Networks": networks}, "Mounts": []}  # fmt: skip

    def inspect(self, number: int) -> dict[str, Any]:
        state = {"Status": "running", "Running": True, "Paused": False, "Restarting": False, "OOMKilled": False,
                 "Dead": False, "Pid": 0, "ExitCode": 0, "Error": "", "StartedAt": CREATED,
                 "FinishedAt": "0001-01-01T00:00:00Z"}  # fmt: skip
        config = {"Hostname": container_id(number)[:12], "Domainname": "", "Env": ["PATH=/bin"], "Cmd": ["sleep", "600"],
                  "Image": "busybox", "Labels": {}}  # fmt: skip
        host = {"NetworkMode": f"net-{number % self.networks}", "PortBindings": {}, "Dns": [], "DnsOptions": [],
                "DnsSearch": [], "ExtraHosts": None, "RestartPolicy": {"Name": "no"}, "Privileged": False,
                "AutoRemove": False, "CapAdd": None, "CapDrop": None}  # fmt: skip
        settings = {"SandboxKey": "", "Ports": {}, "Networks": self.endpoints(number)}
        return {"Id": container_id(number), "Created": CREATED, "Path": "sleep", "Args": ["600"], "State": state,
                "Image": "sha256:0", "Name": f"/sim-{number}", "RestartCount": 0, "Driver": "overlay2",
                "HostConfig": host, "Config": config, "NetworkSettings": settings, "Mounts": []}  # fmt: skip


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    state: ClassVar[State]
    # Answers in one segment: the default sends the head by itself and waits.
    wbufsize = -1

    def do_GET(self) -> None:
        path = re.sub(r"^/v[\d.]+", "", urlsplit(self.path).path)
        if path == "/events":
            self._events()
            return
        answer = self._answer(path)
        self._send(
            404 if answer is None else 200, answer if answer is not None else {"message": f"No such object: {path}"}
        )

    do_HEAD = do_GET

    def _answer(self, path: str) -> Any:
        state = self.state
        match path.strip("/").split("/"):
            case ["_ping"]:
                return "OK"
            case ["version"]:
                return VERSION
            case ["info"]:
                return INFO
            case ["networks"]:
                return [state.network(number) for number in range(state.networks)]
            case ["networks", key]:
                number = int(key, 16)
                return state.network(number) if number < state.networks else None
            case ["containers", "json"]:
                return [state.summary(number) for number in range(len(state.attached))]
            case ["containers", key, "json"]:
                number = int(key, 16) - 0xC0000000
                return state.inspect(number) if 0 <= number < len(state.attached) else None
        return None

    def _send(self, status: int, answer: Any) -> None:
        text = isinstance(answer, str)
        body = answer.encode() if text else json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Api-Version", VERSION["ApiVersion"])
        self.send_header("Content-Type", "text/plain" if text else "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
        self.wfile.flush()

    def _events(self) -> None:
        mine: queue.Queue[bytes] = queue.Queue()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self.wfile.flush()
        self.state.listeners.append(mine)
        try:
            while True:
                event = mine.get()
                self.wfile.write(b"%x\r\n%s\r\n" % (len(event), event))
                self.wfile.flush()
        except OSError:
            self.state.listeners.remove(mine)
            self.close_connection = True

    def address_string(self) -> str:
        return "unix"

    def log_message(self, format: str, *args: Any) -> None:
        return


class Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True
    request_queue_size = 64


def main(path: str, containers: int, networks: int) -> None:
    Handler.state = State(containers, networks)
    with Server(path, Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print("ready", flush=True)
        for line in sys.stdin:
            _, container, network = line.split()
            Handler.state.toggle(int(container), int(network))


class Simulated:
    """The engine from outside: its URL, and `toggle`, which returns when (time.monotonic) the order was given."""

    def __init__(self, process: "subprocess.Popen[str]", path: Path) -> None:
        self._process = process
        self.url = f"unix://{path}"

    def toggle(self, container: int, network: int) -> float:
        assert self._process.stdin is not None
        now = time.monotonic()
        self._process.stdin.write(f"toggle {container} {network}\n")
        self._process.stdin.flush()
        return now


@contextmanager
def simulated(folder: Path, containers: int, networks: int) -> Iterator[Simulated]:
    path = folder / f"simulated-{containers}.sock"
    path.unlink(missing_ok=True)
    command = [sys.executable, "-m", "scripts.benchmarks.simulated", str(path), str(containers), str(networks)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        try:
            yield Simulated(process, path)
        finally:
            process.terminate()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
