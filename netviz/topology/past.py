"""The journal as a stretch of time: where it begins, how busy it was, one step on or back, what differs between two moments. Blocking."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, Exists, F, Func, IntegerField, Max, Min, OuterRef, QuerySet, Subquery
from django.db.models.expressions import Combinable
from django.utils import timezone

from netviz.topology import journal, models, schema
from netviz.topology.snapshot import drawn

_LONG_AGO = datetime.min.replace(tzinfo=UTC)
# Of these a tick has its colour: a network itself, a container's connection to it.
COLOURED = frozenset({"network", "endpoint"})


@dataclass
class Tick:
    """A stretch of time in which something changed: revisions `first` to `last`, the last of them at `time`.

    `kinds` counts the changes by kind; `engine` and `network` are what its newest change of a network or a connection is about.
    """

    time: datetime
    first: int
    last: int
    kinds: dict[str, int] = field(default_factory=dict)
    engine: str | None = None
    network: str | None = None


class Timeline(NamedTuple):
    """The ticks from `start` to `end`. `earliest`: the first moment that can be shown; None for an empty journal."""

    revision: int
    earliest: datetime | None
    start: datetime
    end: datetime
    ticks: list[Tick]


class Step(NamedTuple):
    """A change, and the object as it was before it (None: not there)."""

    change: schema.Change
    was: dict[str, Any] | None


def timeline(start: datetime | None, end: datetime | None, buckets: int) -> Timeline:
    """The changes from `start` (None: the first that there is) to `end` (None: now), added up in at most `buckets` stretches.

    Where the clock has been set back, the last change lies in what is to come, and now is then.
    """
    with journal.reading() as state:
        earliest = journal.earliest(state)
        to = end or max(timezone.now(), _latest())
        # What was before the first change is no part of the bar: stretches are cut from what can be shown.
        since = min(max(start or _LONG_AGO, earliest or to), to)
        changes = models.Change.objects.filter(time__gte=since, time__lte=to, revision__gt=state.horizon)
        return Timeline(state.revision, earliest, since, to, _ticks(changes, since, (to - since) / buckets))


def steps_after(revision: int, limit: int, view: str | None = None) -> list[Step]:
    """The next changes after a revision, oldest first. Raises journal.TooOld."""
    with journal.reading() as state:
        journal.check(revision, state)
        rows = models.Change.objects.filter(revision__gt=revision).order_by("revision")
        return [_step(row, view) for row in _with_was(rows, OuterRef("revision") - 1)[:limit]]


def steps_before(revision: int, limit: int, view: str | None = None) -> list[Step]:
    """The changes up to a revision, newest first: undone one after the other they lead back. Raises journal.TooOld."""
    with journal.reading() as state:
        journal.check(revision, state)
        rows = models.Change.objects.filter(revision__lte=revision, revision__gt=state.horizon).order_by("-revision")
        return [_step(row, view) for row in _with_was(rows, OuterRef("revision") - 1)[:limit]]


def differences(start: int, end: int, limit: int, view: str | None = None, *, seen: bool = True) -> list[Step]:
    """What differs at revision `end` from what was at `start`: by object, the change that made it so, newest first. Raises journal.TooOld.

    `seen`: also what is there only because netviz saw it for the first time in between.
    """
    with journal.reading() as state:
        journal.check(start, state)
        between = models.Change.objects.filter(revision__gt=start, revision__lte=end)
        newest = between.values("engine", "kind", "object_id").annotate(newest=Max("revision")).values("newest")
        # What came and went in between is at neither end.
        rows = _with_was(models.Change.objects.filter(revision__in=newest), start)
        rows = rows.exclude(was__isnull=True, data__isnull=True).order_by("-revision")
        if not seen:
            same = {name: OuterRef(name) for name in ("engine", "kind", "object_id")}
            rows = rows.exclude(Exists(_first_seen(start, end).filter(**same)), was__isnull=True)
        steps = [_step(row, view) for row in rows[:limit]]
    return [_net(step) for step in steps if step.was != step.change.data]


def first_seen(start: int, end: int) -> int:
    """How many objects but interfaces were there when netviz first looked, which it did after revision `start`, up to `end`."""
    return _first_seen(start, end).exclude(kind="interface").count()


def _first_seen(start: int, end: int) -> QuerySet[models.Change]:
    return models.Change.objects.filter(revision__gt=start, revision__lte=end, op="add", cause__type="first")


def _net(step: Step) -> Step:
    """What was removed and came again was updated, as far as both ends tell."""
    data = step.change.data
    op: schema.Op = "remove" if data is None else "add" if step.was is None else "update"
    return Step(step.change.model_copy(update={"op": op}), step.was)


def _with_was(rows: QuerySet[models.Change], before: int | Combinable) -> QuerySet[Any]:
    """Each row with its object as it was at revision `before`: from the index of (engine, kind, object, revision)."""
    same = {name: OuterRef(name) for name in ("engine", "kind", "object_id")}
    earlier = models.Change.objects.filter(**same, revision__lte=before).order_by("-revision")
    return rows.annotate(was=Subquery(earlier.values("data")[:1]))


def _step(row: Any, view: str | None) -> Step:
    change, was = journal.change_of(row), row.was
    if view != "map":
        return Step(change, was)
    data = change.data and drawn(change.kind, change.data)
    return Step(change.model_copy(update={"data": data}), was and drawn(change.kind, was))


def _latest() -> datetime:
    newest: datetime | None = models.Change.objects.aggregate(newest=Max("time"))["newest"]
    return newest or _LONG_AGO


class _Stretch(Func):
    """Which stretch of `width` from `start` a time lies in, counted from 0."""

    output_field = IntegerField()

    def __init__(self, start: datetime, width: timedelta) -> None:
        super().__init__(F("time"))
        self.start, self.width_s = start.timestamp(), max(width.total_seconds(), 0.001)

    def as_sql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, list[float]]:  # type: ignore[override]
        column, params = compiler.compile(self.get_source_expressions()[0])
        # The Julian day of 1970-01-01 is 2440587.5.
        seconds = {
            "sqlite": f"(julianday({column}) - 2440587.5) * 86400.0",
            "postgresql": f"EXTRACT(EPOCH FROM {column})",
        }[connection.vendor]
        return f"CAST(FLOOR(({seconds} - %s) / %s) AS INTEGER)", [*params, self.start, self.width_s]


def _ticks(changes: QuerySet[models.Change], start: datetime, width: timedelta) -> list[Tick]:
    grouped = (
        changes.annotate(stretch=_Stretch(start, width))
        .values("stretch", "kind")
        .annotate(count=Count("revision"), first=Min("revision"), last=Max("revision"), until=Max("time"))
        .order_by("stretch", "first")
    )
    ticks: dict[int, Tick] = {}
    coloured: dict[int, Tick] = {}
    for stretch, rows in _by_stretch(grouped.values_list("stretch", "kind", "count", "first", "last", "until")).items():
        tick = Tick(max(row.until for row in rows), min(row.first for row in rows), max(row.last for row in rows))
        tick.kinds = {row.kind: row.number for row in rows}
        ticks[stretch] = tick
        newest = max((row.last for row in rows if row.kind in COLOURED), default=None)
        if newest is not None:
            coloured[newest] = tick
    _colour(coloured)
    return list(ticks.values())


class _Group(NamedTuple):
    stretch: int
    kind: str
    number: int
    first: int
    last: int
    until: datetime


def _by_stretch(rows: Iterable[tuple[Any, ...]]) -> dict[int, list[_Group]]:
    found: dict[int, list[_Group]] = {}
    for row in rows:
        group = _Group(*row)
        found.setdefault(group.stretch, []).append(group)
    return found


def _colour(ticks: dict[int, Tick]) -> None:
    """Says of each tick what its change (the key is its revision) is about; the objects themselves are not read."""
    rows = models.Change.objects.filter(revision__in=ticks.keys())
    for revision, engine, object_id in rows.values_list("revision", "engine", "object_id"):
        ticks[revision].engine = engine
        ticks[revision].network = object_id.rpartition(":")[2]
