"""Each start of Docker makes the default bridge anew: a stopped container still names the one before, and starts on the new one."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from netviz.engine.errors import EngineError
from netviz.engine.observation import Observation
from netviz.topology.schema import Endpoint
from tests.engine.answering import Answering

CONTAINER, BEFORE, NOW = "c" * 64, "a" * 64, "b" * 64


class Engine(Answering):
    """A stopped container, and the network of that name, whose id may have changed since the container ran."""

    def __init__(self, name: str, network_id: str) -> None:
        self.name = name
        self.network_id = network_id

    def get(self, path: str, **params: Any) -> Any:
        settings = {"NetworkSettings": {"Networks": {self.name: {"NetworkID": BEFORE}}}}
        if path == "/networks":
            return [{"Id": self.network_id, "Name": self.name, "Driver": "bridge"}]
        if path == "/containers/json":
            return [{"Id": CONTAINER, **settings}]
        if path == f"/containers/{CONTAINER}/json":
            return {"Id": CONTAINER, "Name": "/c", "State": {"Status": "exited"}, "HostConfig": {}, **settings}
        raise EngineError("not_found", "no such network", status=404)


def endpoints(observed: Observation) -> list[Endpoint]:
    with ThreadPoolExecutor(2) as pool:
        return [item for item in observed.everything(pool).values() if isinstance(item, Endpoint)]


def test_the_default_bridge_is_known_by_its_name() -> None:
    engine = Engine("bridge", BEFORE)
    observed = Observation("local", engine)  # type: ignore[arg-type]
    assert [item.network_id for item in endpoints(observed)] == [BEFORE]
    engine.network_id = NOW
    observed.forget()
    (endpoint,) = endpoints(observed)
    assert (endpoint.network_id, endpoint.missing) == (NOW, False)


@pytest.mark.parametrize("name", ["web", "bridge2"])
def test_any_other_is_known_by_its_id(name: str) -> None:
    observed = Observation("local", Engine(name, NOW))  # type: ignore[arg-type]
    (endpoint,) = endpoints(observed)
    assert (endpoint.network_id, endpoint.missing) == (BEFORE, True)
