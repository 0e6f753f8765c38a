"""200 websocket clients, 20 changes a second for 60 s and a burst of 500, beside a bare daphne consumer that echoes."""

import contextlib
import socket
import subprocess
import sys
import time

from scripts.benchmarks.crowd import Crowd, crowd
from scripts.benchmarks.lab import Lab, cpu_s
from scripts.benchmarks.simulated import Simulated, container_id, network_id, simulated
from scripts.benchmarks.table import Row, percentile
from tests.served import Served, free_port

CLIENTS = 200
CONTAINERS, NETWORKS = 500, 10
RATE, SECONDS, BURST = 20, 60, 500


def measure(lab: Lab) -> list[Row]:
    echo = percentile(echoes(), 95) * 1000
    with simulated(lab.data, CONTAINERS, NETWORKS) as engine, lab.served(engine.url) as served:
        address = served.base.replace("http", "ws", 1) + "/ws/topology/"
        with crowd("listen", address, CLIENTS, served.token("viewer")) as clients:
            clients.wait_for_revision(1, at_least_objects=CONTAINERS)
            time.sleep(2)
            steady, core = steadily(engine, served, clients)
            lost, burst = at_once(engine, clients)
    late = percentile(steady, 95) * 1000
    return [
        Row("changes lost of those to 200 clients", lost, "", "none", lost == 0),
        Row("change to 200 clients, p95", late, "ms", "<= 60 ms or 3 x", late <= 60 or late <= 3 * echo, echo),
        Row("200 clients, 20 changes/s: processor", core, "% of a core", "<= 40 %", core <= 40),
        Row("burst of 500 changes at all 200 clients", burst, "s", "", True),
    ]


def steadily(engine: Simulated, served: Served, clients: Crowd) -> tuple[list[float], float]:
    """Seconds from each change to each client, and the server's share of a core in percent."""
    assert served.process is not None
    sent: dict[str, float] = {}
    before, begun = cpu_s(served.process.pid), time.monotonic()
    for number in range(RATE * SECONDS):
        time.sleep(max(0.0, begun + number / RATE - time.monotonic()))
        sent.setdefault(toggle(engine, number), time.monotonic())
    core = (cpu_s(served.process.pid) - before) / (time.monotonic() - begun) * 100
    time.sleep(3)
    received = clients.received()
    times = []
    for client in received:
        times += [at - sent[key] for key, at in client.first.items() if key in sent]
    return times, core


def at_once(engine: Simulated, clients: Crowd) -> tuple[int, float]:
    """How many revisions clients missed in all, and seconds until every client had the burst."""
    offset, begun = RATE * SECONDS, time.monotonic()
    keys = {toggle(engine, offset + number) for number in range(BURST)}
    end = begun + 60
    # Asking the clients keeps them from reading: not before it may be over.
    time.sleep(3)
    while True:
        received = clients.received()
        if all(keys <= client.first.keys() for client in received) or time.monotonic() > end:
            break
        time.sleep(0.5)
    last = max(client.last for client in received)
    missed = sum(client.gaps + (last - client.last) for client in received)
    missed += sum(len(keys - client.first.keys()) for client in received)
    done = max((client.first[key] for client in received for key in keys & client.first.keys()), default=end)
    return missed, done - begun


def toggle(engine: Simulated, number: int) -> str:
    """Each crossing is used once: connected, and known by its endpoint's id."""
    container, network = number % CONTAINERS, (number // CONTAINERS + number % CONTAINERS + 1) % NETWORKS
    engine.toggle(container, network)
    return f"{container_id(container)}:{network_id(network)}"


def echoes() -> list[float]:
    """Seconds from a message that a client sends to its echo: 200 clients, each change of the other run a message."""
    port = free_port()
    command = [sys.executable, "-m", "daphne", "--port", str(port), "-v", "0", "scripts.benchmarks.echo:application"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as server:
        try:
            wait_for(port)
            with crowd("echo", f"ws://127.0.0.1:{port}/", CLIENTS, "") as clients:
                time.sleep(15)
                return [seconds for client in clients.received() for seconds in client.first.values()]
        finally:
            server.terminate()


def wait_for(port: int) -> None:
    """Until somebody listens. TimeoutError."""
    for _ in range(200):
        with contextlib.suppress(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port)).close()
            return
        time.sleep(0.1)
    raise TimeoutError("the echoing server did not start")
