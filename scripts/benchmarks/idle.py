"""What netviz uses while nothing happens: 100 containers, a page open."""

import time

from scripts.benchmarks.client import Client
from scripts.benchmarks.first_observation import count
from scripts.benchmarks.lab import Lab, cpu_s, resident_mb
from scripts.benchmarks.table import Row

SETTLE_S = 15
WATCH_S = 60


def measure(lab: Lab) -> list[Row]:
    fleet = lab.fleet()
    with lab.served() as served:
        # A page is a websocket to the server: with it rates are sampled and passes come every ten seconds.
        client = Client(served, served.token("viewer"))
        client.wait_until(lambda seen: count(seen, "endpoint") >= len(fleet.containers))
        time.sleep(SETTLE_S)
        assert served.process is not None
        pid = served.process.pid
        before, at = cpu_s(pid), time.monotonic()
        time.sleep(WATCH_S)
        percent = (cpu_s(pid) - before) / (time.monotonic() - at) * 100
        memory = resident_mb(pid)
        client.close()
    return [
        Row("idle, 100 containers, page open: processor", percent, "% of a core", "<= 0.5 %", percent <= 0.5),
        Row("idle, 100 containers, page open: memory", memory, "MB", "<= 150 MB", memory <= 150),
    ]
