"""The soak itself: operations, disasters, and the comparison at the end."""

import random
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from scripts.benchmarks.client import Client
from scripts.benchmarks.raw import RawEngine
from scripts.soaking import truth
from scripts.soaking.api import Api
from scripts.soaking.operations import Operations
from tests.engines import Docker, Dockerd
from tests.served import Served

# The safety net passes every ten seconds while a page is open: what emits no event is found by the second at the latest.
SETTLE_S = 30.0
CHECK_EVERY = 200
# What happens behind netviz's back while it is dead.
WHILE_DEAD = 5


@dataclass
class Report:
    compared: int = 0
    differences: list[str] = field(default_factory=list)


class Soak:
    def __init__(self, served: Served, docker: Docker, dockerd: Dockerd, seed: int, say: Callable[[str], None]) -> None:
        self.served, self.docker, self.dockerd, self.say = served, docker, dockerd, say
        self.token = served.token("operator")
        self.api = Api(served, self.token)
        self.operations = Operations(docker, self.api, random.Random(seed))
        self.client = Client(served, self.token)
        self.report = Report()

    def run(self, operations: int) -> Report:
        self.api.wait_live()
        # Each disaster twice, spread over the run.
        disasters = {operations * part // 10: what for part, what in ((2, self.kill), (4, self.restart_engine))}
        disasters |= {operations * part // 10: what for part, what in ((6, self.kill), (8, self.restart_engine))}
        for number in range(operations):
            if number in disasters:
                disasters[number]()
            self.operations.one()
            if number and number % CHECK_EVERY == 0:
                self.compare(f"after {number} operations")
        self.compare("at the end")
        self.replay()
        self.client.close()
        return self.report

    def kill(self) -> None:
        """netviz dies at any moment; the engine goes on; netviz comes back."""
        self.say("soak: netviz is killed")
        self.client.close()
        self.served.stop(signal.SIGKILL)
        for _ in range(WHILE_DEAD):
            self._behind_its_back()
        self.served.start()
        self.api.wait_live()
        self.client = Client(self.served, self.token)

    def restart_engine(self) -> None:
        self.say("soak: the engine is restarted")
        self.dockerd.stop()
        self.dockerd.start()
        self.api.wait_live()

    def compare(self, when: str) -> None:
        """The models against the engine, once they agree or SETTLE_S is over."""
        end = time.monotonic() + SETTLE_S
        begun = time.monotonic()
        while True:
            engine = truth.of_engine(RawEngine(self.docker.url))
            compared, found = truth.differences(engine, truth.of_snapshot(self.api.get("topology")))
            if not found or time.monotonic() > end:
                break
            time.sleep(0.5)
        self.report.compared += compared
        self.report.differences += [f"{when}: {line}" for line in found]
        settled = f"{time.monotonic() - begun:.1f} s"
        self.say(f"soak: {when}: {compared} fields, {len(found)} differences, settled in {settled}")

    def replay(self) -> None:
        """The journal from empty against the snapshot, all kinds."""
        snapshot = self.api.get("topology")
        changes = [change for change in self.api.changes() if change["revision"] <= snapshot["revision"]]
        told = truth.replayed(changes)
        kinds = ("engine", "network", "container", "endpoint", "interface")
        there = {(kind, item["id"]): item for kind in kinds for item in snapshot[f"{kind}s"]}
        wrong = sorted(f"{kind} {key}" for kind, key in told.keys() ^ there.keys())
        wrong += sorted(
            f"{kind} {key}" for kind, key in told.keys() & there.keys() if told[kind, key] != there[kind, key]
        )
        self.report.differences += [f"the replayed journal differs from the snapshot: {item}" for item in wrong]
        self.say(f"soak: {len(changes)} changes replayed: {len(there)} objects, {len(wrong)} differences")

    def _behind_its_back(self) -> None:
        containers, networks = self.docker.ids("ps", "-a"), self.docker.ids("network", "ls")
        if containers and networks:
            self.docker("network", "connect", min(networks), min(containers), check=False)
            self.docker("stop", "-t", "0", max(containers), check=False)
            self.docker("network", "disconnect", max(networks), max(containers), check=False)
            self.docker("network", "prune", "-f", check=False)


def soak(
    served: Served, docker: Docker, dockerd: Dockerd, operations: int, seed: int, say: Callable[[str], None]
) -> Report:
    """Does `operations` random operations and compares. The same seed does the same as far as the engine does."""
    running = Soak(served, docker, dockerd, seed, say)
    report = running.run(operations)
    done = ", ".join(f"{name} {count}" for name, count in sorted(running.operations.done.items()))
    say(f"soak: {done}; {running.operations.refused} refused")
    return report
