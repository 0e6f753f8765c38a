"""netviz's API as the soak uses it."""

import http.client
import json
import time
from typing import Any

from tests.served import Served

# What a refusal may look like; a 500 is never one.
REFUSED = {404, 409, 422, 502, 504}


class Api:
    def __init__(self, served: Served, token: str) -> None:
        self._served = served
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def order(self, method: str, path: str, body: Any) -> bool:
        """Whether it was done. RuntimeError for an answer that no order should get."""
        status, answer = self._ask(method, path, body)
        if status in (200, 201, 202):
            return True
        if status in REFUSED and answer.get("code"):
            return False
        raise RuntimeError(f"{method} {path} {body}: {status} {answer}")

    def get(self, path: str) -> Any:
        status, answer = self._ask("GET", path, None)
        if status != 200:
            raise RuntimeError(f"GET {path}: {status} {answer}")
        return answer

    def changes(self) -> list[dict[str, Any]]:
        """The whole journal, oldest first."""
        found: list[dict[str, Any]] = []
        more = True
        while more:
            page = self.get(f"changes?since={len(found)}&limit=5000")
            found += page["changes"]
            more = page["more"]
        return found

    def wait_live(self, timeout_s: float = 60) -> None:
        """Until netviz is connected to its engine. TimeoutError."""
        end = time.monotonic() + timeout_s
        while [engine["state"] for engine in self.get("topology")["engines"]] != ["live"]:
            if time.monotonic() > end:
                raise TimeoutError("the engine is not live again")
            time.sleep(0.1)

    def _ask(self, method: str, path: str, body: Any) -> tuple[int, Any]:
        connection = http.client.HTTPConnection("127.0.0.1", self._served.port, timeout=60)
        try:
            content = json.dumps(body) if body is not None else None
            connection.request(method, f"/api/v1/{path}", content, self._headers)
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            connection.close()
