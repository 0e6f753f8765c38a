"""netviz's API over HTTP, for tests of a running netviz."""

import json
from typing import Any

from tests.served import Served
from tests.waiting import until


class Api:
    """Calls over HTTP with one token."""

    def __init__(self, served: Served, role: str = "operator") -> None:
        self._served = served
        self._token = served.token(role)

    def call(self, method: str, path: str, body: Any = None, *, raw: bytes | None = None) -> tuple[int, Any]:
        connection = self._served.connection(40)
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"}
        sent = raw if raw is not None else (None if body is None else json.dumps(body).encode())
        connection.request(method, path if path.startswith("/") else f"/api/v1/{path}", sent, headers)
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        return answer.status, json.loads(text) if text else None

    def order(self, method: str, path: str, body: Any = None, status: int = 200) -> dict[str, Any]:
        seen, answer = self.call(method, path, body)
        assert seen == status, answer
        order: dict[str, Any] = answer["order"]
        assert order["state"] == "done"
        return order

    def endpoint(self, container: str, network: str) -> dict[str, Any] | None:
        endpoints = self.call("GET", "topology")[1]["endpoints"]
        return next((item for item in endpoints if item["id"] == f"{container}:{network}"), None)


def known(api: Api, kind: str, name: str) -> dict[str, Any]:
    """The object, once netviz knows it."""

    def look() -> dict[str, Any] | None:
        status, body = api.call("GET", f"{kind}/{name}")
        return body if status == 200 else None

    found: dict[str, Any] = until(look)
    return found
