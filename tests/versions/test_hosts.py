"""netviz on one of two hosts of a Swarm: an overlay that spans both, seen from the one that does not manage it."""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scripts.benchmarks.raw import RawEngine
from scripts.soaking import truth
from tests.calls import Api, until
from tests.engines import Docker
from tests.served import ROOT, serve
from tests.versions.conftest import SETTLE_S, ServedBeside

pytestmark = pytest.mark.engine
HOSTS = ROOT / "scripts" / "hosts"


class ServedOnHost2(ServedBeside):
    through = (str(HOSTS), "exec", "2")


@pytest.fixture(scope="module")
def hosts() -> Iterator[list[Docker]]:
    """The docker command against each of two hosts."""
    up = subprocess.run([HOSTS, "up", "2"], capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    try:
        if up.returncode:
            pytest.fail(f"two hosts could not be brought up (scripts/hosts up 2): {up.stderr.strip()}", pytrace=False)
        yield [Docker(f"unix://{line.split()[1]}") for line in up.stdout.splitlines() if line.startswith("host")]
    finally:
        subprocess.run([HOSTS, "down"], check=False, stdin=subprocess.DEVNULL)


@pytest.fixture
def api(hosts: list[Docker], tmp_path: Path) -> Iterator[Api]:
    with serve(tmp_path / "host2", hosts[1].url, ServedOnHost2) as served:
        found = Api(served)
        until(lambda: [engine for engine in found.call("GET", "engines")[1] if engine["state"] == "live"], SETTLE_S)
        yield found
        assert served.errors() == []


def test_an_overlay_that_spans_two_hosts(hosts: list[Docker], api: Api) -> None:
    first, second = hosts
    overlay = first("network", "create", "-d", "overlay", "--attachable", "--subnet", "10.123.8.0/24", "span")
    first.run("on-one", "--network", "span")
    container = second.run("on-two")

    # A worker knows of the Swarm's overlay only once a container of its own is on it.
    second("network", "connect", "--ip", "10.123.8.44", "span", "on-two")
    until(lambda: api.endpoint(container, overlay), SETTLE_S)
    endpoint = api.endpoint(container, overlay)
    assert endpoint is not None
    assert endpoint["ipv4"] == "10.123.8.44"

    def spanned() -> dict[str, Any] | None:
        network = api.call("GET", f"networks/{overlay}")[1]
        return network if set(network["peers"]) == {"10.77.0.1", "10.77.0.2"} else None

    network = until(spanned, SETTLE_S)
    assert (network["driver"], network["scope"], network["attachable"]) == ("overlay", "swarm", True)
    links = until(
        lambda: [
            link
            for link in api.call("GET", "topology")[1]["interfaces"]
            if link["endpoint_id"] == f"{container}:{overlay}" and link["namespace"] == container
        ]
    )
    assert [link["mac"] for link in links] == [endpoint["mac"]]
    models = truth.of_snapshot(api.call("GET", "topology")[1])
    assert truth.differences(truth.of_engine(RawEngine(second.url)), models)[1] == []

    api.order("POST", "networks/span/disconnect", {"container": "on-two"})
    assert api.endpoint(container, overlay) is None
