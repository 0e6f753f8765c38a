"""The clock of netviz's own host is set back: what the engine does from then on is seen all the same."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from netviz.agent.session import last_change
from netviz.topology import models
from netviz.topology.reconcile import Proposal, Writer
from netviz.topology.schema import Cause
from tests.topology.conftest import new_writer
from tests.topology.states import ENGINE, container


@pytest.fixture
def writer(db: None) -> Writer:
    models.Engine.objects.create(name=ENGINE, url="unix:///nowhere")
    return new_writer()


@pytest.mark.parametrize("hours", [-1, 1])
def test_events_are_never_asked_for_from_a_time_to_come(writer: Writer, hours: int) -> None:
    writer.commit([Proposal([container(name="web")], [], Cause(type="event", action="container start"))])
    told = datetime.now(UTC) + timedelta(hours=hours)
    models.Change.objects.update(time=told)
    assert last_change(ENGINE) == pytest.approx(min(told.timestamp(), time.time()), abs=5)


def test_without_changes_it_is_now(writer: Writer) -> None:
    assert last_change(ENGINE) == pytest.approx(time.time(), abs=5)
