"""A Docker Engine over HTTP on a unix socket that a test holds in its hand: it lags, chokes, lies and dies on demand.

Its answers have the shapes that Docker 20.10 gave (only what netviz reads). In a test, or in a bench beside netviz:

    with SimulatedEngine(tmp_path / "engine.sock") as engine:     # engine.url is unix://...
        network = engine.network("web")                           # its id; emits the event
        container = engine.container("api", network)              # running, connected; emits create, connect, start
        engine.connect(container, other)                          # changes the state first and emits the event then, as engines do
        engine.fault("GET /containers/<id>/json", status=500)     # see Fault; engine.heal() heals
    engine.populate(containers=5000, networks=20)                 # many at once, without events

`connect` returns the moment (time.monotonic seconds) at which its event was handed to the streams. `requests` counts what was
asked, by route ("GET /containers/json"). `freeze_list()` keeps the list of containers as it is, whatever changes.
"""

import json
import queue
import socketserver
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any, Self
from urllib.parse import parse_qs, unquote, urlsplit

Raw = dict[str, Any]
VERSION = {"Version": "20.10.24", "Os": "linux"}
ZERO_TIME = "0001-01-01T00:00:00Z"


@dataclass
class Fault:
    """What happens to requests of a route instead: wait, then answer with a status, with these bytes, or not at all."""

    status: int = 0
    delay_s: float = 0.0
    body: bytes | None = None
    hang_up: bool = False


@dataclass
class Simulated:
    """A container: its inspect, and the item of the list that shows it."""

    inspect: Raw
    listed: bytes = b""


@dataclass
class State:
    networks: dict[str, Raw] = field(default_factory=dict)
    containers: dict[str, Simulated] = field(default_factory=dict)
    addresses: Counter[str] = field(default_factory=Counter)
    made: int = 0


