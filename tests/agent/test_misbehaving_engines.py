"""Engines that are down, hang, lie, lag, choke or change, simulated: netviz keeps what it knows and comes back to the truth."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from netviz.agent import session, watcher
from netviz.agent.agents import Agents
from netviz.agent.observer import Look
from netviz.agent.session import Session
from netviz.engine import asynchronous, client
from netviz.topology import flaps, journal, models, snapshot
from netviz.topology.db import in_db
from netviz.topology.schema import Cause
from tests.agent import truth
from tests.agent.simulated import SimulatedEngine
from tests.waiting import PATIENCE_S, eventually

NAME = "sim"
# What hangs does so until the test heals it.
HANGS_S = PATIENCE_S


class Simulation:
    """A simulated engine and the agent that watches it."""

    def __init__(self, engine: SimulatedEngine) -> None:
        self.engine = engine
        self.agents = Agents()

    async def state(self) -> dict[str, Any]:
        found = await in_db(snapshot.objects, "engine")
        return found[0] if found else {"state": "none"}

    async def until(self, holds: Callable[[], Any]) -> Any:
        """What `holds()` (blocking, with the database) gives once that is true."""
        return await eventually(lambda: in_db(holds))

    async def reaches(self, state: str) -> dict[str, Any]:
        await self.until(lambda: any(item["state"] == state for item in snapshot.objects("engine")))
        return await self.state()

    async def agrees(self) -> None:
        """Waits until the models hold what the engine says, and checks the journal then."""
        await self.until(lambda: truth.agrees(self.engine.url, NAME))
        await in_db(truth.check_journal)

    @property
    def session(self) -> Session:
        (watching,) = self.agents.watchers
        assert watching.session is not None
        return watching.session

    async def full_pass(self) -> None:
        await self.session.passes.once()

    async def has_heard_of(self, container: str) -> None:
        """Waits until what the engine has told of a container so far is looked at: each start replays what it remembers."""
        last = next(key for key in self.engine.containers if key != container)
        self.engine.rename(last, "the-last-event")
        await self.until(lambda: truth.kept(NAME)[last]["name"] == "the-last-event")
        await self.session.observer.look_and_wait([Look(("container", container), Cause(type="event"))])

    def endpoint(self, container: str, network: str) -> bool:
        return any(item["id"] == f"{container}:{network}" for item in snapshot.objects("endpoint"))


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[SimulatedEngine]:
    with SimulatedEngine(tmp_path / "engine.sock") as engine:
        yield engine


@pytest_asyncio.fixture
async def sim(engine: SimulatedEngine, transactional_db: None) -> AsyncIterator[Simulation]:
    await in_db(models.Engine.objects.create, name=NAME, url=engine.url)
    engine.populate(containers=20, networks=4)
    simulation = Simulation(engine)
    running = asyncio.create_task(simulation.agents.run())
    try:
        yield simulation
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The time-outs of an agent that can't wait, and a back-off that a test can."""
    monkeypatch.setattr(session, "PING_EVERY_S", 0.1)
    monkeypatch.setattr(asynchronous, "PING_WITHIN_S", 2.0)
    monkeypatch.setattr(watcher, "BACKOFF_MOST_S", 0.5)


async def test_everything_is_found_at_first(sim: Simulation) -> None:
    await sim.reaches("live")
    await sim.agrees()
    assert {change.cause.type for change in await in_db(journal.recent, kinds=["container"])} == {"first"}


async def test_down_at_the_start(sim: Simulation, impatient: None) -> None:
    sim.engine.stop()
    down = await sim.reaches("unreachable")
    assert down["reason"] and down["reason_code"] == "unreachable" and down["since"]
    sim.engine.start()
    await sim.reaches("live")
    await sim.agrees()


