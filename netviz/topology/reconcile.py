"""From what was and what is to rows and changes, in one transaction. Nothing else writes topology rows."""

import logging
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from netviz.topology import bulk, journal, models, rows, schema
from netviz.topology.flaps import Flaps
from netviz.topology.journal import change_of
from netviz.topology.lease import Lost
from netviz.topology.schema import KINDS, Cause, Key, Kind, Observed, Op
from netviz.topology.storable import has_storable_id, storable

log = logging.getLogger(__name__)

# An endpoint goes before its container and comes after it.
_REMOVE_ORDER: tuple[Kind, ...] = ("endpoint", "interface", "container", "network", "engine")
_PUT_ORDER: tuple[Kind, ...] = ("engine", "network", "container", "endpoint", "interface")
# What a person ordered is answered with its revision, and an engine's own state decides what its agent does next.
NEVER_HELD = {"order", "engine", "first"}


class Edit(NamedTuple):
    op: Op
    key: Key
    object: Observed | None


class Written(NamedTuple):
    """An edit on its way to the journal: what caused it, and how many changes of a flapping object it stands for."""

    edit: Edit
    cause: Cause
    changes: int


@dataclass(frozen=True)
class Proposal:
    """What was seen: `objects` as they are, `gone` for keys that are no more. What equals the mirror changes nothing."""

    objects: Sequence[Observed]
    gone: Sequence[Key]
    cause: Cause


@dataclass(frozen=True)
class Batch:
    """The changes of one transaction, revisions `first` to `last` without a gap; false when nothing changed."""

    first: int
    last: int
    changes: tuple[schema.Change, ...]

    def __bool__(self) -> bool:
        return bool(self.changes)

    @classmethod
    def empty(cls) -> "Batch":
        return cls(0, 0, ())


def diff(before: Mapping[Key, Observed], after: Mapping[Key, Observed]) -> list[Edit]:
    """The edits that turn `before` into `after`: removals first, then what came or changed, owners before what they own."""
    edits = [Edit("remove", key, None) for key in before if key not in after]
    for key, item in after.items():
        was = before.get(key)
        if was is None:
            edits.append(Edit("add", key, item))
        elif was is not item and was != item:
            edits.append(Edit("update", key, item))
    return sorted(edits, key=_position)


def apply(before: Mapping[Key, Observed], edits: Sequence[Edit]) -> dict[Key, Observed]:
    """`before` with the edits made."""
    after = dict(before)
    for edit in edits:
        if edit.object is None:
            after.pop(edit.key, None)
        else:
            after[edit.key] = edit.object
    return after


def _position(edit: Edit) -> tuple[int, str, str]:
    if edit.op == "remove":
        return _REMOVE_ORDER.index(edit.key[0]), edit.key[0], edit.key[1]
    return len(_REMOVE_ORDER) + _PUT_ORDER.index(edit.key[0]), edit.key[0], edit.key[1]


