"""The engine's API with nothing in between: what any client at least pays."""

import http.client
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class UnixConnection(http.client.HTTPConnection):
    def __init__(self, path: str) -> None:
        super().__init__("engine", timeout=120)
        self.path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


class RawEngine:
    """One kept connection to an engine's unix socket; not for several threads at once."""

    def __init__(self, url: str) -> None:
        self._path = url.removeprefix("unix://")
        self._connection = UnixConnection(self._path)

    def call(self, method: str, path: str, body: Any = None) -> bytes:
        """The answer's body, read to its end. RuntimeError with the engine's words when it is an error."""
        headers = {"Content-Type": "application/json"} if body is not None else {}
        self._connection.request(method, path, json.dumps(body) if body is not None else None, headers)
        answer = self._connection.getresponse()
        content = answer.read()
        if answer.status >= 400:
            raise RuntimeError(f"{method} {path}: {answer.status} {content.decode(errors='replace').strip()}")
        return content

    def get(self, path: str) -> Any:
        return json.loads(self.call("GET", path))

    def connect(self, network: str, container: str) -> None:
        self.call("POST", f"/networks/{network}/connect", {"Container": container})

    def disconnect(self, network: str, container: str) -> None:
        self.call("POST", f"/networks/{network}/disconnect", {"Container": container, "Force": True})

    def another(self) -> "RawEngine":
        """Another connection, for another thread."""
        return RawEngine(f"unix://{self._path}")


class Events:
    """A bare listener: when each connect and disconnect event arrived (time.monotonic), by (action, container, network)."""

    def __init__(self) -> None:
        self.at: dict[tuple[str, str, str], float] = {}

    def read(self, stream: http.client.HTTPResponse) -> None:
        try:
            while line := stream.readline():
                now = time.monotonic()
                event = json.loads(line)
                container = event["Actor"]["Attributes"].get("container", "")
                self.at[event["Action"], container, event["Actor"]["ID"]] = now
        except (OSError, ValueError, AttributeError):
            return  # closed by the one who listens


@contextmanager
def listening(url: str) -> Iterator[Events]:
    connection = UnixConnection(url.removeprefix("unix://"))
    connection.request("GET", '/events?filters={"type":["network"]}')
    connection.timeout = None
    connection.sock.settimeout(None)
    stream = connection.getresponse()
    events = Events()
    thread = threading.Thread(target=events.read, args=(stream,), daemon=True)
    thread.start()
    try:
        yield events
    finally:
        connection.sock.shutdown(socket.SHUT_RDWR)
        thread.join(5)
