"""One writer per engine: leases, fencing, and dense revisions under two writers at once."""

import threading

import pytest
from django.db import connection

from netviz.topology import journal, lease
from netviz.topology.models import Change, Engine
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
    writers = [new_writer(name, name) for name in ("one", "two")]
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

    threads = [
        threading.Thread(target=write, args=(mine, name)) for mine, name in zip(writers, ("one", "two"), strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    revisions = list(Change.objects.order_by("revision").values_list("revision", flat=True))
    assert revisions == list(range(1, 61))
    assert journal.current().revision == 60
