"""The snapshot: now, earlier, for the map; and one object by id, name or the beginning of an id."""

import json
import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from netviz.topology import journal, models, snapshot
from netviz.topology.models import Change
from netviz.topology.reconcile import Proposal, Writer
from netviz.topology.schema import Engine
from tests.topology.conftest import new_writer
from tests.topology.states import ENGINE, EVENT, FIRST, container, endpoint, interface, network
from tests.waiting import PATIENCE_S


def test_an_earlier_revision_is_what_it_was(writer: Writer) -> None:
    seen = {}
    for proposal in (
        Proposal([network(), container(state="running")], [], EVENT),
        Proposal([endpoint(ipv4="10.0.0.2")], [], EVENT),
        Proposal([container(state="exited"), endpoint(last_ipv4="10.0.0.2")], [], EVENT),
        Proposal([], [("endpoint", endpoint().id), ("container", "c" * 64)], EVENT),
    ):
        revision = writer.commit([proposal]).last
        now = snapshot.read()
        assert now.revision == revision
        seen[revision] = now
    for revision, then in seen.items():
        again = snapshot.read(revision=revision)
        for kind in ("networks", "containers", "endpoints", "interfaces"):
            assert getattr(again, kind) == getattr(then, kind)
        assert again.revision == revision


def test_an_earlier_time(writer: Writer) -> None:
    first = writer.commit([Proposal([container(name="old")], [], EVENT)]).last
    Change.objects.update(time=timezone.now() - timedelta(hours=2))
    writer.commit([Proposal([container(name="new")], [], EVENT)])
    then = snapshot.read(time=timezone.now() - timedelta(hours=1))
    assert then.revision == first
    assert [item["name"] for item in then.containers] == ["old"]
    with pytest.raises(journal.TooOld):
        snapshot.read(time=timezone.now() - timedelta(hours=3))


def test_as_text_it_is_the_same(writer: Writer) -> None:
    described = Engine(engine=ENGINE, id=ENGINE, name=ENGINE, url="unix:///nowhere")
    hostile = container(name='"}], "networks": [{', labels={"é 🐳": "\\u0000 </script>"})
    writer.commit([Proposal([described, network(), hostile, endpoint(ipv4="10.0.0.2"), interface()], [], FIRST)])
    models.Engine.objects.create(name="never seen", url="unix:///nowhere")
    for view in (None, "map"):
        revision, text = snapshot.text(view)
        expected = snapshot.read(view=view).model_dump()
        assert json.loads(text) | {"time": ""} == expected | {"time": ""}
        assert revision == expected["revision"]


def test_the_map_view_has_no_environment(writer: Writer) -> None:
    writer.commit([Proposal([container(env=("A=***",), labels={"x": "y"}, project="shop")], [], EVENT)])
    drawn = snapshot.read(view="map").containers[0]
    assert "env" not in drawn
    assert drawn["project"] == "shop"


def test_beyond_the_newest_revision_is_now(writer: Writer) -> None:
    revision = writer.commit([Proposal([container()], [], EVENT)]).last
    assert snapshot.read(revision=revision + 1000).revision == revision


def test_before_the_first_revision_was_nothing(writer: Writer) -> None:
    writer.commit([Proposal([container()], [], EVENT)])
    assert snapshot.read(revision=0).containers == []
    with pytest.raises(journal.TooOld):
        snapshot.read(revision=-1)


def test_an_engine_comes_and_goes(writer: Writer) -> None:
    described = Engine(engine=ENGINE, id=ENGINE, name=ENGINE, url="unix:///nowhere", state="live")
    came = writer.commit([Proposal([described], [], FIRST)]).last
    assert [item["state"] for item in snapshot.read().engines] == ["live"]
    assert dict(new_writer().mirror) == {described.key: described}
    writer = new_writer()
    writer.commit([writer.replacing(["engine"], {}, FIRST)])
    assert snapshot.read().engines == []
    assert dict(new_writer().mirror) == {}
    assert snapshot.read(revision=came).engines == [described.data()]


@pytest.mark.django_db(transaction=True)
def test_one_consistent_view_while_others_write() -> None:
    """Each commit moves a name from one container to the other: a view that mixes two moments would have both, or none."""
    writer = new_writer()
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            ids = ("a" * 64, "b" * 64) if number % 2 else ("b" * 64, "a" * 64)
            writer.commit([Proposal([container(ids[0], name="it")], [("container", ids[1])], FIRST)])
        connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    try:
        for _ in range(60):
            seen = snapshot.read()
            # Two changes each, but the first commit had nothing to remove.
            assert len(seen.containers) == (1 if seen.revision else 0)
            assert seen.revision in (0, 1) or seen.revision % 2 == 1
            assert snapshot.read(revision=seen.revision).containers == seen.containers
    finally:
        stop.set()
        thread.join()


@pytest.mark.django_db(transaction=True)
def test_the_first_reader_makes_the_journal() -> None:
    models.Journal.objects.all().delete()
    first = snapshot.read()
    assert (first.journal, first.revision) == (journal.current().id, 0)


@pytest.mark.django_db(transaction=True)
def test_readers_do_not_wait_for_a_writer() -> None:
    """A pass over a large engine may write for seconds."""
    new_writer().commit([Proposal([container(name="before")], [], FIRST)])
    writing, done, over = threading.Event(), threading.Event(), threading.Event()

    def write() -> None:
        with transaction.atomic():
            models.Container.objects.update(name="meanwhile")
            writing.set()
            done.wait(PATIENCE_S)
        over.set()
        connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    try:
        assert writing.wait(PATIENCE_S)
        assert [item["name"] for item in snapshot.read().containers] == ["before"]
        assert journal.changes_since(0)[0] == 1
        assert not over.is_set()
    finally:
        done.set()
        thread.join()


class TestFind:
    @pytest.fixture(autouse=True)
    def objects(self, writer: Writer) -> None:
        writer.commit(
            [
                Proposal(
                    [network("a" * 64, name="twin"), network("b" * 64, name="twin"), container(name="box")], [], EVENT
                )
            ]
        )
        other = new_writer("other", "test2")
        there = container("f" * 64, name="box").model_copy(update={"engine": "other"})
        other.commit([Proposal([there], [], EVENT)])

    def test_by_id_and_its_beginning(self) -> None:
        assert snapshot.find("network", "a" * 64)["id"] == "a" * 64
        assert snapshot.find("network", "a" * 12)["id"] == "a" * 64

    def test_a_short_beginning_is_a_name(self) -> None:
        with pytest.raises(snapshot.NotFound):
            snapshot.find("network", "a" * 11)

    def test_one_name_of_two_networks(self) -> None:
        with pytest.raises(snapshot.Ambiguous) as error:
            snapshot.find("network", "twin")
        assert len(error.value.candidates) == 2

    def test_one_name_at_two_engines(self) -> None:
        with pytest.raises(snapshot.Ambiguous):
            snapshot.find("container", "box")
        assert snapshot.find("container", "box", "other")["id"] == "f" * 64

    @pytest.mark.parametrize("ref", ["", "nobody", "'; DROP TABLE", "%", "\x00", "\ud800", "x" * 5000])
    def test_nothing(self, ref: str) -> None:
        with pytest.raises(snapshot.NotFound):
            snapshot.find("container", ref)
        with pytest.raises(snapshot.NotFound):
            snapshot.find("container", "box", ref or "nowhere")
        assert journal.changes_of("other", "container", ref) == []