class Writer:
    """One engine's one writer. Blocking, and used from one thread; `mirror` is what the database holds, in memory."""

    def __init__(self, engine: str, fence: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        row = models.Engine.objects.get(name=engine)
        self._engine_pk = row.pk
        self._engine = engine
        self._fence = fence
        self._flaps = Flaps(clock)
        self._mirror: dict[Key, Observed] = _load(row)

    @property
    def mirror(self) -> Mapping[Key, Observed]:
        return self._mirror

    def replacing(self, kinds: Collection[Kind], state: Mapping[Key, Observed], cause: Cause) -> Proposal:
        """A proposal that leaves of `kinds` just what `state` holds."""
        gone = [
            key
            for key in {**self._mirror, **dict.fromkeys(self._flaps.held_keys)}
            if key[0] in kinds and key not in state and self._latest(key) is not None
        ]
        return Proposal([item for key, item in state.items() if self._latest(key) != item], gone, cause)

    def commit(self, proposals: Sequence[Proposal]) -> Batch:
        """Writes what differs from the mirror, as one transaction. Raises lease.Lost, and writes nothing then."""
        edits: dict[Key, Written] = {}
        for proposal in proposals:
            for key in proposal.gone:
                self._propose(key, None, proposal.cause, edits)
            for item in proposal.objects:
                self._propose(item.key, item, proposal.cause, edits)
        return self._write(list(edits.values()))

    def due_flaps(self) -> bool:
        """Whether an object that was held back for flapping is to be written now."""
        return self._flaps.due()

    def flush(self) -> Batch:
        """Writes what flapping objects have come to since their last change, each as one change with a count."""
        written = []
        for key, held in self._flaps.take().items():
            edit = self._edit(key, held.item)
            if edit:
                written.append(Written(edit, held.cause, held.changes))
        return self._write(written)

    def drift(self, counts: Mapping[str, int]) -> None:
        """Adds to the engine's counts of what passes found, by cause. Raises lease.Lost."""
        with transaction.atomic():
            row = models.Engine.objects.select_for_update().filter(pk=self._engine_pk, fence=self._fence).first()
            if row is None:
                raise Lost(self._engine)
            row.drift = {**row.drift, **{key: row.drift.get(key, 0) + count for key, count in counts.items()}}
            row.save(update_fields=["drift"])

    def _propose(self, key: Key, item: Observed | None, cause: Cause, edits: dict[Key, Written]) -> None:
        """Adds to `edits` what makes the object so; or nothing: when it is so, and when it is held back for flapping."""
        latest = edits[key].edit.object if key in edits else self._latest(key)
        if item == latest:
            return
        if item is not None:
            if not has_storable_id(item):
                log.warning("%s: a %s with an impossible id is left out: %.40r", self._engine, *key)
                return
            item = storable(item)
            if item == latest:
                return
        if cause.type not in NEVER_HELD and self._flaps.hold(key, item, cause):
            return
        count = 1 + self._flaps.release(key)
        edit = self._edit(key, item)
        if edit:
            edits[key] = Written(edit, cause, count)
        else:
            edits.pop(key, None)

    def _latest(self, key: Key) -> Observed | None:
        """What was last seen of the object: what is held back of it, else what the database holds."""
        held = self._flaps.held(key)
        return held.item if held else self._mirror.get(key)

    def _edit(self, key: Key, item: Observed | None) -> Edit | None:
        was = self._mirror.get(key)
        if item is None:
            return Edit("remove", key, None) if was is not None else None
        if was is None:
            return Edit("add", key, item)
        return None if was == item else Edit("update", key, item)

    def _write(self, written: list[Written]) -> Batch:
        if not written:
            return Batch.empty()
        written.sort(key=lambda entry: _position(entry.edit))
        with transaction.atomic():
            last = _take_revisions(len(written))
            first = last - len(written) + 1
            self._check_fence()
            now = timezone.now()
            changes = [_change_row(self._engine, first + index, now, entry) for index, entry in enumerate(written)]
            bulk.insert(changes)
            rows.write(self._engine_pk, [(entry.edit, change) for entry, change in zip(written, changes, strict=True)])
        # Only what is committed is in the mirror.
        for entry in written:
            if entry.edit.object is None:
                self._mirror.pop(entry.edit.key, None)
            else:
                self._mirror[entry.edit.key] = entry.edit.object
        return Batch(first, last, tuple(change_of(change) for change in changes))

    def _check_fence(self) -> None:
        """Takes the engine's row for this transaction; another holder's number in it means that we are not its writer."""
        held = models.Engine.objects.filter(pk=self._engine_pk, fence=self._fence).update(fence=self._fence)
        if not held:
            raise Lost(self._engine)


def _take_revisions(count: int) -> int:
    """Moves the one counter on, and with it locks it until the transaction ends; the last of the new revisions."""
    taken = models.Journal.objects.update(revision=F("revision") + count)
    if not taken:
        journal.current()
        models.Journal.objects.update(revision=F("revision") + count)
    return models.Journal.objects.values_list("revision", flat=True).get()


def _change_row(engine: str, revision: int, moment: datetime, written: Written) -> models.Change:
    edit = written.edit
    return models.Change(
        revision=revision,
        time=moment,
        engine=engine,
        op=edit.op,
        kind=edit.key[0],
        object_id=edit.key[1],
        cause=storable(written.cause).model_dump(exclude_none=True),
        data=edit.object.data() if edit.object is not None else None,
        count=written.changes,
    )


def _load(engine: models.Engine) -> dict[Key, Observed]:
    mirror: dict[Key, Observed] = {}
    for kind, model in rows.MODELS.items():
        for data in model.objects.filter(engine=engine).values_list("data", flat=True):
            item = KINDS[kind].model_validate(data)
            mirror[item.key] = item
    if engine.data:
        item = schema.Engine.model_validate(engine.data)
        mirror[item.key] = item
    return mirror
