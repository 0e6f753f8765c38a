"""Every failing call that was recorded on a real engine has its code, and keeps the engine's own words."""

from typing import Any

import pytest

from netviz.engine.errors import of_answer

# By what was tried; a Podman that words or sees it differently has a line of its own below.
EXPECTED = {
    "address in use": "address_in_use",
    "address outside the subnet": "address_not_in_subnet",
    "address without configured subnet": "no_configured_subnet",
    "connected already": "already_connected",
    "connect what is not there": "not_found",
    "connect to what is not there": "not_found",
    "connect a container of the host's namespace": "shared_namespace",
    "connect a sidecar": "shared_namespace",
    "connect a container of none": "shared_namespace",
    "disconnect what is not connected": "not_connected",
    "remove a network in use": "active_endpoints",
    "remove a network that is not there": "not_found",
    "remove the default network": "predefined",
    "remove the network host": "predefined",
    "make overlap": "pool_overlaps",
    "make driverless": "driver_missing",
    "make overlay": "needs_swarm",
    "make nonsense": "invalid",
    "make outside": "address_not_in_subnet",
    "make parent-taken": "parent_in_use",
    "make parentless": "invalid",
    "make nosix": "no_ipv6_pool",
    "make twin": "name_in_use",
    "make bad name!": "invalid_name",
    "name of a network taken": "name_in_use",
    "name of a container taken": "name_in_use",
    "image not there": "image_missing",
    "start commandless": "command_missing",
    "start portless": "port_in_use",
    "start l2": "kernel_lacks",
    "start static-on-default": "no_configured_subnet",
    "make static-on-default": "no_configured_subnet",
    "pause a stopped container": "not_running",
    "unpause a stopped container": "already_so",
    "kill a stopped container": "not_running",
    "start what is not there": "not_found",
    "remove a running container": "still_running",
    "remove a container that is not there": "not_found",
    "rename to a name taken": "name_in_use",
    "rename to nonsense": "invalid_name",
    "start one-too-many": "addresses_exhausted",
    "restart after: address in use": "address_in_use",
    "disconnect after: address in use": "not_connected",
}
PODMAN = {
    # It knows no network without a configured subnet, none called host, and calls the default one otherwise.
    "address without configured subnet": "address_not_in_subnet",
    "remove the default network": "active_endpoints",
    "remove the network host": "not_found",
    "make static-on-default": "not_found",
    "make overlay": "driver_missing",
    "make ipvlan": "driver_missing",
}


def _expected(engine: str, label: str) -> str | None:
    if label.startswith("make pool"):
        return "pools_exhausted"
    if engine.startswith("podman") and label in PODMAN:
        return PODMAN[label]
    return EXPECTED.get(label)


def test_recorded_failures(engine: str, recorded: dict[str, Any]) -> None:
    seen = 0
    for failure in recorded["failures"]:
        expected = _expected(engine, failure["label"])
        if expected is None or "netavark: failed to delete" in failure["message"]:
            continue
        error = of_answer(failure["status"], failure["message"])
        assert (failure["label"], error.code) == (failure["label"], expected), failure["message"]
        assert error.detail == failure["message"]
        assert error.status == failure["status"]
        seen += 1
    assert seen >= 25


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (400, "invalid"),
        (403, "refused"),
        (404, "not_found"),
        (409, "conflict"),
        (501, "unsupported"),
        (500, "engine_failed"),
    ],
)
def test_unknown_words_fall_back_to_the_status(status: int, code: str) -> None:
    assert of_answer(status, "words that no engine has said yet").code == code


def test_a_long_hostile_message_does_not_take_long() -> None:
    # The patterns must not backtrack: an engine's answer can be of megabytes.
    error = of_answer(500, "failed to create the " * 20_000 + "name " * 20_000)
    assert error.code == "engine_failed"
