"""Connect through netviz's API, beside the engine's own connect call."""

import http.client
import json
import time

from scripts.benchmarks.lab import Lab
from scripts.benchmarks.table import Row, median

ROUNDS = 40
PAUSE_S = 0.1


def measure(lab: Lab) -> list[Row]:
    fleet, raw = lab.fleet(), lab.raw
    ours: list[float] = []
    floor: list[float] = []
    with lab.served() as served:
        headers = {"Authorization": f"Bearer {served.token('operator')}", "Content-Type": "application/json"}
        api = http.client.HTTPConnection("127.0.0.1", served.port, timeout=30)

        def connect(network: str, container: str) -> None:
            api.request("POST", f"/api/v1/networks/{network}/connect", json.dumps({"container": container}), headers)
            answer = api.getresponse()
            content = answer.read()
            if answer.status != 200 or json.loads(content)["order"]["state"] != "done":
                raise RuntimeError(f"connect: {answer.status} {content.decode()}")

        wait_for(api, headers, len(fleet.containers))
        for number in range(ROUNDS):
            container, network = fleet.containers[number], fleet.home(number + 1)
            # In turn, so that both meet the same engine; the first after a pause pays more, so they take turns in that too.
            acts = [(connect, ours), (raw.connect, floor)]
            for act, times in acts if number % 2 else reversed(acts):
                started = time.monotonic()
                act(network, container)
                times.append((time.monotonic() - started) * 1000)
                time.sleep(PAUSE_S)
                raw.disconnect(network, container)
                time.sleep(PAUSE_S)
    more = median(ours) - median(floor)
    return [Row("connect by the API, median", median(ours), "ms", "<= 8 ms more", more <= 8, median(floor))]


def wait_for(api: http.client.HTTPConnection, headers: dict[str, str], containers: int) -> None:
    """Until netviz knows that many containers. TimeoutError."""
    for _ in range(200):
        api.request("GET", "/api/v1/containers", headers=headers)
        if len(json.loads(api.getresponse().read())) >= containers:
            return
        time.sleep(0.1)
    raise TimeoutError("netviz did not observe the fleet")
