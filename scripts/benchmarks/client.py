"""A websocket client that notes when each change reached it."""

import contextlib
import json
import threading
import time
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from tests.served import Served

Change = tuple[str, str, str]


class Client:
    """Connected with a token; reads in a thread of its own. `at`: when (time.monotonic) each (op, kind, id) came last."""

    def __init__(self, served: Served, token: str) -> None:
        address = served.base.replace("http", "ws", 1) + "/ws/topology/"
        self.at: dict[Change, float] = {}
        self.objects: dict[tuple[str, str], dict[str, Any]] = {}
        self.revisions: list[int] = []
        self._news = threading.Condition()
        self._open = contextlib.ExitStack()
        headers = {"Authorization": f"Bearer {token}"}
        self._socket = self._open.enter_context(
            connect(address, sock=served.socket(), additional_headers=headers, max_size=None)
        )
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def wait(self, change: Change, since: float, timeout_s: float = 20) -> float:
        """When the change came, at or after `since`. TimeoutError."""
        with self._news:
            if not self._news.wait_for(lambda: self.at.get(change, -1.0) >= since, timeout_s):
                raise TimeoutError(f"{change} did not come within {timeout_s} s")
            return self.at[change]

    def wait_until(self, holds: Any, timeout_s: float = 60) -> float:
        """When `holds(self)` became true, looked at after each message. TimeoutError."""
        with self._news:
            if not self._news.wait_for(lambda: holds(self), timeout_s):
                raise TimeoutError("it did not come to that")
            return time.monotonic()

    def close(self) -> None:
        self._open.close()
        self._thread.join(5)

    def _read(self) -> None:
        try:
            for text in self._socket:
                now = time.monotonic()
                message = json.loads(text)
                with self._news:
                    self._take(message, now)
                    self._news.notify_all()
        except ConnectionClosed:
            return

    def _take(self, message: dict[str, Any], now: float) -> None:
        if message["type"] == "snapshot":
            for kind in ("engine", "network", "container", "endpoint", "interface"):
                self.objects |= {(kind, item["id"]): item for item in message[f"{kind}s"]}
            self.revisions.append(message["revision"])
        for change in message.get("changes", ()) if message["type"] == "changes" else ():
            self.at[change["op"], change["kind"], change["id"]] = now
            self.revisions.append(change["revision"])
            if change["data"] is None:
                self.objects.pop((change["kind"], change["id"]), None)
            else:
                self.objects[change["kind"], change["id"]] = change["data"]
