"""What a face asks of an agent beside orders."""

import pytest

from netviz.agent import questions
from netviz.topology.db import in_db
from netviz.topology.models import Engine

from .conftest import NAME, World

pytestmark = pytest.mark.engine


async def test_an_agent_tells_the_images_of_its_engine(world: World) -> None:
    row = await in_db(Engine.objects.get, name=NAME)
    name = f"netviz-test/{world.name('i')}:1"
    await world.docker("tag", "busybox", name)
    try:
        names = await questions.images(row)
    finally:
        await world.docker("rmi", name)
    assert names is not None
    assert name in names
    assert names == sorted(set(names))


async def test_an_engine_without_an_agent_says_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(questions, "ANSWER_WITHIN_S", 0.05)
    row = await in_db(lambda: Engine.objects.create(name="other", url="unix:///nothing.sock", enabled=False))
    assert await questions.images(row) is None
