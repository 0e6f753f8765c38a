"""200 containers started at once, all at a websocket client, beside the engine's own time."""

import time

from scripts.benchmarks.client import Client
from scripts.benchmarks.lab import Lab
from scripts.benchmarks.table import Row

STARTED = 200


def measure(lab: Lab) -> list[Row]:
    fleet, raw = lab.fleet(), lab.raw
    containers = [lab.create(raw, f"burst-{number}", fleet.home(number)) for number in range(STARTED)]
    try:
        with lab.served() as served:
            client = Client(served, served.token("viewer"))
            client.wait_until(lambda seen: all(("container", item) in seen.objects for item in containers))
            time.sleep(2)
            begun = time.monotonic()
            returned = lab.start(containers)
            client.wait_until(lambda seen: all(running(seen, item) for item in containers))
            after = time.monotonic() - returned
            client.close()
    finally:
        lab.remove(containers)
    return [
        Row(
            "200 started at once, all at a client",
            returned - begun + after,
            "s",
            "<= 1 s more",
            after <= 1,
            returned - begun,
        )
    ]


def running(client: Client, container: str) -> bool:
    """The container runs and its endpoint has an address."""
    if client.objects["container", container]["state"] != "running":
        return False
    mine = (item for (kind, key), item in client.objects.items() if kind == "endpoint" and key.startswith(container))
    return any(item["ipv4"] for item in mine)
