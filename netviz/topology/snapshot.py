"""All that is known at one revision, read in one consistent transaction."""

import json
from datetime import datetime
from typing import Any, cast

from django.db.models import Max, QuerySet, TextField
from django.db.models.functions import Cast

from netviz.topology import journal, models, schema
from netviz.topology.rows import MODELS
from netviz.topology.schema import Kind
from netviz.topology.storable import scrubbed

# Ids shorter than this are looked up as names only.
PREFIX_LENGTH = 12
# What the map draws; the rest (environment, image ids, most labels) is fetched for one object at a time.
MAP_LEAVES_OUT: dict[Kind, frozenset[str]] = {
    "network": frozenset({"ipam_options", "labels", "peers"}),
    "container": frozenset(
        {"env", "image_id", "labels", "cap_add", "cap_drop", "finished_at", "dns_options", "restart_policy"}
    ),
    "endpoint": frozenset({"driver_opts", "links"}),
    "interface": frozenset(),
    "engine": frozenset(),
}


class NotFound(Exception):
    """Nothing of that kind has that id or name."""

    def __init__(self, kind: Kind, ref: str) -> None:
        super().__init__(f"no {kind} {ref}")
        self.kind = kind
        self.ref = ref


class Ambiguous(Exception):
    """Several objects have that name; `candidates` are their engines and ids."""

    def __init__(self, kind: Kind, ref: str, candidates: list[tuple[str, str]]) -> None:
        super().__init__(f"{len(candidates)} of kind {kind} are called {ref}")
        self.kind = kind
        self.ref = ref
        self.candidates = candidates


def read(*, view: str | None = None, revision: int | None = None, time: datetime | None = None) -> schema.Snapshot:
    """The snapshot now, or at an earlier revision or moment (the last change at or before it).

    `view="map"` holds only what the map draws. Raises journal.TooOld.
    """
    with journal.reading() as state:
        if time is not None:
            revision = _revision_at(time, state)
        if revision is None or revision >= state.revision:
            found = _now()
            revision, moment = state.revision, schema.now()
        else:
            found = _at(revision, state)
            moment = _time_of(revision) or schema.now()
    if view == "map":
        found = {kind: [drawn(kind, item) for item in items] for kind, items in found.items()}
    return schema.Snapshot(
        revision=revision, journal=state.id, time=moment, **{f"{kind}s": items for kind, items in found.items()}
    )


def text(view: str | None = None) -> tuple[int, str]:
    """The revision and the JSON of the snapshot now. The whole one is put together from the stored texts, a tenth of the work."""
    if view is not None:
        found = read(view=view)
        return found.revision, found.model_dump_json()
    with journal.reading() as state:
        lists = {kind: ",".join(_texts(kind)) for kind in schema.KINDS}
    head = json.dumps({"revision": state.revision, "journal": state.id, "time": schema.now()})
    return state.revision, head[:-1] + "".join(f', "{kind}s": [{items}]' for kind, items in lists.items()) + "}"


def objects(kind: Kind) -> list[dict[str, Any]]:
    """All objects of a kind, in a stable order."""
    if kind == "engine":
        return [data for data in models.Engine.objects.order_by("pk").values_list("data", flat=True) if data]
    return list(MODELS[kind].objects.order_by("engine_id", "pk").values_list("data", flat=True))


def find(kind: Kind, ref: str, engine: str | None = None) -> dict[str, Any]:
    """The object with that id, that unique name, or that unique beginning of an id (12 characters at least).

    Raises NotFound, and Ambiguous with the candidates.
    """
    if scrubbed([ref, engine]) != [ref, engine]:
        # Nothing stored is called so, and PostgreSQL does not take the question.
        raise NotFound(kind, ref)
    rows = MODELS[kind].objects.all()
    if engine is not None:
        rows = rows.filter(engine__name=engine)
    questions: list[dict[str, str]] = [{"object_id": ref}]
    if kind in ("network", "container"):
        questions.append({"name": ref})
    if len(ref) >= PREFIX_LENGTH:
        questions.append({"object_id__startswith": ref})
    for question in questions:
        found = list(rows.filter(**question).values_list("data", flat=True)[:20])
        if len(found) > 1:
            raise Ambiguous(kind, ref, [(item["engine"], item["id"]) for item in found])
        if found:
            return dict(found[0])
    raise NotFound(kind, ref)


def _texts(kind: Kind) -> list[str]:
    """The objects of a kind as they are stored, in the order of `objects`."""
    if kind == "engine":
        rows: QuerySet[Any] = models.Engine.objects.exclude(data={}).order_by("pk")
    else:
        rows = MODELS[kind].objects.order_by("engine_id", "pk")
    return list(rows.annotate(text=Cast("data", TextField())).values_list("text", flat=True))


def _now() -> dict[Kind, list[dict[str, Any]]]:
    return {kind: objects(kind) for kind in schema.KINDS}


def _at(revision: int, state: journal.JournalState) -> dict[Kind, list[dict[str, Any]]]:
    journal.check(revision, state)
    before = models.Change.objects.filter(revision__lte=revision)
    # All of it from the index of (engine, kind, object, revision): the objects themselves are read for the newest alone.
    newest = before.values("engine", "kind", "object_id").annotate(newest=Max("revision")).values("newest")
    alive = models.Change.objects.filter(revision__in=newest, data__isnull=False).order_by("revision")
    found: dict[Kind, list[dict[str, Any]]] = {kind: [] for kind in schema.KINDS}
    for kind, data in alive.values_list("kind", "data"):
        found[cast(Kind, kind)].append(cast("dict[str, Any]", data))
    return found


def _revision_at(time: datetime, state: journal.JournalState) -> int:
    changes = models.Change.objects.filter(time__lte=time).order_by("-time", "-revision")
    revision = changes.values_list("revision", flat=True).first()
    # Before the first change of all nobody looked.
    if revision is None or revision < state.horizon:
        raise journal.TooOld(revision or 0, state.horizon, journal.earliest(state))
    return revision


def _time_of(revision: int) -> str | None:
    times = models.Change.objects.filter(revision__lte=revision).order_by("-revision").values_list("time", flat=True)
    moment = times.first()
    return moment.isoformat() if moment else None


def drawn(kind: Kind, item: dict[str, Any]) -> dict[str, Any]:
    """What the map draws of an object."""
    left_out = MAP_LEAVES_OUT[kind]
    return {key: value for key, value in item.items() if key not in left_out}
