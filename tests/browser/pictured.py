"""The map of a world that is made up (tests/js/world.mjs): the page is real, its websocket is the test's."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

WORLDS = Path(__file__).resolve().parent.parent / "js" / "world.mjs"


def snapshot_of(call: str) -> dict[str, Any]:
    """`call` is an expression on world.mjs's functions, like "farmWorld(20, 6)"."""
    script = (
        f"import * as worlds from {json.dumps(WORLDS.as_uri())}; console.log(JSON.stringify(worlds.{call}.snapshot));"
    )
    answer = subprocess.run(["node", "--input-type=module", "-e", script], capture_output=True, text=True, check=True)
    return dict(json.loads(answer.stdout))


class Pictured:
    """A page that shows a snapshot, or the one that `snapshot_of` has. `change` tells it of one more."""

    def __init__(self, page: Any, world: str | dict[str, Any]) -> None:
        self.page = page
        self.snapshot = snapshot_of(world) if isinstance(world, str) else world
        self._revision = self.snapshot["revision"]
        self._socket: Any = None
        page.route_web_socket("**/ws/topology/**", self._connected)
        # The server knows nothing of what is made up.
        page.route("**/map/history/**", lambda route: route.fulfill(body="", content_type="text/html"))

    def _connected(self, socket: Any) -> None:
        self._socket = socket
        socket.send(json.dumps({"type": "snapshot", **self.snapshot}))

    def open(self, query: str = "") -> "Pictured":
        self.page.goto(f"/map/{query}")
        self.page.locator("#map .i-header").first.wait_for()
        return self

    def change(self, op: str, kind: str, data: dict[str, Any]) -> None:
        self._revision += 1
        one = {"op": op, "kind": kind, "engine": data["engine"], "id": data["id"], "revision": self._revision}
        one |= {"time": "2026-01-01T00:00:00Z", "cause": {"type": "event"}, "data": data}
        self._socket.send(json.dumps({"type": "changes", "revision": self._revision, "changes": [one]}))

    def container(self, name: str) -> Any:
        found = next(one for one in self.snapshot["containers"] if one["name"] == name)
        return self.page.locator(f"#map [data-kind=container][data-id='{found['id']}']")

    def until(self, condition: Callable[[], bool]) -> None:
        """The page's policy forbids the browser's own way to wait for an expression."""
        for _ in range(100):
            if condition():
                return
            self.page.wait_for_timeout(50)
        raise AssertionError("it did not come true")
