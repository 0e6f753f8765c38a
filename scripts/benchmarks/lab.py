"""What figures share: the engine with its fleet of containers, netviz served beside it, and clients."""

import contextlib
import json
import os
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

from scripts.benchmarks.raw import RawEngine
from tests.served import Served, serve

CONTAINERS, NETWORKS = 100, 10


@dataclass
class Fleet:
    """`networks` and `containers` are ids; container k runs in network k % 10."""

    networks: list[str] = field(default_factory=list)
    containers: list[str] = field(default_factory=list)

    def home(self, index: int) -> str:
        return self.networks[index % len(self.networks)]


class Lab:
    def __init__(self, root: Path) -> None:
        self.root = root
        self.url = os.environ["DOCKER_HOST"]
        self.data = Path(os.environ["NETVIZ_DATA"])
        self._fleet: Fleet | None = None
        self._number = 0

    def __enter__(self) -> "Lab":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.drop_fleet()

    @property
    def raw(self) -> RawEngine:
        """A new connection to the engine."""
        return RawEngine(self.url)

    def fleet(self) -> Fleet:
        """100 running containers in 10 networks; made at the first use."""
        if self._fleet is None:
            raw = self.raw
            fleet = self._fleet = Fleet()
            for number in range(NETWORKS):
                body = {"Name": f"bench-{number}", "CheckDuplicate": True}
                body |= {"IPAM": {"Config": [{"Subnet": f"10.99.{number}.0/24"}]}}
                fleet.networks.append(_made(raw, "/networks/create", body))
            for number in range(CONTAINERS):
                fleet.containers.append(self.create(raw, f"bench-{number}", fleet.home(number)))
            self.start(fleet.containers)
        return self._fleet

    def create(self, raw: RawEngine, name: str, network: str) -> str:
        """A container that was not started; its id."""
        body = {"Image": "busybox", "Cmd": ["sleep", "86400"], "HostConfig": {"NetworkMode": network}}
        return _made(raw, f"/containers/create?name={name}", body)

    def start(self, containers: list[str]) -> float:
        """Starts them, as many at once as the engine takes; when the last start returned (time.monotonic)."""
        raws = [self.raw for _ in range(16)]

        def start_each(number: int) -> None:
            for container in containers[number :: len(raws)]:
                raws[number].call("POST", f"/containers/{container}/start")

        with ThreadPoolExecutor(len(raws)) as pool:
            list(pool.map(start_each, range(len(raws))))
        return time.monotonic()

    def remove(self, containers: list[str]) -> None:
        raws = [self.raw for _ in range(8)]

        def remove_each(number: int) -> None:
            for container in containers[number :: len(raws)]:
                raws[number].call("DELETE", f"/containers/{container}?force=1&v=1")

        with ThreadPoolExecutor(len(raws)) as pool:
            list(pool.map(remove_each, range(len(raws))))

    def drop_fleet(self) -> None:
        if self._fleet is not None:
            fleet, self._fleet = self._fleet, None
            self.remove(fleet.containers)
            for network in fleet.networks:
                self.raw.call("DELETE", f"/networks/{network}")

    @contextlib.contextmanager
    def served(self, url: str | None = None, *, engine: bool = True) -> Iterator[Served]:
        """netviz in a process of its own with an empty database, against this engine, another one, or none."""
        self._number += 1
        with serve(self.data / f"served-{self._number}", (url or self.url) if engine else None) as served:
            try:
                yield served
            except BaseException:
                print(served.stderr[-4000:], file=sys.stderr)
                raise


def _made(raw: RawEngine, path: str, body: dict[str, Any]) -> str:
    return str(json.loads(raw.call("POST", path, body))["Id"])


def cpu_s(pid: int) -> float:
    """Processor time that a process has used, seconds (proc_pid_stat(5))."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident_mb(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
