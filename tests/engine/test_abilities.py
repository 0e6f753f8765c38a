"""What an engine would take and ignore is refused by name; what it heeds is not."""

import pytest

from netviz.engine.abilities import api_version, ignored, refuse_ignored
from netviz.engine.errors import EngineError
from netviz.engine.orders import parse_order
from tests.engine.conftest import DOCKERS, ENGINES, load

CONNECT = {"action": "connect", "container": "c", "network": "n"}
CREATE = {"action": "network_create", "name": "n"}
SUBNET = {"subnet": "10.1.0.0/24", "aux_addresses": {"printer": "10.1.0.5"}}
BEFORE_28 = {"docker-20.10", "docker-26", "podman-4.3", "podman-5.4", "podman-5.8"}
PODMANS = {name for name in ENGINES if name.startswith("podman")}
# Each wish, and the engines that ignore it (measured: see netviz/engine/abilities.py).
WISHES = [
    ({**CONNECT, "mac": "02:11:22:33:44:55"}, "mac", set(DOCKERS)),
    ({**CONNECT, "gw_priority": 3}, "gw_priority", BEFORE_28),
    ({**CONNECT, "driver_opts": {"a": "b"}}, "driver_opts", PODMANS),
    ({**CREATE, "enable_ipv4": False, "ipv6": True}, "enable_ipv4", BEFORE_28),
    ({**CREATE, "config_only": True}, "config_only", PODMANS),
    ({**CREATE, "config_from": "other"}, "config_from", PODMANS),
    ({**CREATE, "ingress": True}, "ingress", PODMANS),
    ({**CREATE, "scope": "swarm"}, "scope", PODMANS),
    ({**CREATE, "attachable": True}, "attachable", PODMANS),
    ({**CREATE, "ipam_driver": "plugin"}, "ipam_driver", PODMANS),
    ({**CREATE, "ipam_options": {"a": "b"}}, "ipam_options", PODMANS),
    ({**CREATE, "subnets": [SUBNET]}, "aux_addresses", PODMANS),
]
HEEDED = [
    {**CONNECT, "ipv4": "10.1.0.9", "aliases": ["a"], "gw_priority": 0},
    {
        **CREATE,
        "scope": "local",
        "ipam_driver": "default",
        "enable_ipv4": True,
        "internal": True,
        "options": {"a": "b"},
    },
    {"action": "start", "container": "c"},
]


def kind(engine: str) -> dict[str, object]:
    told = load(engine)["version"]["ApiVersion"]
    return {"podman": engine in PODMANS, "api": api_version(told)}


@pytest.mark.parametrize(("order", "setting", "by"), WISHES, ids=[wish[1] for wish in WISHES])
def test_ignored_wishes_are_refused(engine: str, order: dict[str, object], setting: str, by: set[str]) -> None:
    if engine not in by:
        refuse_ignored(parse_order(order), **kind(engine))  # type: ignore[arg-type]
        return
    with pytest.raises(EngineError) as refused:
        refuse_ignored(parse_order(order), **kind(engine))  # type: ignore[arg-type]
    assert (refused.value.code, refused.value.params["setting"]) == ("unsupported", setting)


@pytest.mark.parametrize("order", HEEDED)
def test_what_all_engines_heed_passes(engine: str, order: dict[str, object]) -> None:
    refuse_ignored(parse_order(order), **kind(engine))  # type: ignore[arg-type]


def test_every_ignored_setting_has_words_in_every_face() -> None:
    from netviz.agent import wording

    every = ignored(podman=True, api=(1, 41)) | ignored(podman=False, api=(1, 41))
    assert every.keys() <= wording.SETTINGS.keys()
    for podman in (True, False):
        for setting, why in ignored(podman=podman, api=(1, 41)).items():
            assert str(wording.SETTINGS[setting]) in wording.what("unsupported", {"setting": setting})
            assert wording.advice("unsupported", {"setting": setting, "why": why})


@pytest.mark.parametrize(
    ("told", "version"),
    [("1.51", (1, 51)), ("1.4", (1, 4)), ("", (0, 0)), (None, (0, 0)), ("1.x", (0, 0)), ("１.5", (0, 0))],
)
def test_api_versions(told: str | None, version: tuple[int, int]) -> None:
    assert api_version(told) == version
