"""The snapshot: now, earlier, for the map; and one object by id, name or the beginning of an id."""

from datetime import timedelta

import pytest
from django.utils import timezone

from netviz.topology import journal, snapshot
from netviz.topology.models import Change
from netviz.topology.reconcile import Proposal, Writer
from tests.topology.conftest import new_writer
from tests.topology.states import EVENT, container, endpoint, network


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


def test_the_map_view_has_no_environment(writer: Writer) -> None:
    writer.commit([Proposal([container(env=("A=***",), labels={"x": "y"}, project="shop")], [], EVENT)])
    drawn = snapshot.read(view="map").containers[0]
    assert "env" not in drawn
    assert drawn["project"] == "shop"


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

    @pytest.mark.parametrize("ref", ["", "nobody", "'; DROP TABLE", "%", "\x00"])
    def test_nothing(self, ref: str) -> None:
        with pytest.raises(snapshot.NotFound):
            snapshot.find("container", ref)
