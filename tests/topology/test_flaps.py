"""An object that changes more than 30 times a minute is written now and then, with a count, and ends true."""

import pytest

from netviz.topology.models import Change
from netviz.topology.reconcile import Batch, Proposal, Writer
from netviz.topology.schema import Container
from tests.topology.conftest import new_writer
from tests.topology.states import EVENT, container


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def flapper(db: None, clock: Clock) -> Writer:
    return new_writer(clock=clock)


def flap(writer: Writer, clock: Clock, times: int, every_s: float = 0.05) -> list[Batch]:
    batches = []
    for number in range(times):
        clock.now += every_s
        batches.append(writer.commit([Proposal([container(name=f"n{number}")], [], EVENT)]))
    return batches


def test_held_back_and_merged_with_a_count(flapper: Writer, clock: Clock) -> None:
    batches = flap(flapper, clock, 100)
    assert sum(bool(batch) for batch in batches) == 30
    assert not flapper.due_flaps()
    clock.now += 10
    assert flapper.due_flaps()
    batch = flapper.flush()
    assert [change.count for change in batch.changes] == [70]
    assert Change.objects.get(revision=batch.last).data["name"] == "n99"
    item = flapper.mirror["container", "c" * 64]
    assert isinstance(item, Container) and item.name == "n99"


def test_others_are_not_held(flapper: Writer, clock: Clock) -> None:
    flap(flapper, clock, 40)
    assert flapper.commit([Proposal([container("d" * 64)], [], EVENT)])


def test_slow_changes_never_are(flapper: Writer, clock: Clock) -> None:
    assert all(flap(flapper, clock, 100, every_s=2.1))


def test_a_removal_while_held_ends_true(flapper: Writer, clock: Clock) -> None:
    flap(flapper, clock, 40)
    flapper.commit([Proposal([], [("container", "c" * 64)], EVENT)])
    clock.now += 10
    batch = flapper.flush()
    assert batch.changes[0].op == "remove"
    assert ("container", "c" * 64) not in flapper.mirror


def test_back_to_what_was_written_writes_nothing(flapper: Writer, clock: Clock) -> None:
    flap(flapper, clock, 30)
    for name in ("other", "n29"):
        flapper.commit([Proposal([container(name=name)], [], EVENT)])
    clock.now += 10
    assert not flapper.flush()
    assert not flapper.due_flaps()
