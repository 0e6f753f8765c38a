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


# First match wins. The words are those of Docker 20.10 to 28 (libnetwork, moby, containerd, runc) and of Podman 4 to 5 (netavark,
# libpod); tests/engine/recorded holds them as the engines said them.
_PATTERNS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("no_ipv6_pool", (r"non-overlapping ipv6 address pool",)),
    (
        "pools_exhausted",
        (
            r"all predefined address pools have been fully subnetted",
            r"could not find (an )?available.*non-overlapping",
            r"could not find free subnet",
        ),
    ),
    (
        "pool_overlaps",
        (
            r"pool overlaps with other",
            r"subnet \S+ (is already used|conflicts|overlaps)",
            r"overlaps with (existing )?(network|route)",
            r"conflicts with network .*networks have overlapping",
        ),
    ),
    ("addresses_exhausted", (r"no available (ipv[46] )?addresses", r"(could not|failed to) find free ip")),
    # Before address_in_use: a port's words hold those of an address.
    ("port_in_use", (r"port is already allocated", r"bind: address already in use", r"cannot listen on the (tcp|udp)")),
    (
        "address_in_use",
        (
            r"address already in use",
            r"requested ip address \S+ is already allocated",
            r"already allocated to container",
        ),
    ),
    (
        "address_not_in_subnet",
        (
            r"invalid address .*does not belong",
            r"no configured subnet or ip-?range contain",
            r"requested (static )?ip \S+ not in any subnet",
            r"gateway \S+ not in subnet",
            r"parent subnet \S+ doesn't contain",
            r"requested address is out of range",
        ),
    ),
    ("no_configured_subnet", (r"user specified ip address is supported (only|on)",)),
    (
        "active_endpoints",
        (r"has active endpoints", r"has associated containers", r"network is being used"),
    ),
    (
        "already_connected",
        (r"endpoint with name .* already exists in network", r"is already (connected|attached) to network"),
    ),
    ("not_connected", (r"is not connected to( the)? network",)),
    (
        "predefined",
        (
            r"is a pre-?defined network",
            r"operation is not permitted on predefined",
            r"default network .* cannot be removed",
        ),
    ),
    (
        "shared_namespace",
        (
            r"sharing network namespace with another container or host",
            r"one of the networks in private \(none\) mode",
            r"container cannot be (connected to|disconnected from) host network",
            r"is not supported: invalid network mode",
        ),
    ),
    (
        "driver_missing",
        (
            r"(plugin|driver) \S+ not found",
            r"unsupported driver",
            r"failed to find driver or plugin",
            r"could not find plugin",
        ),
    ),
    # runc says "operation not supported" of many things: only those of links are the network driver's ("eth0.50 vlan link").
    (
        "kernel_lacks",
        (
            r"failed to create (the|\S+ vlan link).*(operation|protocol) not supported",
            r"netavark: .*not supported",
            r"unknown device type",
            r"module \S+ not found",
        ),
    ),
    ("needs_swarm", (r"this node is not a swarm manager", r"node is not (part of|in) a swarm", r"swarm mode")),
    ("parent_in_use", (r"is already using parent interface", r"already using subinterface")),
    ("not_attachable", (r"not manually attachable",)),
    ("conflict", (r"has dependent containers", r"configuration network \S+ is in use")),
    (
        "name_in_use",
        (
            r"name \S+ (is )?already (in use|used)",
            r"that name is already in use",
            r"network with name .* already exists",
            r"unique constraint failed: containerconfig\.name",
        ),
    ),
    ("image_missing", (r"no such image", r"image not known")),
    (
        "command_missing",
        (
            r"executable file not found",
            r"(unable to start container process|oci runtime).*no such file or directory",
            r"oci runtime attempted to invoke a command that was not found",
        ),
    ),
    (
        "still_running",
        (r"cannot remove (a )?running container", r"cannot remove container .*is running"),
    ),
    ("already_so", (r"is not paused", r"is already (running|paused|stopped)", r"already started")),
    (
        "not_running",
        (r"is not running", r"cannot kill container", r"can only (kill|pause)", r"container state improper"),
    ),
    ("invalid_name", (r"invalid container name", r"invalid network name", r"names must match")),
    (
        "not_found",
        (
            r"no such (container|network|object|id)",
            r"network \S+ not found",
            r"container \S+ not found",
            r"unable to find (network|container)",
            r"network not found",
        ),
    ),
    (
        "invalid",
        (r"invalid cidr", r"failed to parse subnet", r"parent interface \S+ does not exist", r"invalid subinterface"),
    ),
)
_COMPILED = tuple((code, re.compile("|".join(words), re.IGNORECASE | re.DOTALL)) for code, words in _PATTERNS)
_BY_STATUS = {400: "invalid", 403: "refused", 404: "not_found", 409: "conflict", 501: "unsupported"}


# No engine says more in an error; a hostile one must not keep the patterns busy, nor fill the database.
MOST_DETAIL = 4000


def of_answer(status: int, detail: str, **params: Any) -> EngineError:
    """An error answer of the engine: its HTTP status and message, as one of our codes."""
    detail = detail[:MOST_DETAIL]
    for code, pattern in _COMPILED:
        if pattern.search(detail):
            return EngineError(code, detail, status, **params)
    return EngineError(_BY_STATUS.get(status, "engine_failed"), detail, status, **params)
