"""What an engine reports may hold anything: it is kept as far as a database can hold it, and never stops the writer."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netviz.topology import journal, snapshot
from netviz.topology.reconcile import Proposal, Writer
from netviz.topology.schema import Cause, Container
from netviz.topology.storable import scrubbed, storable
from tests.topology.states import ENGINE, EVENT, FIRST, container, interface, network

# Any code point: NUL and halves of surrogate pairs among them.
ANY_TEXT = st.text(st.characters(codec=None, categories=None), max_size=30)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=ANY_TEXT, labels=st.dictionaries(ANY_TEXT, ANY_TEXT, max_size=3), env=st.lists(ANY_TEXT, max_size=3))
def test_any_text_can_be_written(writer: Writer, name: str, labels: dict[str, str], env: list[str]) -> None:
    seen = container(name=name, labels=labels, env=tuple(env))
    writer.commit([Proposal([seen], [], FIRST)])
    (kept,) = snapshot.objects("container")
    assert kept == writer.mirror[seen.key].data()
    assert dict(Writer(ENGINE, writer._fence).mirror) == dict(writer.mirror)
    # Seen again as the engine reports it, it is no change.
    assert not writer.commit([Proposal([seen], [], FIRST)])


@given(ANY_TEXT)
def test_only_what_cannot_be_stored_is_replaced(text: str) -> None:
    kept = scrubbed(text)
    kept.encode()
    assert "\x00" not in kept
    clean = text.encode("utf-8", "ignore").decode() == text and "\x00" not in text
    assert (kept == text) == clean


def test_what_is_clean_stays_the_very_object() -> None:
    item = container(name="naïve — 容器 🐳", labels={"a\\u0000": "b"})
    assert storable(item) == item


@pytest.mark.parametrize("object_id", ["a\x00", "\ud800", "x" * 201])
def test_an_impossible_id_is_left_out(writer: Writer, object_id: str, caplog: pytest.LogCaptureFixture) -> None:
    batch = writer.commit([Proposal([container(object_id), container("d" * 64)], [], EVENT)])
    assert [change.id for change in batch.changes] == ["d" * 64]
    assert "impossible id" in caplog.text


def test_long_values_fit_their_columns(writer: Writer) -> None:
    long = "x" * 4000
    seen = [
        network(name=long, driver=long),
        container(name=long, state=long, project=long),
        interface(name=long, namespace="n" * 100),
    ]
    assert len(writer.commit([Proposal(seen, [], EVENT)]).changes) == 3
    assert snapshot.find("network", "n" * 64)["driver"] == long


def test_a_hostile_cause(writer: Writer) -> None:
    writer.commit([Proposal([container()], [], Cause(type="event", action="exec\x00\ud800"))])
    (change,) = journal.changes_of(ENGINE, "container", "c" * 64)
    assert change.cause.action == "exec\ufffd\ufffd"


def test_a_hostile_object_among_good_ones(writer: Writer) -> None:
    objects: list[Any] = [container("d" * 64), container(name="\ud83d"), network()]
    batch = writer.commit([Proposal(objects, [], EVENT)])
    assert len(batch.changes) == 3
    kept = writer.mirror["container", "c" * 64]
    assert isinstance(kept, Container) and kept.name == "\ufffd"
