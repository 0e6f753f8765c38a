"""What a container was disconnected from while nobody listened is reported gone, also when a pass has inspected it before the look."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from netviz.engine.observation import Observation
from netviz.topology.schema import Endpoint
from tests.engine.answering import Answering

CONTAINER, NETWORK = "c" * 64, "a" * 64


class Engine(Answering):
    """One container and one network, as the Engine API shows them."""

    def __init__(self) -> None:
        self.connected = True

    def get(self, path: str, **params: Any) -> Any:
        networks = {"net": {"NetworkID": NETWORK, "IPAddress": "10.9.0.2", "Gateway": "10.9.0.1"}}
        settings = {"NetworkSettings": {"Networks": networks if self.connected else {}}}
        if path == "/networks":
            return [{"Id": NETWORK, "Name": "net", "Driver": "bridge"}]
        if path == "/containers/json":
            return [{"Id": CONTAINER, **settings}]
        return {"Id": CONTAINER, "Name": "/c", "State": {"Status": "running"}, "HostConfig": {}, **settings}


def observation(engine: Engine) -> Observation:
    return Observation("local", engine)  # type: ignore[arg-type]


def test_after_a_pass_of_the_same_process() -> None:
    engine = Engine()
    observed = observation(engine)
    with ThreadPoolExecutor(2) as pool:
        assert ("endpoint", f"{CONTAINER}:{NETWORK}") in observed.everything(pool)
        engine.connected = False
        assert ("endpoint", f"{CONTAINER}:{NETWORK}") not in observed.everything(pool)
    assert observed.container(CONTAINER).gone == (("endpoint", f"{CONTAINER}:{NETWORK}"),)
    assert observed.container(CONTAINER).gone == ()


def test_after_a_pass_of_a_new_process_that_remembers_the_models() -> None:
    engine = Engine()
    engine.connected = False
    observed = observation(engine)
    known = Endpoint(
        engine="local", id=f"{CONTAINER}:{NETWORK}", container_id=CONTAINER, network_id=NETWORK, network_name="net"
    )
    observed.remember([known])
    with ThreadPoolExecutor(2) as pool:
        observed.everything(pool)
    assert observed.container(CONTAINER).gone == (known.key,)
