"""An object that changes more than 30 times a minute is written now and then, with a count, and ends true."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netviz.topology import snapshot
from netviz.topology.models import Change
from netviz.topology.reconcile import Batch, Proposal, Writer
from netviz.topology.schema import Cause, Container, Key, Observed
from tests.topology.conftest import new_writer
from tests.topology.states import EVENT, container, keyed


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


def test_seeing_the_same_again_counts_nothing(flapper: Writer, clock: Clock) -> None:
    flap(flapper, clock, 31)
    for _ in range(20):
        assert not flapper.commit([Proposal([container(name="n30")], [], EVENT)])
        state = keyed(container(name="n30"))
        assert not flapper.commit([flapper.replacing(["container"], state, EVENT)])
    clock.now += 10
    assert [change.count for change in flapper.flush().changes] == [1]


def test_an_addition_that_is_held_goes_with_a_whole_pass(flapper: Writer, clock: Clock) -> None:
    """An object comes and goes too often; what was held back last is that it is there, and then a pass does not see it."""
    here, gone = Proposal([container()], [], EVENT), Proposal([], [("container", "c" * 64)], EVENT)
    for number in range(31):
        clock.now += 0.05
        flapper.commit([gone if number % 2 else here])
    assert ("container", "c" * 64) not in flapper.mirror
    flapper.commit([flapper.replacing(["container"], {}, EVENT)])
    clock.now += 10
    assert not flapper.flush()
    assert ("container", "c" * 64) not in flapper.mirror


def test_what_a_person_ordered_is_never_held(flapper: Writer, clock: Clock) -> None:
    flap(flapper, clock, 40)
    order = Cause(type="order", order=7, by="ann")
    (change,) = flapper.commit([Proposal([container(name="ordered")], [], order)]).changes
    assert (change.data or {})["name"] == "ordered"
    # It stands for the ten that were held back, too.
    assert change.count == 11
    clock.now += 10
    assert not flapper.flush()


def test_it_flaps_for_as_long_as_it_changes_too_often(flapper: Writer, clock: Clock) -> None:
    """At two changes a second for five minutes: 30 rows, then one each five seconds or so, and nothing is lost."""
    rows = 0
    for number in range(600):
        clock.now += 0.5
        rows += len(flapper.commit([Proposal([container(name=f"n{number}")], [], EVENT)]).changes)
        if flapper.due_flaps():
            rows += len(flapper.flush().changes)
    clock.now += 10
    flapper.flush()
    assert rows <= 30 + 300 / 5
    assert sum(Change.objects.values_list("count", flat=True)) == 600


def test_a_quiet_minute_ends_it(flapper: Writer, clock: Clock) -> None:
    flap(flapper, clock, 40)
    clock.now += 10
    flapper.flush()
    clock.now += 60
    assert flapper.commit([Proposal([container(name="calm")], [], EVENT)])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.tuples(st.sampled_from("abc"), st.sampled_from(["one", "two", None]), st.floats(0, 1.5)),
        min_size=60,
        max_size=200,
    )
)
def test_whatever_flaps_the_rows_end_true(db: None, steps: list[tuple[str, str | None, float]]) -> None:
    clock = Clock()
    writer = new_writer(clock=clock)
    writer.commit([writer.replacing(["container"], {}, EVENT)])
    clock.now += 10
    writer.flush()
    truth: dict[Key, Observed] = {}
    for letter, name, seconds in steps:
        clock.now += seconds
        key: Key = ("container", letter * 64)
        if name is None:
            truth.pop(key, None)
            writer.commit([Proposal([], [key], EVENT)])
        else:
            truth[key] = container(letter * 64, name=name)
            writer.commit([Proposal([truth[key]], [], EVENT)])
        if writer.due_flaps():
            writer.flush()
    clock.now += 10
    writer.flush()
    assert dict(writer.mirror) == truth
    assert {item["id"]: item for item in snapshot.objects("container")} == {
        item.id: item.data() for item in truth.values()
    }
