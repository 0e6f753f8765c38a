"""The command that is shown does the same with the engine's own CLI (tests/engines runs them)."""

import pytest

from netviz.engine.commands import command
from netviz.engine.orders import parse_order

NAMES = {"c1": "web", "n1": "front"}
CONNECT = {"action": "connect", "container": "c1", "network": "n1"}


@pytest.mark.parametrize(
    ("order", "podman", "words"),
    [
        ({**CONNECT, "ipv4": "10.1.0.9", "aliases": ["a", "b"]}, False, "docker network connect --ip 10.1.0.9 --alias a --alias b front web"),
        ({**CONNECT, "mac": "02:11:22:33:44:55"}, True, "podman network connect --mac-address 02:11:22:33:44:55 front web"),
        ({**CONNECT, "driver_opts": {"a.b": "c d"}}, False, "docker network connect --driver-opt 'a.b=c d' front web"),
        ({**CONNECT, "gw_priority": -2}, False, "docker network connect --gw-priority -2 front web"),
        ({"action": "network_create", "name": "six", "ipv6": True, "enable_ipv4": False}, False, "docker network create --driver bridge --ipv6 --ipv4=false six"),
        ({"action": "stop", "container": "c1", "timeout": 3}, True, "podman stop -t 3 web"),
    ],
)  # fmt: skip
def test_words(order: dict[str, object], podman: bool, words: str) -> None:
    assert command(parse_order(order), NAMES, podman=podman) == words


def test_disconnecting_what_is_only_named() -> None:
    """By itself `docker network disconnect` refuses what a failed connect has left."""
    disconnect = parse_order({"action": "disconnect", "container": "c1", "network": "n1"})
    assert command(disconnect, NAMES, named_only=True) == (
        "docker network connect front web && docker network disconnect front web"
    )
