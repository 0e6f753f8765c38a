"""A full pass over an engine at rest asks for two lists, whatever these say of times, and parses none that it knows."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from netviz.engine import observation
from netviz.engine.client import EngineClient
from netviz.engine.memory import Reused
from netviz.engine.observation import Observation
from netviz.engine.threads import DaemonThreads
from netviz.topology.schema import Container, Key, Observed
from tests.agent.simulated import SimulatedEngine

LIST = "GET /containers/json"


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[SimulatedEngine]:
    with SimulatedEngine(tmp_path / "engine.sock") as engine:
        yield engine


class Passes:
    def __init__(self, engine: SimulatedEngine) -> None:
        self._engine = engine
        self._observation = Observation("sim", EngineClient(engine.url))
        self._pool = DaemonThreads(4, "test")

    def once(self) -> tuple[dict[Key, Observed], int]:
        """What a pass sees, and how many containers it inspected for that."""
        before = self._inspects()
        return self._observation.everything(self._pool), self._inspects() - before

    def _inspects(self) -> int:
        routes = self._engine.requests.items()
        return sum(count for route, count in routes if route.startswith("GET /containers/") and route != LIST)


@pytest.mark.parametrize("status", ["Up 9 years", "Up 3 seconds"])
def test_no_container_is_inspected_again(engine: SimulatedEngine, status: str) -> None:
    """Also where the list's words contradict the inspect: a clock of the two is wrong, and one look has shown it."""
    engine.status = status
    engine.populate(containers=30, networks=3)
    passes = Passes(engine)
    first, inspected = passes.once()
    assert inspected == 30
    assert passes.once() == (first, 0)


def test_what_was_contradicted_is_looked_at_again_later(
    engine: SimulatedEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.status = "Up 3 seconds"
    engine.populate(containers=3, networks=1)
    passes = Passes(engine)
    passes.once()
    assert passes.once()[1] == 0
    monkeypatch.setattr(observation, "CONTRADICTED_S", 0.0)
    assert passes.once()[1] == 3


def test_one_that_changed_silently_is_inspected_alone(engine: SimulatedEngine) -> None:
    made, _ = engine.populate(containers=5, networks=2)
    passes = Passes(engine)
    passes.once()
    engine.rename(made[3], "renamed")
    engine.remove_container(made[4], silently=True)
    seen, inspected = passes.once()
    renamed = seen["container", made[3]]
    assert isinstance(renamed, Container)
    assert (renamed.name, inspected) == ("renamed", 1)
    assert ("container", made[4]) not in seen


def test_the_same_bytes_are_parsed_once() -> None:
    numbers = itertools.count(1)
    reused = Reused(lambda _: next(numbers))
    assert [reused.of(content) for content in (b"[1]", b"[1]", b"[2]", b"[2]", b"[1]")] == [1, 1, 2, 2, 3]
