"""netviz killed at any moment while the engine changes: nothing is lost, nothing is there twice, and no order runs again."""

import random
import signal
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.engines import Docker
from tests.served import Served

pytestmark = pytest.mark.engine
KILLS = 5
LOOK = """
import time
from tests.agent import truth
end = time.monotonic() + 20
while not truth.agrees({url!r}, "local"):
    assert time.monotonic() < end, (truth.seen_by({url!r}), truth.kept("local"))
    time.sleep(0.2)
truth.check_journal()
print("true")
"""
ORDERS = """
from netviz.agent.models import Order
from django.db.models import Count
print(*Order.objects.values_list("state", flat=True))
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
    assert fresh.manage("shell", "-v0", "-c", LOOK.format(url=docker.url)) == "true"


def test_an_order_under_way_is_never_run_twice(fresh: Served, docker: Docker) -> None:
    token, container = fresh.token(), docker.run("restarted")
    wait_until_known(fresh, token, container)
    begun = int(time.time()) - 1
    asking = threading.Thread(
        target=post, args=(fresh, token, f"/api/v1/containers/{container}/restart", b'{"timeout": 3}')
    )
    # As process 1 it gets no TERM that it does not ask for: the engine waits the whole three seconds.
    asking.start()
    wait_until_running(fresh)
    fresh.stop(signal.SIGKILL)
    asking.join()
    fresh.start()
    (state,) = settled(fresh)
    assert state in ("unknown", "done")
    time.sleep(4)
    asked_to_end = docker("events", "--since", str(begun), "--until", str(int(time.time()) + 1), "--filter",
                          f"container={container}", "--filter", "event=kill", "--format", "{{.Actor.Attributes.signal}}")  # fmt: skip
    assert asked_to_end.split().count("15") == 1


def settled(served: Served) -> list[str]:
    end = time.monotonic() + 20
    while {"pending", "running"} & set(states := served.manage("shell", "-v0", "-c", ORDERS).split()):
        assert time.monotonic() < end, states
    return states


def wait_until_running(served: Served) -> None:
    end = time.monotonic() + 10
    while served.manage("shell", "-v0", "-c", ORDERS) != "running":
        assert time.monotonic() < end


def wait_until_known(served: Served, token: str, container: str) -> None:
    end = time.monotonic() + 10
    request = urllib.request.Request(
        f"{served.base}/api/v1/containers/{container}", headers={"Authorization": f"Bearer {token}"}
    )
    while True:
        try:
            urllib.request.urlopen(request, timeout=5).close()
        except urllib.error.HTTPError:
            assert time.monotonic() < end
            time.sleep(0.1)
        else:
            return


def post(served: Served, token: str, path: str, body: bytes) -> None:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    request = urllib.request.Request(served.base + path, body, headers, method="POST")
    try:
        urllib.request.urlopen(request, timeout=30).close()
    except OSError:
        # It is killed meanwhile: that is the test.
        return
