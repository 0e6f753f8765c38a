"""Orders and changes as one stream, newest first. Blocking: reads the journal and the orders."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from netviz.agent.models import Order
from netviz.topology import journal, models, schema

from . import sought
from .changes import ChangeLine, line
from .world import Ref

PAGE = 60
EVERYTHING = "everything"
# What happens to one object within this time is told as one.
ONE_GO = timedelta(seconds=2)


@dataclass(frozen=True)
class Filters:
    """`show`: all, orders or changes. `kind`: one kind, or everything; empty for all but interfaces, which come and go with
    every start and would hide the rest. The others narrow when they are not empty: `by` is a person's name, `about` a part of
    a container's or a network's name, or the beginning of its id; `until` is the first moment that does not count."""

    show: str = "all"
    engine: str = ""
    kind: str = ""
    by: str = ""
    about: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Cursor:
    """Where the next page goes on: below this revision and this order. None: from the newest."""

    revision: int | None = None
    order: int | None = None


@dataclass(frozen=True)
class Entry:
    """One row: an order, or what happened to one object in one go, oldest first."""

    time: datetime
    changes: tuple[ChangeLine, ...] = ()
    order: Order | None = None


@dataclass(frozen=True)
class Stream:
    entries: tuple[Entry, ...]
    older: Cursor | None


def read(filters: Filters, cursor: Cursor, size: int = PAGE) -> Stream:
    """One page. Each source gives up to `size + 1`, the newest `size` of both are shown, and the cursor stands after the last."""
    found: list[_Timed | Order] = [*_changes(filters, cursor, size + 1), *_orders(filters, cursor, size + 1)]
    found.sort(key=lambda item: (_time(item), isinstance(item, Order)), reverse=True)
    shown = found[:size]
    older = _cursor_after(shown, cursor) if len(found) > size else None
    return Stream(tuple(_entries(shown)), older)


@dataclass(frozen=True)
class _Timed:
    time: datetime
    change: schema.Change


def _timed(change: schema.Change) -> _Timed:
    return _Timed(datetime.fromisoformat(change.time), change)


def _orders(filters: Filters, cursor: Cursor, limit: int) -> list[Order]:
    if filters.show == "changes" or filters.kind not in {"", EVERYTHING}:
        return []
    found = Order.objects.order_by("-id")
    if cursor.order is not None:
        found = found.filter(id__lt=cursor.order)
    if filters.engine:
        found = found.filter(engine=filters.engine)
    if filters.by:
        found = found.filter(by_name=filters.by)
    if filters.about:
        found = found.filter(sought.orders(filters.about))
    if filters.since:
        found = found.filter(created__gte=filters.since)
    if filters.until:
        found = found.filter(created__lt=filters.until)
    return list(found[:limit])


def _changes(filters: Filters, cursor: Cursor, limit: int) -> list[_Timed]:
    if filters.show == "orders":
        return []
    found = models.Change.objects.order_by("-revision")
    if cursor.revision is not None:
        found = found.filter(revision__lt=cursor.revision)
    if (kinds := kinds_shown(filters.kind)) is not None:
        found = found.filter(kind__in=kinds)
    if filters.engine:
        found = found.filter(engine=filters.engine)
    if filters.by:
        found = found.filter(cause__by=filters.by)
    if filters.about:
        found = found.filter(sought.changes(filters.about))
    if filters.since:
        found = found.filter(time__gte=filters.since)
    if filters.until:
        found = found.filter(time__lt=filters.until)
    return [_timed(journal.change_of(row)) for row in found[:limit]]


def kinds_shown(chosen: str) -> list[schema.Kind] | None:
    if chosen == EVERYTHING:
        return None
    return [kind for kind in schema.KINDS if (kind == chosen if chosen else kind != "interface")]


def _cursor_after(shown: Iterable[_Timed | Order], cursor: Cursor) -> Cursor:
    revision, order = cursor.revision, cursor.order
    for item in shown:
        if isinstance(item, Order):
            order = item.pk
        else:
            revision = item.change.revision
    return Cursor(revision, order)


def _entries(shown: list[_Timed | Order]) -> Iterable[Entry]:
    names = container_names(item.change for item in shown if isinstance(item, _Timed))
    several = models.Engine.objects.count() > 1
    for episode in episodes(shown):
        newest = episode[0]
        if isinstance(newest, Order):
            yield Entry(newest.created, order=newest)
        else:
            lines = [change_line(item.change, names, several) for item in episode if isinstance(item, _Timed)]
            yield Entry(newest.time, changes=tuple(reversed(lines)))


def episodes(shown: Iterable[_Timed | Order]) -> list[list[_Timed | Order]]:
    """What tells one story, newest first: a container that is made, connected, started and given an address, all in one go.

    Others may do something at the same time: stories are told apart by whom they are about, not by who stands between.
    """
    told: list[list[_Timed | Order]] = []
    open_: dict[tuple[object, ...], list[_Timed | Order]] = {}
    for item in shown:
        if isinstance(item, Order):
            told.append([item])
            continue
        subject = _subject(item.change)
        episode = open_.get(subject)
        if episode is None or _time(episode[-1]) - item.time > ONE_GO:
            episode = open_[subject] = []
            told.append(episode)
        episode.append(item)
    return told


def _time(item: _Timed | Order) -> datetime:
    return item.time if isinstance(item, _Timed) else item.created


def _subject(change: schema.Change) -> tuple[object, ...]:
    """What a story is about: a container with its connections and interfaces; and on whose account."""
    owner = change.id.partition(":")[0] if change.kind in {"endpoint", "interface"} else change.id
    # The host's interfaces are many objects, not one.
    about = change.id if owner == "host" else owner
    return change.engine, about, change.cause.by, change.cause.type == "first"


def change_line(change: schema.Change, names: Mapping[Ref, str], several: bool) -> ChangeLine:
    """A change with what was before it, which an added object has not."""
    return line(change, None if change.op == "add" else journal.previous(change), names, several)


def container_names(changes: Iterable[schema.Change]) -> dict[Ref, str]:
    """The names of the containers whose endpoints and interfaces the changes are about; of those that are gone, the last ones."""
    wanted = {
        (change.engine, change.id.partition(":")[0]) for change in changes if change.kind in {"endpoint", "interface"}
    }
    rows = models.Container.objects.filter(object_id__in={object_id for _, object_id in wanted})
    names = {(engine, key): name for engine, key, name in rows.values_list("engine__name", "object_id", "name")}
    return names | _last_names(wanted - names.keys())


def _last_names(gone: set[Ref]) -> dict[Ref, str]:
    rows = models.Change.objects.filter(
        engine__in={engine for engine, _ in gone},
        kind="container",
        object_id__in={object_id for _, object_id in gone},
        data__isnull=False,
    ).order_by("-revision")
    newest_first = list(rows.values_list("engine", "object_id", "data")[:1000])
    # In order of time: the newest name stays.
    return {(engine, key): data["name"] for engine, key, data in reversed(newest_first) if data}


def of_container(container: schema.Container, limit: int = 12, *, several: bool = False) -> list[ChangeLine]:
    """The newest changes of a container and of its connections."""
    own = journal.changes_of(container.engine, "container", container.id, limit)
    rows = models.Change.objects.filter(
        engine=container.engine,
        kind="endpoint",
        # A range on the index: ":" and ";" are neighbours, so this is every id that starts with "<container id>:".
        object_id__gte=f"{container.id}:",
        object_id__lt=f"{container.id};",
    )
    revisions = rows.order_by("-revision").values_list("revision", flat=True)[:limit]
    return _newest([*own, *_by_revision(revisions)], limit, several)


def of_network(network: schema.Network, limit: int = 12, *, several: bool = False) -> list[ChangeLine]:
    """The newest changes of a network, and of the connections to it among the engine's last 500."""
    found = journal.changes_of(network.engine, "network", network.id, limit)
    recent = journal.recent(500, kinds=["endpoint"], engine=network.engine)
    found += [change for change in recent if change.id.partition(":")[2] == network.id]
    return _newest(found, limit, several)


def _by_revision(revisions: Iterable[int]) -> list[schema.Change]:
    rows = models.Change.objects.filter(revision__in=list(revisions))
    return [journal.change_of(row) for row in rows]


def _newest(changes: list[schema.Change], limit: int, several: bool) -> list[ChangeLine]:
    newest = sorted(changes, key=lambda change: change.revision, reverse=True)[:limit]
    names = container_names(newest)
    return [change_line(change, names, several) for change in newest]
