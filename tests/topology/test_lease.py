"""One writer per engine: leases, fencing, and dense revisions under two writers at once."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from netviz.topology import journal, lease, rows
from netviz.topology.models import Change, Engine, Journal
from netviz.topology.reconcile import Proposal, Writer
from tests.topology.conftest import new_writer
from tests.topology.states import ENGINE, EVENT, container


@pytest.fixture
def engine(db: None) -> str:
    return Engine.objects.create(name=ENGINE, url="unix:///nowhere").name


def test_one_holder_at_a_time(engine: str) -> None:
    fence = lease.acquire(engine, "first", 60)
    assert fence == 1
    assert lease.acquire(engine, "second", 60) is None
    assert lease.renew(engine, "first", fence, 60)
    assert not lease.renew(engine, "second", fence, 60)
    lease.release(engine, "first", fence)
    assert lease.acquire(engine, "second", 60) == 2


def test_a_lease_runs_out(engine: str) -> None:
    first = lease.acquire(engine, "first", -1)
    assert lease.acquire(engine, "second", 60) == 2
    assert first is not None
    assert not lease.renew(engine, "first", first, 60)


def test_a_dead_holders_lease_ends_though_the_clock_was_set_back(engine: str) -> None:
    """By the clock it would hold for an hour more."""
    lease.acquire(engine, "dead", 3600)
    now = [0.0]
    standstill = lease.Standstill(lambda: now[0])
    for now[0] in (0.0, 5.0, 10.0, 15.0):
        assert lease.acquire(engine, "next", 15, standstill.dead(lease.ends(engine))) is None
    now[0] = 15.1
    assert lease.acquire(engine, "next", 15, standstill.dead(lease.ends(engine))) == 2


def test_a_holder_that_renews_is_alive_whatever_the_clocks_say(engine: str) -> None:
    fence = lease.acquire(engine, "first", 3600)
    assert fence is not None
    now = [0.0]
    standstill = lease.Standstill(lambda: now[0])
    for now[0] in (0.0, 5.0, 10.0, 15.0, 20.0, 25.0):
        assert lease.acquire(engine, "second", 15, standstill.dead(lease.ends(engine))) is None
        assert lease.renew(engine, "first", fence, 3600 + now[0])
    # One that was read as dead and was renewed meanwhile keeps its lease.
    read = lease.ends(engine)
    assert lease.renew(engine, "first", fence, 9000)
    assert lease.acquire(engine, "second", 15, read) is None


def test_release_all_is_for_who_knows(engine: str) -> None:
    lease.acquire(engine, "dead", 3600)
    lease.release_all()
    assert lease.acquire(engine, "next", 60) == 2


def test_no_such_engine(db: None) -> None:
    assert lease.acquire("nowhere", "me", 60) is None


def test_a_writer_whose_lease_was_taken_writes_nothing(writer: Writer) -> None:
    writer.commit([Proposal([container(name="before")], [], EVENT)])
    Engine.objects.update(fence=99)
    before = journal.current().revision
    with pytest.raises(lease.Lost):
        writer.commit([Proposal([container(name="after")], [], EVENT)])
    assert journal.current().revision == before
    assert Change.objects.filter(revision__gt=before).count() == 0
    # The mirror still is what the database holds.
    assert writer.mirror["container", "c" * 64].name == "before"  # type: ignore[attr-defined]


@pytest.mark.django_db(transaction=True)
def test_revisions_are_dense_under_two_writers() -> None:
    writers = {name: new_writer(name, name) for name in ("one", "two")}
    failures: list[BaseException] = []

    def write(mine: Writer, name: str) -> None:
        try:
            for number in range(30):
                item = container(name=f"{name}{number}").model_copy(update={"engine": name})
                mine.commit([Proposal([item], [], EVENT)])
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    in_threads(lambda name: write(writers[name], name), list(writers))
    assert not failures
    revisions = list(Change.objects.order_by("revision").values_list("revision", flat=True))
    assert revisions == list(range(1, 61))
    assert journal.current().revision == 60


def test_a_writer_whose_lease_was_taken_counts_no_drift(writer: Writer) -> None:
    writer.drift({"endpoint.add": 2})
    writer.drift({"endpoint.add": 1, "network.remove": 1})
    Engine.objects.update(fence=99)
    with pytest.raises(lease.Lost):
        writer.drift({"endpoint.add": 1})
    assert Engine.objects.get(name=ENGINE).drift == {"endpoint.add": 3, "network.remove": 1}


def test_a_writer_whose_engine_is_gone_writes_nothing(writer: Writer) -> None:
    Engine.objects.all().delete()
    with pytest.raises(lease.Lost):
        writer.commit([Proposal([container()], [], EVENT)])
    assert Change.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_two_takers_at_once_get_one_lease() -> None:
    Engine.objects.create(name=ENGINE, url="unix:///nowhere")
    start, fences = threading.Barrier(4), []

    def take(holder: str) -> None:
        start.wait()
        fences.append(lease.acquire(ENGINE, holder, 60))
        connection.close()

    in_threads(take, [f"holder{number}" for number in range(4)])
    assert sorted(fences, key=str) == [1, None, None, None]


@pytest.mark.django_db(transaction=True)
def test_there_is_one_journal_whoever_comes_first() -> None:
    Journal.objects.all().delete()
    start, seen = threading.Barrier(4), []

    def look(_: str) -> None:
        start.wait()
        seen.append(journal.current().id)
        connection.close()

    in_threads(look, ["", "", "", ""])
    assert len(seen) == 4 and len(set(seen)) == 1
    assert Journal.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_failed_transaction_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The agent may be killed, or the disk be full, at any moment: what is not committed is not in the mirror either."""
    writer = new_writer()
    writer.commit([Proposal([container(name="before")], [], EVENT)])

    def fails(*_: object) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(rows, "write", fails)
        with pytest.raises(OSError, match="full"):
            writer.commit([Proposal([container(name="lost")], [], EVENT)])
    assert (journal.current().revision, Change.objects.count()) == (1, 1)
    # The same once more is written, as the next revision.
    assert writer.commit([Proposal([container(name="after")], [], EVENT)]).first == 2


def in_threads(target: Callable[[str], None], arguments: list[str]) -> None:
    threads = [threading.Thread(target=target, args=(argument,)) for argument in arguments]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
