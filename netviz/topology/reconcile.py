"""From what was and what is to rows and changes, in one transaction. Nothing else writes topology rows."""

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from netviz.topology import models, rows, schema
from netviz.topology.flaps import Flaps
from netviz.topology.journal import change_of
from netviz.topology.lease import Lost
from netviz.topology.schema import KINDS, Cause, Key, Kind, Observed, Op

# An endpoint goes before its container and comes after it.
_REMOVE_ORDER: tuple[Kind, ...] = ("endpoint", "interface", "container", "network", "engine")
_PUT_ORDER: tuple[Kind, ...] = ("engine", "network", "container", "endpoint", "interface")


class Edit(NamedTuple):
    op: Op
    key: Key
    object: Observed | None


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
        gone = [key for key in self._mirror if key[0] in kinds and key not in state]
        changed = [item for key, item in state.items() if self._mirror.get(key) != item]
        # What flaps is held back with its newest state: the mirror alone does not tell whether that changed.
        held = [item for key, item in state.items() if self._flaps.holds(key) and self._mirror.get(key) == item]
        return Proposal([*changed, *held], gone, cause)

    def commit(self, proposals: Sequence[Proposal]) -> Batch:
        """Writes what differs from the mirror, as one transaction. Raises lease.Lost, and writes nothing then."""
        edits: dict[Key, tuple[Edit, Cause, int]] = {}
        for proposal in proposals:
            self._collect(proposal, edits)
        return self._write(list(edits.values()))

    def due_flaps(self) -> bool:
        """Whether an object that was held back for flapping is to be written now."""
        return self._flaps.due()

    def flush(self) -> Batch:
        """Writes what flapping objects have come to since their last change, each as one change with a count."""
        written = []
        for key, (item, cause, count) in self._flaps.take().items():
            edit = self._edit(key, item)
            if edit:
                written.append((edit, cause, count))
        return self._write(written)

    def drift(self, counts: Mapping[str, int]) -> None:
        """Adds to the engine's counts of what passes found, by cause."""
        with transaction.atomic():
            row = models.Engine.objects.select_for_update().get(pk=self._engine_pk)
            row.drift = {**row.drift, **{key: row.drift.get(key, 0) + count for key, count in counts.items()}}
            row.save(update_fields=["drift"])

    def _collect(self, proposal: Proposal, edits: dict[Key, tuple[Edit, Cause, int]]) -> None:
        wanted: list[tuple[Key, Observed | None]] = [(key, None) for key in proposal.gone]
        wanted += [(item.key, item) for item in proposal.objects]
        for key, item in wanted:
            edits.pop(key, None)
            if self._flaps.hold(key, item, proposal.cause, changed=self._edit(key, item) is not None):
                continue
            edit = self._edit(key, item)
            if edit:
                edits[key] = edit, proposal.cause, 1

    def _edit(self, key: Key, item: Observed | None) -> Edit | None:
        was = self._mirror.get(key)
        if item is None:
            return Edit("remove", key, None) if was is not None else None
        if was is None:
            return Edit("add", key, item)
        return None if was == item else Edit("update", key, item)

    def _write(self, edits: list[tuple[Edit, Cause, int]]) -> Batch:
        if not edits:
            return Batch.empty()
        edits.sort(key=lambda entry: _position(entry[0]))
        with transaction.atomic():
            self._check_fence()
            last = _take_revisions(len(edits))
            first = last - len(edits) + 1
            now = timezone.now()
            changes = [
                _change_row(self._engine, first + index, now, edit, cause, count)
                for index, (edit, cause, count) in enumerate(edits)
            ]
            models.Change.objects.bulk_create(changes)
            rows.write(self._engine_pk, [(edit, first + index) for index, (edit, _, _) in enumerate(edits)])
        for edit, _, _ in edits:
            self._flaps.changed(edit.key)
        self._mirror.update(apply({}, [edit for edit, _, _ in edits if edit.object is not None]))
        for edit, _, _ in edits:
            if edit.object is None:
                self._mirror.pop(edit.key, None)
        return Batch(first, last, tuple(change_of(change) for change in changes))

    def _check_fence(self) -> None:
        """Takes the engine's row for this transaction; another holder's number in it means that we are not its writer."""
        held = models.Engine.objects.filter(pk=self._engine_pk, fence=self._fence).update(fence=self._fence)
        if not held:
            raise Lost(self._engine)


def _take_revisions(count: int) -> int:
    """Moves the one counter on, and with it locks it until the transaction ends; the last of the new revisions."""
    if not models.Journal.objects.update(revision=F("revision") + count):
        models.Journal.objects.create(revision=count)
    return models.Journal.objects.values_list("revision", flat=True).get()


def _change_row(engine: str, revision: int, moment: datetime, edit: Edit, cause: Cause, count: int) -> models.Change:
    return models.Change(
        revision=revision,
        time=moment,
        engine=engine,
        op=edit.op,
        kind=edit.key[0],
        object_id=edit.key[1],
        cause=cause.model_dump(exclude_none=True),
        data=edit.object.data() if edit.object is not None else None,
        count=count,
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
