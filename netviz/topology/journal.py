"""The journal: one counter, one row per change. Rows are written by `reconcile` alone."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from netviz.topology import models, schema
from netviz.topology.db import read_transaction


@dataclass(frozen=True)
class JournalState:
    """`id` tells one database's journal from another's; below `horizon` no catch-up is possible."""

    id: str
    revision: int
    horizon: int


class TooOld(Exception):
    """The journal no longer reaches back that far."""

    def __init__(self, asked: int, horizon: int) -> None:
        super().__init__(f"the journal reaches back to {horizon}, not to {asked}")
        self.asked = asked
        self.horizon = horizon


def current() -> JournalState:
    """The counter as it stands; makes it when the database is new."""
    row = models.Journal.objects.first() or models.Journal.objects.create()
    return JournalState(str(row.id), row.revision, row.horizon)


def changes_since(since: int, limit: int = 1000) -> tuple[int, list[schema.Change], bool]:
    """The current revision, the changes after `since` (oldest first, at most `limit`), and whether there are more.

    Raises TooOld when `since` lies before what the journal still holds.
    """
    with read_transaction():
        state = current()
        if since < state.horizon:
            raise TooOld(since, state.horizon)
        rows = list(models.Change.objects.filter(revision__gt=since).order_by("revision")[: limit + 1])
    return state.revision, [change_of(row) for row in rows[:limit]], len(rows) > limit


def changes_of(
    engine: str, kind: schema.Kind, object_id: str, limit: int = 50, before: int | None = None
) -> list[schema.Change]:
    """The changes of one object, newest first."""
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
    row = (
        models.Change.objects.filter(
            engine=change.engine, kind=change.kind, object_id=change.id, revision__lt=change.revision
        )
        .order_by("-revision")
        .first()
    )
    return row.data if row else None


def prune(days: float, rows: int) -> int:
    """Removes changes older than `days` and beyond the newest `rows`; how many went.

    Each living object's last row before the horizon stays, so a snapshot at the horizon or later can still be made.
    """
    state = current()
    old = models.Change.objects.filter(time__lt=timezone.now() - timedelta(days=days)).order_by("-revision").first()
    horizon = max(old.revision if old else 0, state.revision - rows)
    if horizon <= state.horizon:
        return 0
    newer = models.Change.objects.filter(
        engine=OuterRef("engine"),
        kind=OuterRef("kind"),
        object_id=OuterRef("object_id"),
        revision__gt=OuterRef("revision"),
        revision__lte=horizon,
    )
    before = models.Change.objects.filter(revision__lte=horizon)
    models.Journal.objects.filter(id=state.id, horizon__lt=horizon).update(horizon=horizon)
    superseded = before.filter(Exists(newer))._raw_delete("default")
    removals = before.filter(op="remove")._raw_delete("default")
    return superseded + removals


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


def _newest(rows: QuerySet[models.Change], limit: int, before: int | None) -> list[schema.Change]:
    if before is not None:
        rows = rows.filter(revision__lt=before)
    return [change_of(row) for row in rows.order_by("-revision")[:limit]]
