"""What real engines answered, as tests/engine/record.py wrote it down."""

import copy
import json
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from netviz.engine.errors import EngineError
from netviz.engine.observation import Observation
from netviz.topology.schema import Container, Endpoint, Key, Network, Observed
from tests.engine.answering import Answering

FOLDER = Path(__file__).parent / "recorded"
ENGINES = tuple(sorted(path.stem for path in FOLDER.glob("*.json")))
DOCKERS = tuple(name for name in ENGINES if name.startswith("docker"))
PODMANS = tuple(name for name in ENGINES if name.startswith("podman"))


@cache
def load(name: str) -> dict[str, Any]:
    return json.loads((FOLDER / f"{name}.json").read_text())


class Recorded(Answering):
    """Stands for an EngineClient: answers as that engine did, and counts what it is asked."""

    def __init__(self, name: str) -> None:
        self.answers = copy.deepcopy(load(name))
        self.podman = name.startswith("podman")
        self.asked: list[str] = []
        # Ids of containers whose inspect fails.
        self.broken: set[str] = set()

    def get(self, path: str, **params: Any) -> Any:
        self.asked.append(path)
        match path.strip("/").split("/"):
            case ["networks"]:
                return self.answers["networks"]
            case ["networks", ref]:
                return self._found("network_inspects", "Name", ref)
            case ["containers", "json"]:
                return self.answers["containers"]
            case ["containers", ref, "json"]:
                return self._found("container_inspects", "Id", ref)
        raise AssertionError(path)

    def libpod(self, path: str) -> Any:
        self.asked.append(path)
        return self.answers["libpod_networks"]

    def _found(self, what: str, name: str, ref: str) -> Any:
        if ref in self.broken:
            raise EngineError("engine_failed", "network inspection mismatch", 500)
        inspects = self.answers[what]
        found = inspects.get(ref) or next((item for item in inspects.values() if item[name] == ref), None)
        if found is None:
            raise EngineError("not_found", f"no such object: {ref}", 404)
        return found


class Seen:
    """A full pass over a recorded engine, with the recorder's own names for what it made."""

    def __init__(self, name: str, *known: Observed) -> None:
        self.name = name
        self.client = Recorded(name)
        self.podman = self.client.podman
        self.observation = Observation("e", self.client)  # type: ignore[arg-type]
        self.observation.podman = self.podman
        self.observation.remember(known)
        # Its now is when it was recorded.
        told = datetime.fromisoformat(self.client.answers["info"]["SystemTime"][:19] + "+00:00")
        self.observation.clock_skew_s = told.timestamp() - time.time()
        self.observe()

    def observe(self) -> dict[Key, Observed]:
        self.client.asked.clear()
        with ThreadPoolExecutor(4) as pool:
            self.state = self.observation.everything(pool)
        return self.state

    def id(self, name: str) -> str:
        return self.client.answers["ids"][name]

    def made(self, name: str) -> bool:
        return name in self.client.answers["ids"]

    def network(self, name: str) -> Network:
        found = [item for item in self.state.values() if isinstance(item, Network) and name in (item.id, item.name)]
        assert len(found) == 1
        return found[0]

    def container(self, name: str) -> Container:
        found = self.state["container", self.id(name)]
        assert isinstance(found, Container)
        return found

    def endpoints(self, name: str) -> dict[str, Endpoint]:
        """A container's, by network name."""
        ours = [
            item for item in self.state.values() if isinstance(item, Endpoint) and item.container_id == self.id(name)
        ]
        return {item.network_name: item for item in ours}


@pytest.fixture(params=ENGINES)
def seen(request: pytest.FixtureRequest) -> Seen:
    return Seen(request.param)


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """The name of each engine that was recorded."""
    return request.param


@pytest.fixture
def recorded(engine: str) -> dict[str, Any]:
    """What that engine answered."""
    return load(engine)
