"""What an engine takes without a word and does not do, as measured on Docker 20.10 to 28 and Podman 4.3 to 5.8. Pure.

An order that asks for such a setting is refused before the engine is asked, so that no order claims an effect that it has not; the
forms do not offer it.
"""

from typing import Any

from netviz.engine.errors import EngineError
from netviz.engine.orders import Connect, NetworkCreate

# Docker 25.0: a MAC address belongs to one attachment, and is forgotten with it.
API_OF_25 = (1, 44)
# Docker 28.0: gateway priorities, networks without IPv4.
API_OF_28 = (1, 48)
# By which the faces say who takes the setting.
DOCKER_AT_RUN, FROM_DOCKER_28, NOT_PODMAN = "docker_at_run", "from_docker_28", "not_podman"

_DOCKER = {"mac": DOCKER_AT_RUN}
_BEFORE_28 = {"gw_priority": FROM_DOCKER_28, "enable_ipv4": FROM_DOCKER_28}
_PODMAN = dict.fromkeys(
    (
        "gw_priority", "driver_opts",
        "enable_ipv4", "config_only", "config_from", "ingress", "scope", "attachable", "ipam_driver", "ipam_options", "aux_addresses",
    ),
    NOT_PODMAN,
)  # fmt: skip


def ignored(*, podman: bool, api: tuple[int, int]) -> dict[str, str]:
    """The settings of orders (their fields' names) that this engine ignores, each with the code of who takes it."""
    if podman:
        return _PODMAN
    return _DOCKER if api >= API_OF_28 else _DOCKER | _BEFORE_28


def api_version(told: str | None) -> tuple[int, int]:
    """An API version as the engine writes it; the oldest of all where it is none."""
    major, _, minor = (told or "").partition(".")
    known = bool(told) and (told or "").isascii() and major.isdecimal() and minor.isdecimal() and len(told or "") < 10
    return (int(major), int(minor)) if known else (0, 0)


def refuse_ignored(spec: Any, *, podman: bool, api: tuple[int, int]) -> None:
    """Raises EngineError `unsupported`, params `setting` and `why`, for an order whose wish would be ignored."""
    lost = ignored(podman=podman, api=api)
    for setting in _asked(spec):
        if setting in lost:
            raise EngineError("unsupported", "", setting=setting, why=lost[setting])


def _asked(spec: Any) -> list[str]:
    """The settings that the order makes use of, of those that some engine ignores."""
    match spec:
        case Connect():
            asked = {"mac": spec.mac, "driver_opts": spec.driver_opts, "gw_priority": spec.gw_priority}
        case NetworkCreate():
            asked = {
                "enable_ipv4": spec.enable_ipv4 is False,
                "config_only": spec.config_only,
                "config_from": spec.config_from,
                "ingress": spec.ingress,
                "scope": spec.scope not in (None, "local"),
                "attachable": spec.attachable,
                "ipam_driver": spec.ipam_driver not in (None, "default"),
                "ipam_options": spec.ipam_options,
                "aux_addresses": any(subnet.aux_addresses for subnet in spec.subnets),
            }
        case _:
            asked = {}
    return [setting for setting, wished in asked.items() if wished]