class SimulatedEngine:
    def __init__(self, path: Path, *, engine_id: str = "SIMU:LATE:D", clock_skew_s: float = 0.0) -> None:
        self.path = path
        self.url = f"unix://{path}"
        self.engine_id = engine_id
        self.clock_skew_s = clock_skew_s
        # The words of the list on how long a container runs. These agree with its inspect; "Up 3 seconds" would mean a restart.
        self.status = "Up 9 years"
        self.api_version, self.oldest_api = "1.41", "1.12"
        self.requests: Counter[str] = Counter()
        self.faults: dict[str, Fault] = {}
        self.healed = threading.Event()
        self.lock = threading.RLock()
        self.streams: list[queue.Queue[bytes | None]] = []
        self.past: list[tuple[float, bytes]] = []
        self._frozen_list: bytes | None = None
        self._state = State()
        self._server: _Server | None = None
        for name, driver in (("bridge", "bridge"), ("host", "host"), ("none", "null")):
            self._add_network(name, driver)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()

    def start(self) -> None:
        """Listens. What it holds, and the events it remembers, outlive a stop."""
        self.path.unlink(missing_ok=True)
        self._server = _Server(str(self.path), _Handler)
        self._server.engine = self
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True, name="simulated").start()

    def stop(self) -> None:
        """Ends every connection and listens no more."""
        server, self._server = self._server, None
        if server is not None:
            server.shutdown()
            server.server_close()
            self.end_streams()
            server.hang_up()
            self.path.unlink(missing_ok=True)

    # What people and programs do to it

    def network(self, name: str) -> str:
        with self.lock:
            network = self._add_network(name, "bridge")
        self.event("network", "create", network, name=name, type="bridge")
        return network

    def remove_network(self, network: str) -> None:
        with self.lock:
            name = self._state.networks.pop(network)["Name"]
        self.event("network", "destroy", network, name=name, type="bridge")

    def container(self, name: str, *networks: str) -> str:
        """A running container, attached to the networks of these ids."""
        with self.lock:
            container = self._add_container(name, networks)
        self.event("container", "create", container, name=name)
        for network in networks:
            self._told_of("connect", container, network)
        self.event("container", "start", container, name=name)
        return container

    def connect(self, container: str, network: str) -> float:
        with self.lock:
            self._attach(container, network)
        return self._told_of("connect", container, network)

    def disconnect(self, container: str, network: str) -> float:
        with self.lock:
            name = self._state.networks[network]["Name"]
            self._state.containers[container].inspect["NetworkSettings"]["Networks"].pop(name)
            self._list(container)
        return self._told_of("disconnect", container, network)

    def rename(self, container: str, name: str) -> float:
        with self.lock:
            self._state.containers[container].inspect["Name"] = f"/{name}"
            self._list(container)
        return self.event("container", "rename", container, name=name)

    def remove_container(self, container: str, *, silently: bool = False) -> None:
        with self.lock:
            del self._state.containers[container]
        if not silently:
            self.event("container", "destroy", container)

    def populate(self, containers: int, networks: int) -> tuple[list[str], list[str]]:
        """The ids of so many containers, each on one of so many networks, made without a word."""
        with self.lock:
            nets = [self._add_network(f"net{number}", "bridge") for number in range(networks)]
            made = [
                self._add_container(f"container{number}", [nets[number % networks]]) for number in range(containers)
            ]
        return made, nets

    @property
    def containers(self) -> dict[str, Raw]:
        """The inspect of each container by id."""
        with self.lock:
            return {key: item.inspect for key, item in self._state.containers.items()}

    @property
    def networks(self) -> dict[str, Raw]:
        with self.lock:
            return dict(self._state.networks)

    # What it says of itself, and how it misbehaves

    def event(self, kind: str, action: str, object_id: str, **attributes: str) -> float:
        """Tells the streams; the moment (monotonic seconds) when that was done."""
        now = time.time() + self.clock_skew_s
        raw = {"Type": kind, "Action": action, "Actor": {"ID": object_id, "Attributes": attributes}, "scope": "local"}
        return self.say(json.dumps({**raw, "time": int(now), "timeNano": int(now * 1e9)}).encode() + b"\n", now)

    def say(self, text: bytes, at: float | None = None) -> float:
        """Puts any bytes into the streams of events. With `at` (seconds by its own clock) they are remembered, as events are."""
        with self.lock:
            if at is not None:
                self.past = [*self.past[-255:], (at, text)]
            for stream in self.streams:
                stream.put(text)
            return time.monotonic()

    def end_streams(self) -> None:
        with self.lock:
            for stream in self.streams:
                stream.put(None)

    def heal(self) -> None:
        """No more faults; requests that wait are answered now."""
        self.faults.clear()
        healed, self.healed = self.healed, threading.Event()
        healed.set()

    def fault(self, route: str, **what: Any) -> None:
        """From now on requests of `route` ("GET /networks", or "GET" for all) meet `Fault(**what)`."""
        self.faults[route] = Fault(**what)

    def freeze_list(self) -> None:
        """The list of containers stays as it is now, as real lists lag behind the events."""
        self._frozen_list = self._container_list()

    def thaw_list(self) -> None:
        self._frozen_list = None

    # Answers

    def answer(self, method: str, path: str, body: Raw) -> tuple[int, bytes]:
        match [method, *path.strip("/").split("/")]:
            case [_, "_ping"]:
                return 200, b"OK"
            case [_, "version"]:
                return 200, _json({**VERSION, "ApiVersion": self.api_version, "MinAPIVersion": self.oldest_api})
            case [_, "info"]:
                return 200, _json(self._info())
            case ["GET", "networks"]:
                return 200, _json(list(self.networks.values()))
            case ["GET", "networks", ref]:
                return self._one(self.networks.get(ref), f"network {ref} not found")
            case ["GET", "containers", "json"]:
                return 200, self._container_list()
            case ["GET", "containers", ref, "json"]:
                return self._one(self.containers.get(ref), f"No such container: {ref}")
            case ["POST", "networks", ref, ("connect" | "disconnect") as action]:
                (self.connect if action == "connect" else self.disconnect)(body["Container"], ref)
                return 200, b""
        return 404, _json({"message": "page not found"})

    def remembered(self, since: float) -> list[bytes]:
        return [text for at, text in self.past if at >= since]

    def _info(self) -> Raw:
        now = datetime.fromtimestamp(time.time() + self.clock_skew_s, UTC)
        return {
            "ID": self.engine_id,
            "Name": "simulated",
            "SystemTime": now.isoformat(),
            "Swarm": {"LocalNodeState": "inactive"},
        }

    def _one(self, item: Raw | None, missing: str) -> tuple[int, bytes]:
        return (200, _json(item)) if item is not None else (404, _json({"message": missing}))

    def _container_list(self) -> bytes:
        with self.lock:
            if self._frozen_list is not None:
                return self._frozen_list
            return b"[" + b",".join(item.listed for item in self._state.containers.values()) + b"]"

    # Its objects

    def _id(self) -> str:
        self._state.made += 1
        return f"{self._state.made:064x}"

    def _add_network(self, name: str, driver: str) -> str:
        network = self._id()
        subnets = [{"Subnet": f"10.{self._state.made % 250}.0.0/16"}] if driver == "bridge" else []
        self._state.networks[network] = {
            "Name": name,
            "Id": network,
            "Created": "2026-01-02T03:04:05.678901234Z",
            "Scope": "local",
            "Driver": driver,
            "EnableIPv6": False,
            "IPAM": {"Driver": "default", "Options": None, "Config": subnets},
            "Internal": False,
            "Containers": {},
            "Options": {},
            "Labels": {},
        }
        return network

    def _add_container(self, name: str, networks: "list[str] | tuple[str, ...]") -> str:
        container = self._id()
        running = {"Status": "running", "Running": True, "Pid": 0, "ExitCode": 0}
        inspect: Raw = {
            "Id": container,
            "Created": "2026-01-02T03:04:05.678901234Z",
            "Path": "sleep",
            "Args": ["600"],
            "State": {**running, "StartedAt": "2026-01-02T03:04:06.678901234Z", "FinishedAt": ZERO_TIME},
            "Image": f"sha256:{1:064x}",
            "Name": f"/{name}",
            "HostConfig": {"NetworkMode": "default", "PortBindings": {}, "RestartPolicy": {"Name": "no"}},
            "Config": {"Hostname": container[-12:], "Env": ["PATH=/bin"], "Image": "busybox", "Labels": {}},
            "NetworkSettings": {"SandboxID": "", "SandboxKey": "", "Ports": {}, "Networks": {}},
        }
        self._state.containers[container] = Simulated(inspect)
        for network in networks:
            self._attach(container, network)
        self._list(container)
        return container

    def _attach(self, container: str, network: str) -> None:
        raw = self._state.networks[network]
        self._state.addresses[network] += 1
        host = self._state.addresses[network] + 1
        prefix = raw["IPAM"]["Config"][0]["Subnet"].removesuffix(".0.0/16")
        self._state.containers[container].inspect["NetworkSettings"]["Networks"][raw["Name"]] = {
            "IPAMConfig": None,
            "Aliases": [container[-12:]],
            "NetworkID": network,
            "EndpointID": self._id(),
            "Gateway": f"{prefix}.0.1",
            "IPAddress": f"{prefix}.{host // 256}.{host % 256}",
            "IPPrefixLen": 16,
            "GlobalIPv6Address": "",
            "GlobalIPv6PrefixLen": 0,
            "MacAddress": f"02:42:00:00:{host // 256:02x}:{host % 256:02x}",
        }
        self._list(container)

    def _list(self, container: str) -> None:
        item = self._state.containers[container]
        raw = item.inspect
        attached = {
            name: {**value, "Aliases": None} for name, value in raw["NetworkSettings"]["Networks"].items()
        }  # fmt: skip
        item.listed = _json({
            "Id": container,
            "Names": [raw["Name"]],
            "Image": "busybox",
            "ImageID": raw["Image"],
            "Command": "sleep 600",
            "Created": 1795581974,
            "Ports": [],
            "Labels": {},
            "State": raw["State"]["Status"],
            "Status": self.status,
            "HostConfig": {"NetworkMode": "default"},
            "NetworkSettings": {"Networks": attached},
            "Mounts": [],
        })  # fmt: skip

    def _told_of(self, action: str, container: str, network: str) -> float:
        name = self._state.networks[network]["Name"]
        return self.event("network", action, network, container=container, name=name, type="bridge")


