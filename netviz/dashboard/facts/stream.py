"""Orders and changes as one stream, newest first. Blocking: reads the journal and the orders."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from netviz.agent.models import Order
from netviz.topology import journal, models, schema

from .changes import ChangeLine, line
from .world import Ref

PAGE = 60
EVERYTHING = "everything"


@dataclass(frozen=True)
class Filters:
    """`show`: all, orders or changes. `kind`: one kind, or everything; empty for all but interfaces, which come and go with
    every start and would hide the rest. The others narrow when they are not empty."""

    show: str = "all"
    engine: str = ""
    kind: str = ""
    by: str = ""


@dataclass(frozen=True)
class Cursor:
    """Where the next page goes on: below this revision and this order. None: from the newest."""

    revision: int | None = None
    order: int | None = None


@dataclass(frozen=True)
class Entry:
    """One line: a change or an order, never both."""

    time: datetime
    change: ChangeLine | None = None
    order: Order | None = None


@dataclass(frozen=True)
class Stream:
    entries: tuple[Entry, ...]
    older: Cursor | None


def read(filters: Filters, cursor: Cursor, size: int = PAGE) -> Stream:
    """One page. Each source gives up to `size + 1`, the newest `size` of both are shown, and the cursor stands after the last."""
    found: list[_Timed | Order] = [*_changes(filters, cursor, size + 1), *_orders(filters, cursor, size + 1)]
    found.sort(key=lambda item: (item.time, 0) if isinstance(item, _Timed) else (item.created, 1), reverse=True)
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
    return list(found[:limit])


def _changes(filters: Filters, cursor: Cursor, limit: int) -> list[_Timed]:
    if filters.show == "orders" or filters.by:
        return []
    found = journal.recent(limit, before=cursor.revision, kinds=_kinds(filters.kind), engine=filters.engine or None)
    return [_timed(change) for change in found]


def _kinds(chosen: str) -> list[schema.Kind] | None:
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
    for item in shown:
        if isinstance(item, Order):
            yield Entry(item.created, order=item)
        else:
            yield Entry(item.time, change=change_line(item.change, names, several))


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
