"""Several web processes and agents beside PostgreSQL and Redis do together what one process does alone."""

import asyncio
import json
import signal
import time
import urllib.request
from pathlib import Path
from typing import Any

import pytest
import websockets

from tests.agent.simulated import SimulatedEngine
from tests.engines import Docker
from tests.grown.conftest import STARTS_WITHIN_S, Grown
from tests.served import STOP_S

pytestmark = pytest.mark.engine
# On a busy machine too.
WITHIN_S = 60


class Page:
    """A page's websocket at one web process, and what it has been told."""

    def __init__(self, web: str, token: str) -> None:
        self._url = f"ws://{web}/ws/topology/"
        self._headers = {"Authorization": f"Bearer {token}"}
        self.objects: dict[tuple[str, str, str], dict[str, Any]] = {}
        self.revision = 0

    async def open(self) -> None:
        end = time.monotonic() + STARTS_WITHIN_S
        while True:
            try:
                self._socket = await websockets.connect(self._url, additional_headers=self._headers, max_size=None)
            except OSError:
                assert time.monotonic() < end
                await asyncio.sleep(0.2)
            else:
                break
        self._reading = asyncio.create_task(self._read())

    async def close(self) -> None:
        self._reading.cancel()
        await self._socket.close()

    async def until(self, holds: Any, within_s: float = WITHIN_S) -> None:
        async with asyncio.timeout(within_s):
            while not holds():
                await asyncio.sleep(0.02)

    async def _read(self) -> None:
        async for text in self._socket:
            message = json.loads(text)
            if message["type"] == "snapshot":
                self.revision = message["revision"]
                for kind in ("engine", "network", "container", "endpoint", "interface"):
                    for item in message[f"{kind}s"]:
                        self.objects[item["engine"], kind, item["id"]] = item
            for change in message.get("changes", ()):
                assert change["revision"] == self.revision + 1, "a change is missing, or came twice"
                self.revision = change["revision"]
                key = change["engine"], change["kind"], change["id"]
                if change["op"] == "remove":
                    del self.objects[key]
                else:
                    self.objects[key] = change["data"]


def call(web: str, token: str, method: str, path: str, body: Any = None) -> Any:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    data = json.dumps(body).encode() if body is not None else None
    request = urllib.request.Request(f"http://{web}{path}", data, headers, method=method)
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.loads(answer.read())


async def test_a_click_at_one_process_is_seen_at_another(grown: Grown, docker: Docker) -> None:
    grown.agent()
    one, other = grown.web(), grown.web()
    token = grown.manage("token", "ada", "--role", "operator").splitlines()[-1]
    pages = [Page(one, token), Page(other, token)]
    for page in pages:
        await page.open()
    network, container = docker("network", "create", "grown-net"), docker.run("grown-1")
    crossing = ("local", "endpoint", f"{container}:{network}")
    for page in pages:
        await page.until(lambda p=page: p.objects.get(("local", "container", container), {}).get("state") == "running")
    path = f"/api/v1/networks/{network}"
    order = await asyncio.to_thread(call, one, token, "POST", f"{path}/connect", {"container": container})
    assert order["order"]["state"] == "done"
    for page in pages:
        await page.until(lambda p=page: crossing in p.objects)
    docker("network", "disconnect", network, container)
    for page in pages:
        await page.until(lambda p=page: crossing not in p.objects)
    grown.holds(f"truth.agrees({docker.url!r}, 'local')")
    grown.holds("truth.check_journal() is None")
    for page in pages:
        await page.close()


async def test_two_agents_write_one_journal(grown: Grown, docker: Docker, tmp_path: Path) -> None:
    """Revisions stay dense under several writers, and each page and each snapshot meanwhile is consistent."""
    with SimulatedEngine(tmp_path / "a.sock") as first, SimulatedEngine(tmp_path / "b.sock", engine_id="B") as second:
        for name, engine in (("first", first), ("second", second)):
            engine.populate(containers=30, networks=5)
            grown.add_engine(name, engine.url)
            grown.agent(name)
        web = grown.web()
        token = grown.manage("token", "ada", "--role", "viewer").splitlines()[-1]
        page = Page(web, token)
        await page.open()
        for engine in ("first", "second"):
            await page.until(lambda e=engine: page.objects.get((e, "engine", e), {}).get("state") == "live")

        def change(engine: SimulatedEngine) -> None:
            network = engine.network("busy")
            for _ in range(5):
                for container in list(engine.containers):
                    engine.connect(container, network)
                for container in list(engine.containers):
                    engine.disconnect(container, network)

        def look() -> None:
            for _ in range(20):
                seen = call(web, token, "GET", "/api/v1/topology")
                containers = {item["id"] for item in seen["containers"]}
                assert all(item["container_id"] in containers for item in seen["endpoints"])

        await asyncio.gather(
            *(asyncio.to_thread(work) for work in (lambda: change(first), lambda: change(second), look))
        )
        grown.holds(f"truth.agrees({first.url!r}, 'first') and truth.agrees({second.url!r}, 'second')")
        grown.holds("truth.check_journal() is None")
        (revision,) = {call(web, token, "GET", "/api/v1/topology")["revision"]}
        await page.until(lambda: page.revision == revision)
        await page.close()


async def test_an_agent_that_is_killed_is_replaced(grown: Grown, docker: Docker) -> None:
    first = grown.agent("local")
    grown.holds("[item for item in snapshot.objects('engine') if item['state'] == 'live']")
    second = grown.agent("local")
    await asyncio.sleep(3)
    first.send_signal(signal.SIGKILL)
    first.wait()
    container = docker.run("grown-2")
    # The second one waits until the lease of the first has run out.
    grown.holds(f"[item for item in snapshot.objects('container') if item['id'] == {container!r}]")
    grown.holds(f"truth.agrees({docker.url!r}, 'local') and truth.check_journal() is None")
    second.send_signal(signal.SIGTERM)
    assert second.wait(STOP_S) == 0


async def test_servers_that_restart(grown: Grown, docker: Docker) -> None:
    """PostgreSQL and Redis go away for a moment: agents and web processes are there again without help."""
    grown.agent()
    web = grown.web()
    grown.holds("[item for item in snapshot.objects('engine') if item['state'] == 'live']")
    token = grown.manage("token", "ada", "--role", "operator").splitlines()[-1]
    postgres, cache = grown.processes[:2]
    for server, log in ((postgres, "postgres.log"), (cache, "redis.log")):
        command = [str(part) for part in server.args]
        server.send_signal(signal.SIGINT)
        server.wait(STOP_S)
        await asyncio.sleep(1)
        grown.processes.insert(0, grown.run(command, log))
    container = docker.run("grown-3")
    grown.holds(f"[item for item in snapshot.objects('container') if item['id'] == {container!r}]")
    page = Page(web, token)
    await page.open()
    await page.until(lambda: ("local", "container", container) in page.objects)
    network = docker("network", "create", "grown-net2")
    await page.until(lambda: ("local", "network", network) in page.objects)
    await page.close()


async def test_an_agent_brings_its_own_machines_engine(grown: Grown, docker: Docker) -> None:
    """As a stack starts one on each host: nobody has configured that engine."""
    container = docker.run("grown-4")
    agent = grown.agent_here("host7")
    grown.holds(
        f"[item for item in snapshot.objects('container') if (item['engine'], item['id']) == ('host7', {container!r})]",
    )
    grown.holds("[item['state'] for item in snapshot.objects('engine') if item['engine'] == 'local'] != ['live']")
    agent.send_signal(signal.SIGTERM)
    assert agent.wait(STOP_S) == 0
