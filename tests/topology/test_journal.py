"""The journal: dense revisions, catch-up, replay from empty, pruning."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netviz.topology import journal, snapshot
from netviz.topology.models import Change, Engine, Journal
from netviz.topology.reconcile import Proposal, Writer
from netviz.topology.schema import Key, Observed, Snapshot
from tests.topology.conftest import new_writer
from tests.topology.states import ENGINE, EVENT, FIRST, STATES, container, endpoint, interface, network

KINDS = ("network", "container", "endpoint", "interface")


def replay(changes: list[Any]) -> dict[Key, dict[str, Any]]:
    state: dict[Key, dict[str, Any]] = {}
    for change in changes:
        if change.data is None:
            del state[change.kind, change.id]
        else:
            state[change.kind, change.id] = change.data
    return state


def rows() -> dict[Key, dict[str, Any]]:
    return {(kind, item["id"]): item for kind in KINDS for item in snapshot.objects(kind)}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(states=st.lists(STATES, min_size=1, max_size=4))
def test_replaying_the_journal_gives_the_rows(db: None, states: list[dict[Key, Observed]]) -> None:
    Change.objects.all().delete()
    Engine.objects.all().delete()
    start = journal.current().revision
    writer = new_writer()
    for state in states:
        writer.commit([writer.replacing(KINDS, state, EVENT)])
        assert dict(writer.mirror) == state
    revision, changes, more = journal.changes_since(start, 10_000)
    assert not more
    assert replay(changes) == rows() == {key: item.data() for key, item in states[-1].items()}
    assert [change.revision for change in changes] == list(range(start + 1, revision + 1))


def test_a_new_writer_loads_what_the_rows_hold(writer: Writer) -> None:
    writer.commit([Proposal([network(), container(), endpoint(aliases=("a", "b"))], [], EVENT)])
    assert dict(Writer(ENGINE, writer._fence).mirror) == dict(writer.mirror)


def test_what_is_unchanged_writes_nothing(writer: Writer, django_assert_num_queries: Any) -> None:
    writer.commit([Proposal([network(), container()], [], EVENT)])
    with django_assert_num_queries(0):
        assert not writer.commit([Proposal([network(), container()], [("endpoint", "x:y")], EVENT)])


def test_one_event_takes_few_statements(writer: Writer, django_assert_max_num_queries: Any) -> None:
    writer.commit([Proposal([network(), container()], [], EVENT)])
    with django_assert_max_num_queries(8):
        writer.commit([Proposal([container(state="exited")], [], EVENT)])


def test_the_last_of_several_proposals_for_an_object_counts(writer: Writer) -> None:
    batch = writer.commit(
        [Proposal([container(state="created")], [], EVENT), Proposal([container(state="running")], [], EVENT)]
    )
    assert [change.data["state"] for change in batch.changes if change.data] == ["running"]


def test_changes_since_comes_in_pages(writer: Writer) -> None:
    for number in range(5):
        writer.commit([Proposal([container(name=f"n{number}")], [], EVENT)])
    revision, first, more = journal.changes_since(0, 2)
    assert (len(first), more) == (2, True)
    _, rest, more = journal.changes_since(first[-1].revision, 10)
    assert (rest[-1].revision, more) == (revision, False)


def test_previous_is_what_an_object_was(writer: Writer) -> None:
    writer.commit([Proposal([container(state="running")], [], EVENT)])
    writer.commit([Proposal([container(state="exited")], [], EVENT)])
    newest, first = journal.changes_of(ENGINE, "container", "c" * 64)
    assert (journal.previous(newest) or {})["state"] == "running"
    assert journal.previous(first) is None


class TestPruning:
    @pytest.fixture(autouse=True)
    def history(self, writer: Writer) -> None:
        """An object that changed ten times, one that stands since the beginning, one that went early."""
        writer.commit([Proposal([network(), container("d" * 64)], [], EVENT)])
        writer.commit([Proposal([], [("container", "d" * 64)], EVENT)])
        for number in range(10):
            writer.commit([Proposal([container(name=f"n{number}")], [], EVENT)])

    def test_keeps_each_living_objects_last_row(self) -> None:
        before = rows()
        assert journal.prune(days=30, rows=3) > 0
        assert rows() == before
        kept = journal.current()
        old = Change.objects.filter(revision__lte=kept.horizon)
        # The network's only row, and the container's newest one at the horizon; nothing of what had gone.
        assert sorted(old.values_list("kind", flat=True)) == ["container", "network"]
        snapshot.read(revision=kept.horizon)

    def test_what_is_older_is_gone(self) -> None:
        journal.prune(days=30, rows=3)
        horizon = journal.current().horizon
        with pytest.raises(journal.TooOld):
            journal.changes_since(horizon - 1)
        with pytest.raises(journal.TooOld):
            snapshot.read(revision=horizon - 1)
        assert len(journal.changes_since(horizon)[1]) == 3

    def test_by_age(self) -> None:
        Change.objects.filter(revision__lte=8).update(time=timezone.now() - timedelta(days=40))
        journal.prune(days=30, rows=1_000_000)
        assert journal.current().horizon == 8

    def test_nothing_to_prune(self) -> None:
        assert journal.prune(days=30, rows=1_000) == 0
        assert journal.current().horizon == 0


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(states=st.lists(STATES, min_size=2, max_size=6), kept=st.lists(st.integers(0, 40), min_size=1, max_size=3))
def test_pruning_takes_nothing_that_can_be_asked_for(
    db: None, states: list[dict[Key, Observed]], kept: list[int]
) -> None:
    Change.objects.all().delete()
    Engine.objects.all().delete()
    Journal.objects.update(revision=0, horizon=0)
    writer = new_writer()
    for state in states:
        writer.commit([writer.replacing(KINDS, state, FIRST)])
    revision = journal.current().revision
    before = {number: contents(snapshot.read(revision=number)) for number in range(revision + 1)}
    for rows_kept in sorted(kept, reverse=True):
        journal.prune(days=30, rows=rows_kept)
        horizon = journal.current().horizon
        assert horizon == max(0, revision - rows_kept)
        for number, then in before.items():
            if number >= horizon:
                assert contents(snapshot.read(revision=number)) == then
                assert [item.revision for item in journal.changes_since(number)[1]] == list(
                    range(number + 1, revision + 1)
                )
            else:
                with pytest.raises(journal.TooOld):
                    snapshot.read(revision=number)
                with pytest.raises(journal.TooOld):
                    journal.changes_since(number)


def contents(found: Snapshot) -> dict[Key, dict[str, Any]]:
    return {(kind, item["id"]): item for kind in KINDS for item in getattr(found, f"{kind}s")}


def test_another_databases_journal_has_another_id(db: None) -> None:
    first = journal.current().id
    Journal.objects.all().delete()
    assert journal.current().id != first
    assert journal.current().id == journal.current().id


def test_an_earlier_snapshot_reads_only_the_newest_rows(writer: Writer, django_assert_num_queries: Any) -> None:
    for number in range(5):
        writer.commit([Proposal([container(name=f"n{number}")], [], FIRST)])
    # The counter, the rows, the time of the revision.
    with django_assert_num_queries(3):
        assert [item["name"] for item in snapshot.read(revision=3).containers] == ["n2"]


def test_a_first_observation_takes_few_statements(writer: Writer, django_assert_max_num_queries: Any) -> None:
    """100 containers, 300 objects in all."""
    ids = [f"{number:064x}" for number in range(100)]
    objects: list[Observed] = [network(), *map(container, ids), *(endpoint(item) for item in ids)]
    objects += [interface(number, item) for number, item in enumerate(ids, 2)]
    with django_assert_max_num_queries(16):
        assert len(writer.commit([Proposal(objects, [], FIRST)]).changes) == 301
