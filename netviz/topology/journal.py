"""The journal: one counter, one row per change. Rows are written by `reconcile` alone."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, Max, OuterRef, QuerySet
from django.utils import timezone

from netviz.topology import models, schema
from netviz.topology.db import read_transaction
from netviz.topology.storable import scrubbed

# Each deletion holds SQLite's write lock, and a statement takes so many parameters only.
PRUNED_AT_ONCE = 500


@dataclass(frozen=True)
class JournalState:
    """`id` tells one database's journal from another's; below `horizon` no catch-up is possible."""

    id: str
    revision: int
    horizon: int


class TooOld(Exception):
    """The journal no longer reaches back that far. `begins`: the first moment that it knows, where a moment was asked for."""

    def __init__(self, asked: int, horizon: int, begins: datetime | None = None) -> None:
        super().__init__(f"the journal reaches back to {horizon}, not to {asked}")
        self.asked = asked
        self.horizon = horizon
        self.begins = begins


def current() -> JournalState:
    """The counter as it stands; makes it when the database has none."""
    state = _read()
    if state is None:
        models.Journal.objects.get_or_create(only=True)
        state = _read()
    assert state is not None
    return state


@contextmanager
def reading() -> Iterator[JournalState]:
    """One consistent view of the database for several reads, with the counter as it is in it."""
    with read_transaction():
        state = _read()
        if state is not None:
            yield state
            return
    # Nothing can be made within a view for reading only.
    current()
    with read_transaction():
        yield current()


def changes_since(since: int, limit: int = 1000) -> tuple[int, list[schema.Change], bool]:
    """The current revision, the changes after `since` (oldest first, at most `limit`), and whether there are more.

    Raises TooOld when `since` lies before what the journal still holds.
    """
    with reading() as state:
        check(since, state)
        rows = list(models.Change.objects.filter(revision__gt=since).order_by("revision")[: limit + 1])
    return state.revision, [change_of(row) for row in rows[:limit]], len(rows) > limit


def check(revision: int, state: JournalState) -> None:
    """Raises TooOld for a revision that the journal no longer reaches back to."""
    if revision < state.horizon:
        raise TooOld(revision, state.horizon)


def earliest(state: JournalState) -> datetime | None:
    """The first moment that can be shown; None for a journal in which nothing has happened yet."""
    times = models.Change.objects.filter(revision__gte=max(state.horizon, 1)).order_by("revision")
    return times.values_list("time", flat=True).first()


def changes_of(
    engine: str, kind: schema.Kind, object_id: str, limit: int = 50, before: int | None = None
) -> list[schema.Change]:
    """The changes of one object, newest first."""
    if scrubbed([engine, object_id]) != [engine, object_id]:
        return []
    rows = models.Change.objects.filter(engine=engine, kind=kind, object_id=object_id)
    return _newest(rows, limit, before)


def recent(
    limit: int = 100,
    *,
    before: int | None = None,
    kinds: Collection[schema.Kind] | None = None,
    engine: str | None = None,
) -> list[schema.Change]:
    """The newest changes, newest first."""
    rows = models.Change.objects.all()
    if kinds is not None:
        rows = rows.filter(kind__in=kinds)
    if engine is not None:
        rows = rows.filter(engine=engine)
    return _newest(rows, limit, before)


def previous(change: schema.Change) -> dict[str, object] | None:
    """What the object was before: its previous row; None when it was not there, or the journal does not know."""
    rows = models.Change.objects.filter(
        engine=change.engine, kind=change.kind, object_id=change.id, revision__lt=change.revision
    )
    return rows.order_by("-revision").values_list("data", flat=True).first()


def prune(days: float, rows: int) -> int:
    """Removes changes older than `days` and beyond the newest `rows`; how many went.

    Each living object's last row before the horizon stays, so a snapshot at the horizon or later can still be made.
    """
    state = current()
    old = models.Change.objects.filter(time__lt=timezone.now() - timedelta(days=days)).aggregate(last=Max("revision"))
    horizon = max(old["last"] or 0, state.revision - rows)
    if horizon <= state.horizon:
        return 0
    # First the horizon: who reads meanwhile is told that it is too old, not given half.
    models.Journal.objects.filter(id=state.id, horizon__lt=horizon).update(horizon=horizon)
    before = models.Change.objects.filter(revision__lte=horizon)
    newer = models.Change.objects.filter(
        engine=OuterRef("engine"),
        kind=OuterRef("kind"),
        object_id=OuterRef("object_id"),
        revision__gt=OuterRef("revision"),
        revision__lte=horizon,
    )
    # Removals last: they are what supersedes the rows of objects that are gone.
    return _delete(before.filter(Exists(newer))) + _delete(before.filter(op="remove"))


def _delete(changes: QuerySet[models.Change]) -> int:
    """Deletes in many short transactions: the agents write all the while."""
    revisions = list(changes.values_list("revision", flat=True))
    count = 0
    for start in range(0, len(revisions), PRUNED_AT_ONCE):
        some = models.Change.objects.filter(revision__in=revisions[start : start + PRUNED_AT_ONCE])
        count += some.delete()[0]
    return count


def change_of(row: models.Change) -> schema.Change:
    return schema.Change(
        revision=row.revision,
        time=row.time.isoformat(),
        engine=row.engine,
        op=row.op,
        kind=row.kind,
        id=row.object_id,
        cause=schema.Cause.model_validate(row.cause),
        data=row.data,
        count=row.count,
    )


def _read() -> JournalState | None:
    row = models.Journal.objects.values_list("id", "revision", "horizon").first()
    return JournalState(str(row[0]), row[1], row[2]) if row else None


def _newest(rows: QuerySet[models.Change], limit: int, before: int | None) -> list[schema.Change]:
    if before is not None:
        rows = rows.filter(revision__lt=before)
    return [change_of(row) for row in rows.order_by("-revision")[:limit]]
