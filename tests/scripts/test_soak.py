"""A short soak in every run of the tests; `scripts/soak` is the long one."""

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scripts.benchmarks.raw import RawEngine
from scripts.soaking import truth
from scripts.soaking.soak import soak
from tests.engines import Docker, Dockerd
from tests.served import Served, serve

pytestmark = pytest.mark.engine
OPERATIONS = 60


@pytest.fixture
def killed(engine_url: str, tmp_path: Path) -> Iterator[Served]:
    """A netviz that the test kills and starts again."""
    with serve(tmp_path / "served", engine_url) as served:
        yield served


def test_random_operations_leave_no_difference(killed: Served, docker: Docker, dockerd: Dockerd) -> None:
    lines: list[str] = []
    report = soak(killed, docker, dockerd, OPERATIONS, seed=1, say=lines.append)
    assert report.differences == [], "\n".join(lines)
    assert report.compared > 100
    assert killed.errors() == []


def test_the_comparison_sees_each_difference(docker: Docker) -> None:
    network = docker("network", "create", "soak-seen")
    container = docker.run("soak-one", "--network", "soak-seen")
    engine = truth.of_engine(RawEngine(docker.url))
    assert truth.differences(engine, engine)[1] == []
    wrong: dict[tuple[str, str], dict[str, Any]] = copy.deepcopy(engine)
    wrong["endpoint", f"{container}:{network}"]["ipv4"] = "192.0.2.1"
    wrong["container", container]["labels"] = {"a": "b"}
    del wrong["network", network]
    compared, found = truth.differences(engine, wrong)
    assert compared > 40
    assert len(found) == 3
    assert 'the models have "192.0.2.1"' in "\n".join(found)


def test_a_journal_with_a_hole_is_seen() -> None:
    changes = [{"revision": number, "op": "add", "kind": "network", "id": str(number), "data": {}} for number in (1, 3)]
    with pytest.raises(ValueError, match="revision 3"):
        truth.replayed(changes)
