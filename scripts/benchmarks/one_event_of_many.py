"""One event at 5,000 containers in the models (an engine simulated over HTTP), beside the same at 100."""

import time

from scripts.benchmarks.client import Client
from scripts.benchmarks.first_observation import count
from scripts.benchmarks.lab import Lab
from scripts.benchmarks.simulated import container_id, network_id, simulated
from scripts.benchmarks.table import Row, median

NETWORKS = 10
ROUNDS = 60
PAUSE_S = 0.1


def measure(lab: Lab) -> list[Row]:
    few, many = events(lab, 100), events(lab, 5000)
    ratio = median(many) / median(few)
    return [Row("one event at 5,000 containers, beside 100", median(many), "ms", "<= 1.5 x", ratio <= 1.5, median(few))]


def events(lab: Lab, containers: int) -> list[float]:
    """Milliseconds from an event to the client, while nothing else happens."""
    with simulated(lab.data, containers, NETWORKS) as engine, lab.served(engine.url) as served:
        client = Client(served, served.token("viewer"))
        client.wait_until(lambda seen: count(seen, "endpoint") >= containers, 180)
        time.sleep(2)
        times = []
        for number in range(ROUNDS):
            network = (number + 1) % NETWORKS
            endpoint = f"{container_id(number)}:{network_id(network)}"
            for op in ("add", "remove"):
                started = engine.toggle(number, network)
                times.append((client.wait((op, "endpoint", endpoint), started) - started) * 1000)
                time.sleep(PAUSE_S)
        client.close()
    return times