class _Server(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True
    request_queue_size = 128
    engine: SimulatedEngine

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._open: set[Any] = set()

    def get_request(self) -> Any:
        request, address = super().get_request()
        self._open.add(request)
        return request, address or "peer"

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        for request in list(self._open):
            self.shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A connection that ends in the middle is what is being simulated."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    server: _Server

    def do_GET(self) -> None:
        self._serve()

    do_POST = do_DELETE = do_HEAD = do_GET

    def log_message(self, *args: Any) -> None:
        """Nothing: the tests count requests instead."""

    def address_string(self) -> str:
        return "peer"

    def _serve(self) -> None:
        engine, parts = self.server.engine, urlsplit(self.path)
        path = "/" + unquote(parts.path.strip("/"))
        if path.startswith("/v1."):
            path = "/" + path.split("/", 2)[2]
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length)) if length else {}
        route = f"{self.command} {path}"
        engine.requests[route] += 1
        fault = engine.faults.get(route) or engine.faults.get(self.command) or Fault()
        engine.healed.wait(fault.delay_s)
        if fault.hang_up:
            self.close_connection = True
        elif fault.status or fault.body is not None:
            self._answer(fault.status or 200, fault.body or _json({"message": "simulated failure"}))
        elif path == "/events":
            self._stream(float(parse_qs(parts.query).get("since", ["inf"])[0]))
        else:
            self._answer(*engine.answer(self.command, path, body))

    def _answer(self, status: int, body: bytes) -> None:
        self._head(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _head(self, status: int) -> None:
        self.send_response_only(status)
        self.send_header("Date", formatdate(time.time() + self.server.engine.clock_skew_s, usegmt=True))
        self.send_header("Api-Version", self.server.engine.api_version)
        self.send_header("Content-Type", "application/json")

    def _stream(self, since: float) -> None:
        engine, events = self.server.engine, queue.Queue[bytes | None]()
        self._head(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self.wfile.flush()
        with engine.lock:
            for text in engine.remembered(since):
                events.put(text)
            engine.streams.append(events)
        try:
            while (text := events.get()) is not None:
                self.wfile.write(b"%x\r\n%b\r\n" % (len(text), text))
                self.wfile.flush()
            self.wfile.write(b"0\r\n\r\n")
        finally:
            engine.streams.remove(events)


def _json(value: Any) -> bytes:
    return json.dumps(value).encode()
