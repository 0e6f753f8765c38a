"""Random operations: each picks what it needs from what the engine has, and goes through the docker CLI or through netviz's API."""

import random
from collections.abc import Callable
from typing import Any

from scripts.benchmarks.raw import RawEngine
from scripts.soaking.api import Api
from tests.engines import Docker

MOST_CONTAINERS, MOST_NETWORKS = 14, 10
PREDEFINED = {"bridge", "host", "none"}


class Operations:
    def __init__(self, docker: Docker, api: Api, chance: random.Random) -> None:
        self._docker = docker
        self._api = api
        self._chance = chance
        self._number = 0
        self.done: dict[str, int] = {}
        self.refused = 0

    def one(self) -> str:
        """Does one; its name and way, for the log. What the engine refuses is no failure: it is part of life."""
        self._look()
        name, act = self._chance.choice(self._possible())
        by_api = self._chance.random() < 0.5
        self.done[name] = self.done.get(name, 0) + 1
        act(by_api)
        return f"{name} by {'API' if by_api else 'CLI'}"

    def _look(self) -> None:
        raw = RawEngine(self._docker.url)
        self._containers: list[dict[str, Any]] = raw.get("/containers/json?all=1")
        self._networks = [item for item in raw.get("/networks") if item["Name"] not in PREDEFINED]

    def _possible(self) -> list[tuple[str, Callable[[bool], None]]]:
        acts: list[Callable[[bool], None]] = []
        if len(self._networks) < MOST_NETWORKS:
            acts += [self.create_network] * 2 + [self.create_namesake]
        if len(self._containers) < MOST_CONTAINERS:
            acts += [self.run] * 3 + [self.create_only, self.sidecar, self.publish]
        if self._containers:
            acts += [self.stop, self.start, self.restart, self.pause, self.unpause, self.rename, self.kill, self.remove]
        if self._containers and self._networks:
            acts += [self.connect] * 5 + [self.disconnect] * 4
        if self._networks:
            acts += [self.remove_network]
        if self._chance.random() < 0.05:
            acts += [self.prune]
        return [(act.__name__, act) for act in acts]

    def create_network(self, by_api: bool) -> None:
        name, number = self._name("net"), self._number % 200
        internal = self._chance.random() < 0.2
        ipv6 = self._chance.random() < 0.3
        subnets = [f"10.{200 + number % 50}.{number}.0/24"] if self._chance.random() < 0.6 or ipv6 else []
        subnets += [f"fd00:{number:x}::/64"] if ipv6 else []
        if by_api:
            body = {"name": name, "internal": internal, "ipv6": ipv6, "labels": {"soak": "1"}}
            self._call("POST", "networks", {**body, "subnets": [{"subnet": subnet} for subnet in subnets]})
        else:
            options = [f"--subnet={subnet}" for subnet in subnets] + (["--internal"] if internal else [])
            self._cli("network", "create", "--label", "soak=1", *options, *(["--ipv6"] if ipv6 else []), name)

    def create_namesake(self, by_api: bool) -> None:
        """A second network of one name: the CLI refuses to make it, the engine's API does not."""
        name = self._chance.choice(self._networks)["Name"] if self._networks else self._name("net")
        self._raw("POST", "/networks/create", {"Name": name, "CheckDuplicate": False})

    def remove_network(self, by_api: bool) -> None:
        network = self._chance.choice(self._networks)["Id"]
        self._both(by_api, ("DELETE", f"networks/{network}", None), ("network", "rm", network))

    def prune(self, by_api: bool) -> None:
        if by_api and self._networks:
            self._call("POST", "networks/prune", {"networks": [self._chance.choice(self._networks)["Id"]]})
        else:
            self._cli("network", "prune", "-f")

    def run(self, by_api: bool) -> None:
        name, network = self._name("c"), self._network()
        if by_api:
            body = {
                "image": "busybox",
                "name": name,
                "command": ["sleep", "9999"],
                "network": network,
                "env": {"A": "b"},
            }
            self._call("POST", "containers", body)
        else:
            self._cli("run", "-d", "--name", name, "--network", network, "-e", "A=b", "busybox", "sleep", "9999")

    def create_only(self, by_api: bool) -> None:
        self._cli("create", "--name", self._name("c"), "--network", self._network(), "busybox", "sleep", "9999")

    def publish(self, by_api: bool) -> None:
        name, port = self._name("c"), 20000 + self._number
        if by_api:
            body = {"image": "busybox", "name": name, "command": ["sleep", "9999"]}
            self._call(
                "POST", "containers", {**body, "ports": [{"port": 80, "host_port": port, "host_ip": "127.0.0.1"}]}
            )
        else:
            self._cli("run", "-d", "--name", name, "-p", f"127.0.0.1:{port}:80", "busybox", "sleep", "9999")

    def sidecar(self, by_api: bool) -> None:
        running = [item["Id"] for item in self._containers if item["State"] == "running"]
        if running:
            mode = f"container:{self._chance.choice(running)}"
            self._cli("run", "-d", "--name", self._name("side"), "--network", mode, "busybox", "sleep", "9999")

    def connect(self, by_api: bool) -> None:
        container, network = self._container(), self._chance.choice(self._networks)["Id"]
        alias = self._name("alias") if self._chance.random() < 0.3 else None
        if by_api:
            body = {"container": container, "aliases": [alias] if alias else []}
            self._call("POST", f"networks/{network}/connect", body)
        else:
            self._cli("network", "connect", *(["--alias", alias] if alias else []), network, container)

    def disconnect(self, by_api: bool) -> None:
        crossings = [
            (item["Id"], end["NetworkID"])
            for item in self._containers
            for end in item["NetworkSettings"]["Networks"].values()
            if end["NetworkID"]
        ]
        if crossings:
            container, network = self._chance.choice(crossings)
            request = ("POST", f"networks/{network}/disconnect", {"container": container})
            self._both(by_api, request, ("network", "disconnect", network, container))

    def stop(self, by_api: bool) -> None:
        container = self._container()
        request = ("POST", f"containers/{container}/stop", {"timeout": 0})
        self._both(by_api, request, ("stop", "-t", "0", container))

    def restart(self, by_api: bool) -> None:
        container = self._container()
        request = ("POST", f"containers/{container}/restart", {"timeout": 0})
        self._both(by_api, request, ("restart", "-t", "0", container))

    def start(self, by_api: bool) -> None:
        self._simply("start", by_api)

    def pause(self, by_api: bool) -> None:
        self._simply("pause", by_api)

    def unpause(self, by_api: bool) -> None:
        self._simply("unpause", by_api)

    def kill(self, by_api: bool) -> None:
        self._cli("kill", self._container())

    def rename(self, by_api: bool) -> None:
        container, name = self._container(), self._name("renamed")
        self._both(by_api, ("POST", f"containers/{container}/rename", {"name": name}), ("rename", container, name))

    def remove(self, by_api: bool) -> None:
        container = self._container()
        request = ("DELETE", f"containers/{container}?force=true", None)
        self._both(by_api, request, ("rm", "-f", container))

    def _simply(self, verb: str, by_api: bool) -> None:
        container = self._container()
        self._both(by_api, ("POST", f"containers/{container}/{verb}", None), (verb, container))

    def _both(self, by_api: bool, request: tuple[str, str, Any], command: tuple[str, ...]) -> None:
        if by_api:
            self._call(*request)
        else:
            self._cli(*command)

    def _call(self, method: str, path: str, body: Any) -> None:
        self.refused += not self._api.order(method, path, body)

    def _cli(self, *args: str) -> None:
        self._docker(*args, check=False)

    def _raw(self, method: str, path: str, body: Any) -> None:
        try:
            RawEngine(self._docker.url).call(method, path, body)
        except RuntimeError:
            self.refused += 1

    def _container(self) -> str:
        return str(self._chance.choice(self._containers)["Id"])

    def _network(self) -> str:
        """A network's name for a new container."""
        return str(self._chance.choice(["bridge", *(item["Name"] for item in self._networks)]))

    def _name(self, kind: str) -> str:
        self._number += 1
        return f"{kind}-{self._number}"
