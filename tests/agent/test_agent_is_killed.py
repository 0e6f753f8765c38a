"""netviz killed at any moment while the engine changes: nothing is lost, nothing is there twice, and no order runs again."""

import json
import random
import signal
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.engines import Docker
from tests.served import Served
from tests.waiting import PATIENCE_S, until

pytestmark = pytest.mark.engine
KILLS = 5
LOOK = """
import time
from tests.agent import truth
end = time.monotonic() + {within_s}
while not truth.agrees({url!r}, "local"):
    assert time.monotonic() < end, (truth.seen_by({url!r}), truth.kept("local"))
    time.sleep(0.2)
truth.check_journal()
print("true")
"""


@contextmanager
def changing(docker: Docker, containers: list[str], network: str) -> Iterator[None]:
    """Somebody connects, disconnects, restarts and renames without rest."""
    over = threading.Event()

    def change() -> None:
        number = 0
        while not over.is_set():
            number += 1
            container = containers[number % len(containers)]
            docker("network", "connect" if number % 2 else "disconnect", network, container, check=False)
            if number % 5 == 0:
                docker("rename", container, f"killed-{number}", check=False)
            if number % 7 == 0:
                docker("restart", "-t", "0", container, check=False)

    thread = threading.Thread(target=change)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def test_killed_while_the_engine_changes(fresh: Served, docker: Docker) -> None:
    dice = random.Random(20)
    network = docker("network", "create", "kill-net")
    containers = [docker.run(f"kill-{number}", "--network", "bridge") for number in range(5)]
    with changing(docker, containers, network):
        for _ in range(KILLS):
            time.sleep(dice.uniform(0.05, 1.5))
            fresh.stop(signal.SIGKILL)
            fresh.start()
    assert fresh.manage("shell", "-v0", "-c", LOOK.format(url=docker.url, within_s=PATIENCE_S)) == "true"


def test_an_order_under_way_is_never_run_twice(fresh: Served, docker: Docker) -> None:
    token, container = fresh.token(), docker.run("restarted")
    until(lambda: get(fresh, token, f"containers/{container}"))
    begun = int(time.time()) - 1
    asking = threading.Thread(
        target=post, args=(fresh, token, f"/api/v1/containers/{container}/restart", b'{"timeout": 10}')
    )
    # As process 1 it gets no TERM that it does not ask for: the engine waits the whole ten seconds.
    asking.start()
    until(lambda: times_asked_to_end(docker, container, begun) == 1)
    assert [order["state"] for order in get(fresh, token, "orders")] == ["running"]
    fresh.stop(signal.SIGKILL)
    asking.join()
    fresh.start()
    (state,) = settled(fresh, token)
    assert state in ("unknown", "done")
    # Were it run again, that would be by now: the order is settled.
    time.sleep(1)
    assert times_asked_to_end(docker, container, begun) == 1


def times_asked_to_end(docker: Docker, container: str, since: int) -> int:
    """How often the engine has sent it TERM."""
    return docker("events", "--since", str(since), "--until", str(int(time.time()) + 1), "--filter",
                  f"container={container}", "--filter", "event=kill", "--format", "{{.Actor.Attributes.signal}}").split().count("15")  # fmt: skip


def settled(served: Served, token: str) -> list[str]:
    def look() -> list[str] | None:
        states = [order["state"] for order in get(served, token, "orders")]
        return None if {"pending", "running"} & set(states) else states

    states: list[str] = until(look)
    return states


def get(served: Served, token: str, path: str) -> Any:
    """The answer; None for 404."""
    request = urllib.request.Request(f"{served.base}/api/v1/{path}", headers={"Authorization": f"Bearer {token}"})
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
            return json.loads(answer.read())
    except urllib.error.HTTPError as error:
        assert error.code == 404
        return None


def post(served: Served, token: str, path: str, body: bytes) -> None:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    request = urllib.request.Request(served.base + path, body, headers, method="POST")
    try:
        urllib.request.urlopen(request, timeout=PATIENCE_S).close()
    except OSError:
        # It is killed meanwhile: that is the test.
        return
