"""What Docker 29 (API 1.52 and later) answers otherwise than 28, by its documentation: nothing of it is needed here.

Recorded answers of Docker 28 without what is gone or left out when it is empty, and with what is new, show the same objects.
https://docs.docker.com/reference/api/engine/version-history/
"""

from pathlib import Path
from typing import Any

import pytest

from netviz.engine.client import NEWEST_API, EngineClient
from netviz.engine.events import parse_event
from tests.agent.simulated import SimulatedEngine
from tests.engine.conftest import Seen

# Of a container's NetworkSettings: those of the default bridge alone, and what was never set.
GONE_SETTINGS = {
    "Bridge", "EndpointID", "Gateway", "GlobalIPv6Address", "GlobalIPv6PrefixLen", "IPAddress", "IPPrefixLen", "IPv6Gateway",
    "MacAddress", "HairpinMode", "LinkLocalIPv6Address", "LinkLocalIPv6PrefixLen", "SecondaryIPAddresses", "SecondaryIPv6Addresses",
}  # fmt: skip
STATUS = {"IPAM": {"Subnets": {"10.0.0.0/24": {"IPsInUse": 4, "DynamicIPsAvailable": 252}}}}


def lean(raw: Any) -> Any:
    """Without members that are empty, as Go leaves them out; what people named (labels, ports) stays whatever it holds."""
    if isinstance(raw, dict):
        kept = {key: value for key, value in raw.items() if value not in (None, "", [], {}) or not key[:1].isupper()}
        return {key: lean(value) for key, value in kept.items()}
    return [lean(item) for item in raw] if isinstance(raw, list) else raw


def as_29(answers: dict[str, Any]) -> None:
    for raw in answers["container_inspects"].values():
        for name in GONE_SETTINGS:
            raw["NetworkSettings"].pop(name, None)
        raw["Config"].pop("MacAddress", None)
    for kind in ("network_inspects", "container_inspects"):
        answers[kind] = {key: lean(raw) for key, raw in answers[kind].items()}
    for raw in answers["network_inspects"].values():
        raw["Status"] = STATUS
    for kind in ("networks", "containers"):
        answers[kind] = lean(answers[kind])


def test_the_same_objects_are_seen() -> None:
    seen = Seen("docker-28")
    before = dict(seen.state)
    as_29(seen.client.answers)
    assert "MacAddress" not in str([raw["Config"] for raw in seen.client.answers["container_inspects"].values()])
    seen.observation.forget()
    after = seen.observe()
    assert len(after) == len(before) > 20
    for key, item in before.items():
        assert after[key] == item, key


def test_a_network_that_is_looked_at_alone() -> None:
    seen = Seen("docker-28")
    networks = [key for key in seen.state if key[0] == "network"]
    before = [seen.observation.network(network_id).objects for _, network_id in networks]
    as_29(seen.client.answers)
    assert [seen.observation.network(network_id).objects for _, network_id in networks] == before


def test_events_without_the_old_members() -> None:
    new = {
        "Type": "container",
        "Action": "start",
        "Actor": {"ID": "c" * 64, "Attributes": {"name": "web"}},
        "scope": "local",
        "time": 1_800_000_000,
        "timeNano": 1_800_000_000_000_000_001,
    }
    old = {**new, "status": "start", "id": "c" * 64, "from": "busybox"}
    event = parse_event(new)
    assert event == parse_event(old)
    assert event is not None
    assert (event.action, event.container_id) == ("start", "c" * 64)


@pytest.mark.parametrize(
    ("newest", "oldest", "spoken"),
    [
        ("1.51", "1.24", NEWEST_API),
        # Docker 29: what is known here is new enough.
        ("1.52", "1.44", NEWEST_API),
        # One to come, which would refuse that: in its oldest version most is as it was.
        ("1.70", "1.55", (1, 55)),
        ("1.41", "1.12", (1, 41)),
    ],
)
def test_the_version_that_is_spoken(tmp_path: Path, newest: str, oldest: str, spoken: tuple[int, int]) -> None:
    with SimulatedEngine(tmp_path / "engine.sock") as engine:
        engine.api_version, engine.oldest_api = newest, oldest
        assert EngineClient(engine.url).spoken_api == spoken
