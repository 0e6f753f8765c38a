"""The agent keeps the journal's retention by itself."""

import asyncio
import itertools
from typing import Any

import pytest

from netviz.agent.pruning import keep_pruning
from netviz.topology import journal, lease, models, schema, snapshot
from netviz.topology.db import in_db
from netviz.topology.reconcile import Proposal, Writer
from tests.waiting import PATIENCE_S


def renamed(times: int) -> None:
    """A network that was renamed so often, one change each."""
    models.Engine.objects.create(name="e", url="unix:///nowhere")
    fence = lease.acquire("e", "test", 60)
    assert fence is not None
    clock = itertools.count(0.0, 60.0)
    writer = Writer("e", fence, clock=lambda: next(clock))
    for number in range(times):
        network = schema.Network(engine="e", id="n", name=f"name-{number}", driver="bridge")
        writer.commit([Proposal(objects=(network,), gone=(), cause=schema.Cause(type="pass"))])


async def until_pruned() -> None:
    pruning = asyncio.create_task(keep_pruning(first_after_s=0.0, every_s=0.05))
    try:
        async with asyncio.timeout(PATIENCE_S):
            while (await in_db(journal.current)).horizon == 0:
                await asyncio.sleep(0.02)
    finally:
        pruning.cancel()
        await asyncio.gather(pruning, return_exceptions=True)


async def test_beyond_so_many_rows(transactional_db: None, settings: Any) -> None:
    settings.JOURNAL_ROWS = 3
    await in_db(renamed, 10)
    await until_pruned()
    with pytest.raises(journal.TooOld):
        await in_db(journal.changes_since, 6)
    revision, changes, more = await in_db(journal.changes_since, 7)
    assert (revision, [change.revision for change in changes], more) == (10, [8, 9, 10], False)
    # What was true at the horizon can still be told.
    assert (await in_db(lambda: snapshot.read(revision=7))).networks[0]["name"] == "name-6"


async def test_a_pruner_survives_a_database_that_fails(
    transactional_db: None, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db import OperationalError

    settings.JOURNAL_ROWS = 3
    await in_db(renamed, 10)
    prune, failures = journal.prune, [OperationalError("database is locked")]

    def failing_once(days: float, rows: int) -> int:
        if failures:
            raise failures.pop()
        return prune(days, rows)

    monkeypatch.setattr(journal, "prune", failing_once)
    await until_pruned()
    assert not failures