async def test_lost_and_found_again(sim: Simulation, impatient: None) -> None:
    await sim.reaches("live")
    before = await in_db(truth.kept, NAME)
    sim.engine.stop()
    down = await sim.reaches("unreachable")
    assert await in_db(truth.kept, NAME) == before
    network = sim.engine.network("made-meanwhile")
    container = sim.engine.container("meanwhile", network)
    assert down["since"]
    sim.engine.start()
    live = await sim.reaches("live")
    assert live["reason"] is None and live["since"] > down["since"]
    await sim.agrees()
    # The engine remembers its events: what happened has its name, and is no drift.
    (change,) = await in_db(journal.changes_of, NAME, "container", container)
    assert change.cause.type == "event"
    assert (await in_db(models.Engine.objects.get)).drift == {}


async def test_what_no_event_tells_of_a_lost_time_is_no_drift(sim: Simulation, impatient: None) -> None:
    await sim.reaches("live")
    sim.engine.stop()
    gone = next(iter(sim.engine.containers))
    sim.engine.remove_container(gone, silently=True)
    await sim.reaches("unreachable")
    sim.engine.start()
    await sim.agrees()
    assert (await in_db(models.Engine.objects.get)).drift == {}


async def test_what_a_pass_finds_is_drift(sim: Simulation) -> None:
    await sim.reaches("live")
    gone = next(iter(sim.engine.containers))
    await sim.has_heard_of(gone)
    sim.engine.remove_container(gone, silently=True)
    await sim.full_pass()
    await sim.agrees()
    assert (await in_db(models.Engine.objects.get)).drift == {"container.remove": 1, "endpoint.remove": 1}


async def test_another_engine_at_the_same_url(sim: Simulation, impatient: None) -> None:
    await sim.reaches("live")
    before = set(await in_db(truth.kept, NAME))
    sim.engine.stop()
    await sim.reaches("unreachable")
    with SimulatedEngine(sim.engine.path, engine_id="AN:OTHER") as other:
        other._state.made = 10_000
        other.container("stranger", other.network("elsewhere"))
        await sim.reaches("live")
        await sim.agrees()
        changes = await in_db(journal.recent, 1000)
        assert {change.id for change in changes if (change.kind, change.op) == ("container", "remove")} == before
        seen = [change.data["engine_id"] for change in changes if change.kind == "engine" and change.data]
        assert seen[0] == "AN:OTHER" and "SIMU:LATE:D" in seen


async def test_a_stream_that_ends(sim: Simulation, impatient: None) -> None:
    await sim.reaches("live")
    network = next(key for key, raw in sim.engine.networks.items() if raw["Name"] == "net3")
    container = next(iter(sim.engine.containers))
    sim.engine.end_streams()
    sim.engine.connect(container, network)
    await sim.until(lambda: sim.endpoint(container, network))
    (change, *_) = await in_db(journal.changes_of, NAME, "endpoint", f"{container}:{network}")
    assert change.cause.action == "network connect"
    await sim.reaches("live")
    await sim.agrees()


@pytest.mark.parametrize("skew_s", [-3600.0, 3600.0, 1.5])
async def test_clocks_that_differ(skew_s: float, sim: Simulation, impatient: None) -> None:
    await sim.reaches("live")
    sim.engine.stop()
    await sim.reaches("unreachable")
    sim.engine.clock_skew_s = skew_s
    sim.engine.start()
    live = await sim.reaches("live")
    assert live["clock_skew_s"] == (skew_s if abs(skew_s) > 2 else None)
    sim.engine.stop()
    await sim.reaches("unreachable")
    made = sim.engine.container("late", next(iter(sim.engine.networks)))
    sim.engine.start()
    await sim.agrees()
    (change,) = await in_db(journal.changes_of, NAME, "container", made)
    assert change.cause.type == "event"


@pytest.fixture
def curious(monkeypatch: pytest.MonkeyPatch) -> None:
    """An agent that asks again and again what the engine is."""
    monkeypatch.setattr(session, "IDENTITY_EVERY_S", 0.1)
    monkeypatch.setattr(session, "SWARM_SETTLES_S", 0.0)


