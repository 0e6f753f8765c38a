"""The engine's own connect call, made behind netviz's back, returns -> the change at a websocket client."""

import time

from scripts.benchmarks.client import Client
from scripts.benchmarks.lab import Lab
from scripts.benchmarks.raw import listening
from scripts.benchmarks.table import Row, median, percentile

ROUNDS = 60
PAUSE_S = 0.15


def measure(lab: Lab) -> list[Row]:
    fleet, raw = lab.fleet(), lab.raw
    ours: list[float] = []
    floor: list[float] = []
    with lab.served() as served, listening(lab.url) as events:
        client = Client(served, served.token("viewer"))
        client.wait_until(lambda seen: sum(kind == "container" for kind, _ in seen.objects) >= len(fleet.containers))
        time.sleep(2)
        for number in range(ROUNDS):
            container = fleet.containers[number % len(fleet.containers)]
            network = fleet.home(number + 1)
            for act, action, op in ((raw.connect, "connect", "add"), (raw.disconnect, "disconnect", "remove")):
                started = time.monotonic()
                act(network, container)
                returned = time.monotonic()
                arrived = client.wait((op, "endpoint", f"{container}:{network}"), started)
                time.sleep(PAUSE_S)
                if op == "add":
                    ours.append((arrived - returned) * 1000)
                    floor.append((events.at[action, container, network] - returned) * 1000)
        client.close()
    middle, late = median(ours), percentile(ours, 95)
    return [
        Row("change at a client after connect, median", middle, "ms", "<= 8 ms", middle <= 8, median(floor)),
        Row("change at a client after connect, p95", late, "ms", "<= 30 ms", late <= 30, percentile(floor, 95)),
    ]
