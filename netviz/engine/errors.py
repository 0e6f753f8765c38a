"""The engine's errors: one type, a code that the faces translate, and the engine's own words verbatim."""

import re
from typing import Any


class EngineError(Exception):
    """What an engine answered, or why it did not. `detail` is its own (or the system's) words, `status` its HTTP status."""

    def __init__(self, code: str, detail: str, status: int | None = None, **params: Any) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail
        self.status = status
        self.params = params


# First match wins. The words are those of Docker 20.10 to 28 (libnetwork, moby, containerd, runc) and of Podman 4 to 5 (netavark, libpod).
_PATTERNS: tuple[tuple[str, str], ...] = (
    (
        "pools_exhausted",
        r"all predefined address pools have been fully subnetted|could not find (an )?available.*non-overlapping|could not find free subnet",
    ),
    (
        "pool_overlaps",
        r"pool overlaps with other|subnet .* (is already used|conflict|overlaps)|overlaps with (existing )?(network|route)|is already used on the host",
    ),
    ("addresses_exhausted", r"no available (ipv[46] )?addresses|could not find free ip|no free ip"),
    (
        "address_in_use",
        r"address already in use|ip address .* already allocated|ipam error: requested ip address .* already|already allocated to container",
    ),
    (
        "port_in_use",
        r"port is already allocated|bind: address already in use|address already in use.*port|cannot listen on the tcp port",
    ),
    (
        "address_not_in_subnet",
        r"invalid address .*does not belong|not in (any of )?(the )?subnet|no configured subnet.*contain|requested (static )?ip .*not in any subnet|invalid (endpoint|network) config.*subnet|no configured subnet or ip-?range contain",
    ),
    (
        "no_configured_subnet",
        r"user specified ip address is supported only when connecting to networks with user configured subnets|user specified ip address is supported on user defined networks only|static ip.*(only|bridge)",
    ),
    (
        "active_endpoints",
        r"has active endpoints|network .* (is being used|has associated containers)|associated containers with it",
    ),
    (
        "already_connected",
        r"endpoint with name .* already exists in network|is already (connected|attached) to network|network is already connected",
    ),
    ("not_connected", r"is not connected to( the)? network|not connected to network"),
    (
        "predefined",
        r"is a pre-?defined network|operation is not permitted on predefined|default network .* cannot be removed|operation not supported for.*predefined",
    ),
    (
        "shared_namespace",
        r"sharing network namespace with another container or host|cannot be connected to (any )?(other )?network|host network.*cannot|network mode .* (is not|cannot)|slirp4netns and (pasta|bridge)",
    ),
    (
        "kernel_lacks",
        r"operation not supported|protocol not supported|unknown device type|failed to create the (ipvlan|macvlan)|module .* not found|not supported by (the )?kernel|kernel (does not|lacks)",
    ),
    (
        "driver_missing",
        r"(plugin|driver).*not found|unsupported (network )?driver|could not find plugin|unknown driver|invalid driver",
    ),
    ("needs_swarm", r"not a swarm manager|swarm mode|this node is not a swarm|datastore for scope"),
    ("parent_in_use", r"(parent|subnet|interface) .*(already in use|is in use)|device or resource busy"),
    ("not_attachable", r"not manually attachable"),
    ("name_in_use", r"name .* already in use|network with name .* already exists|already exists"),
    ("image_missing", r"no such image|image not known|image .* not found"),
    ("command_missing", r"executable file not found|no such file or directory.*(exec|oci)|oci runtime.*not found"),
    (
        "not_running",
        r"is not running|container state improper|is not paused|cannot kill container|not in running state|can only (kill|pause)",
    ),
    ("already_so", r"is already (running|paused|stopped)|already started|is not paused"),
    (
        "still_running",
        r"cannot remove (a )?running container|you cannot remove|stop the container before|container .* is running",
    ),
    ("invalid_name", r"invalid container name|invalid network name|invalid reference format|names must match"),
    (
        "not_found",
        r"no such (container|network|object|id)|network .* not found|container .* not found|unable to find (network|container)|network not found",
    ),
)
_COMPILED = tuple((code, re.compile(pattern, re.IGNORECASE | re.DOTALL)) for code, pattern in _PATTERNS)
_BY_STATUS = {400: "invalid", 403: "refused", 404: "not_found", 409: "conflict", 501: "unsupported"}


def of_answer(status: int, detail: str, **params: Any) -> EngineError:
    """An error answer of the engine: its HTTP status and message, as one of our codes."""
    for code, pattern in _COMPILED:
        if pattern.search(detail):
            return EngineError(code, detail, status, **params)
    return EngineError(_BY_STATUS.get(status, "engine_failed"), detail, status, **params)