async def test_a_clock_that_is_set_is_noticed(curious: None, sim: Simulation) -> None:
    await sim.reaches("live")
    for skew_s in (30.0, None):
        sim.engine.clock_skew_s = skew_s or 0.0
        await sim.until(lambda told=skew_s: snapshot.objects("engine")[0]["clock_skew_s"] == told)
    # Within the second to which it is known it goes to and fro without a word.
    sim.engine.clock_skew_s = 30.0
    await sim.until(lambda: snapshot.objects("engine")[0]["clock_skew_s"] == 30.0)
    asked, before = sim.engine.requests["GET /info"], await in_db(journal.current)
    sim.engine.clock_skew_s = 30.9
    await sim.until(lambda: sim.engine.requests["GET /info"] > asked + 2)
    assert await in_db(journal.current) == before


async def test_another_engine_without_a_lost_connection(curious: None, impatient: None, sim: Simulation) -> None:
    await sim.reaches("live")
    sim.engine.engine_id = "AN:OTHER"
    await sim.until(lambda: snapshot.objects("engine")[0]["engine_id"] == "AN:OTHER")
    await sim.reaches("live")
    await sim.agrees()


async def test_an_engine_that_does_not_describe_itself_stays(curious: None, impatient: None, sim: Simulation) -> None:
    await sim.reaches("live")
    asked = sim.engine.requests["GET /info"]
    sim.engine.fault("GET /info", status=500)
    await sim.until(lambda: sim.engine.requests["GET /info"] > asked + 2)
    assert (await sim.state())["state"] == "live"


GARBAGE = (
    b"not json\n",
    b"[1, 2]\nnull\n17\n\n",
    b'{"Type": "network", "Action": "connect", "Actor": {"ID": "x", "Attributes": []}, "timeNano": 1e400}\n',
    b'{"Type": ["container"], "Action": {"a": 1}, "Actor": "x"}\n',
    b'{"Type": "container", "Action": "start", "Actor": {"ID": "../../info", "Attributes": {"container": 7}}}\n',
    b"\xff\xfe\x00\n",
    b"[" * 100_000 + b"\n",
    b"x" * 3_000_000 + b"\n",
)


async def test_garbage_among_the_events(sim: Simulation) -> None:
    await sim.reaches("live")
    for text in GARBAGE:
        sim.engine.say(text)
    container = sim.engine.container("after-the-garbage")
    await sim.until(lambda: container in truth.kept(NAME))
    await sim.agrees()
    assert sim.engine.requests["GET /events"] == 1


async def test_an_event_about_a_container_that_is_gone(sim: Simulation) -> None:
    await sim.reaches("live")
    container, network = next(iter(sim.engine.containers)), list(sim.engine.networks)[-1]
    sim.engine.remove_container(container, silently=True)
    sim.engine.event("network", "connect", network, container=container, name="net3")
    sim.engine.event("network", "connect", network, container="f" * 64, name="net3")
    await sim.until(lambda: container not in truth.kept(NAME))
    await sim.agrees()
    assert sim.engine.requests["GET /events"] == 1


async def test_a_list_that_lags_behind_the_events(sim: Simulation) -> None:
    await sim.reaches("live")
    sim.engine.freeze_list()
    gone = next(iter(sim.engine.containers))
    new = sim.engine.container("new", next(iter(sim.engine.networks)))
    sim.engine.remove_container(gone)
    await sim.until(lambda: new in truth.kept(NAME) and gone not in truth.kept(NAME))
    before = await in_db(journal.current)
    await sim.full_pass()
    assert await in_db(journal.current) == before
    sim.engine.thaw_list()
    await sim.full_pass()
    assert await in_db(journal.current) == before


