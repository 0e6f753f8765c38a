"""From edits to the models' rows, in few statements."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from django.db.models import CharField, Model

from netviz.topology import bulk, models
from netviz.topology.schema import Kind, Observed

if TYPE_CHECKING:
    from netviz.topology.reconcile import Edit

MODELS: dict[Kind, type[Any]] = {
    "network": models.Network,
    "container": models.Container,
    "endpoint": models.Endpoint,
    "interface": models.Interface,
}


def _lengths(model: type[Model], *columns: str) -> dict[str, int]:
    return {column: cast("CharField[str, str]", model._meta.get_field(column)).max_length or 0 for column in columns}


# What is searched and joined is in columns of its own, beside the whole object; a column has a length, `data` the whole value.
COLUMNS: dict[Kind, dict[str, int]] = {
    "network": _lengths(models.Network, "name", "driver"),
    "container": _lengths(models.Container, "name", "state", "project"),
    "endpoint": _lengths(models.Endpoint, "container_id", "network_id"),
    "interface": _lengths(models.Interface, "namespace", "name"),
}


def write(engine_pk: int, edits: "Sequence[tuple[Edit, models.Change]]") -> None:
    """Makes the rows equal to the edits (each with its journal row); to be called in the transaction that journals them."""
    for kind in MODELS:
        gone = [edit.key[1] for edit, _ in edits if edit.key[0] == kind and edit.object is None]
        put = [(edit.object, change) for edit, change in edits if edit.key[0] == kind and edit.object is not None]
        for start in range(0, len(gone), 500):
            MODELS[kind].objects.filter(engine_id=engine_pk, object_id__in=gone[start : start + 500]).delete()
        if put:
            _upsert(kind, engine_pk, put)
    for edit, change in edits:
        if edit.key[0] == "engine":
            models.Engine.objects.filter(pk=engine_pk).update(data=change.data or {}, revision=change.revision)


def _upsert(kind: Kind, engine_pk: int, put: Sequence[tuple[Observed, models.Change]]) -> None:
    model = MODELS[kind]
    bulk.insert(
        [
            model(
                engine_id=engine_pk,
                object_id=item.id,
                revision=change.revision,
                data=change.data,
                **{column: (getattr(item, column) or "")[:most] for column, most in COLUMNS[kind].items()},
            )
            for item, change in put
        ],
        replacing=("engine_id", "object_id"),
    )
