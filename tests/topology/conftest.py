from collections.abc import Callable

import pytest

from netviz.topology import lease
from netviz.topology.models import Engine
from netviz.topology.reconcile import Writer
from tests.topology.states import ENGINE


@pytest.fixture
def writer(db: None) -> Writer:
    return new_writer()


def new_writer(engine: str = ENGINE, holder: str = "test", clock: Callable[[], float] | None = None) -> Writer:
    """A writer with a lease of its own on an engine's row, which is made when it is missing."""
    Engine.objects.get_or_create(name=engine, defaults={"url": "unix:///nowhere"})
    fence = lease.acquire(engine, holder, 60)
    assert fence is not None
    return Writer(engine, fence, clock=clock) if clock else Writer(engine, fence)