async def test_one_object_that_can_not_be_inspected(sim: Simulation) -> None:
    await sim.reaches("live")
    broken = next(iter(sim.engine.containers))
    sim.engine.fault(f"GET /containers/{broken}/json", status=500)
    sim.engine.rename(broken, "renamed")
    other = sim.engine.container("other")
    await sim.until(lambda: other in truth.kept(NAME))
    await sim.full_pass()
    assert broken in await in_db(truth.kept, NAME)
    assert (await sim.state())["state"] == "live"
    sim.engine.faults.clear()
    await sim.full_pass()
    await sim.agrees()


async def test_one_object_whose_inspect_hangs_holds_up_no_other(sim: Simulation) -> None:
    await sim.reaches("live")
    slow = next(iter(sim.engine.containers))
    asked = sim.engine.requests[f"GET /containers/{slow}/json"]
    sim.engine.fault(f"GET /containers/{slow}/json", delay_s=HANGS_S)
    sim.engine.rename(slow, "slow")
    await sim.until(lambda: sim.engine.requests[f"GET /containers/{slow}/json"] > asked)
    other = sim.engine.container("other")
    await sim.until(lambda: other in truth.kept(NAME))
    assert (await in_db(truth.kept, NAME))[slow]["name"] != "slow"
    sim.engine.heal()
    await sim.until(lambda: truth.kept(NAME)[slow]["name"] == "slow")


async def test_an_engine_that_hangs_is_noticed(sim: Simulation, impatient: None) -> None:
    await sim.reaches("live")
    before = await in_db(truth.kept, NAME)
    sim.engine.fault("GET", delay_s=HANGS_S)
    down = await sim.reaches("unreachable")
    assert down["reason_code"] == "timeout"
    assert await in_db(truth.kept, NAME) == before
    sim.engine.heal()
    await sim.reaches("live")
    await sim.agrees()


async def test_an_answer_that_is_too_large(sim: Simulation, impatient: None, monkeypatch: pytest.MonkeyPatch) -> None:
    await sim.reaches("live")
    before = await in_db(truth.kept, NAME)
    monkeypatch.setattr(client, "MOST_BYTES", 200_000)
    sim.engine.fault("GET /networks", body=b"[" + b" " * 300_000 + b"]")
    sim.engine.end_streams()
    down = await sim.reaches("unreachable")
    await sim.until(lambda: snapshot.objects("engine")[0]["reason_code"] == "too_large")
    assert down["since"]
    assert await in_db(truth.kept, NAME) == before
    sim.engine.faults.clear()
    await sim.reaches("live")
    await sim.agrees()


async def test_a_storm_of_events_is_few_batches(sim: Simulation) -> None:
    await sim.reaches("live")
    containers, network = list(sim.engine.containers), sim.engine.network("stormy")
    asked = sim.engine.requests.total()
    for number in range(5000):
        sim.engine.event("container", "update", containers[number % len(containers)])
        if number % 250 == 0:
            sim.engine.connect(containers[number // 250], network)
    await sim.until(lambda: all(sim.endpoint(container, network) for container in containers))
    assert sim.engine.requests.total() - asked < 2500
    await sim.agrees()


async def test_what_flaps_is_merged_and_ends_true(sim: Simulation, monkeypatch: pytest.MonkeyPatch) -> None:
    # However long this takes: all of it counts as one minute.
    monkeypatch.setattr(flaps, "WINDOW_S", 3600.0)
    await sim.reaches("live")
    container = next(iter(sim.engine.containers))
    for number in range(60):
        sim.engine.rename(container, f"name-{number}")
        if number < 40:
            await sim.until(lambda n=number: truth.kept(NAME)[container]["name"] == f"name-{n}" or n >= 30)
    await sim.until(lambda: truth.kept(NAME)[container]["name"] == "name-59")
    changes = await in_db(journal.changes_of, NAME, "container", container, 100)
    assert len(changes) <= 33
    assert max(change.count for change in changes) > 1
    await sim.agrees()
