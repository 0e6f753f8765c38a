"""From edits to the models' rows, in few statements."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from netviz.topology import models, schema
from netviz.topology.schema import Kind, Observed

if TYPE_CHECKING:
    from netviz.topology.reconcile import Edit

MODELS: dict[Kind, type[Any]] = {
    "network": models.Network,
    "container": models.Container,
    "endpoint": models.Endpoint,
    "interface": models.Interface,
}
# What is searched and joined is in columns of its own, beside the whole object.
COLUMNS: dict[Kind, tuple[str, ...]] = {
    "network": ("name", "driver"),
    "container": ("name", "state", "project"),
    "endpoint": ("container_id", "network_id"),
    "interface": ("namespace", "name"),
}


def write(engine_pk: int, edits: "Sequence[tuple[Edit, int]]") -> None:
    """Makes the rows equal to the edits (each with its revision); to be called in the transaction that journals them."""
    for kind in MODELS:
        gone = [edit.key[1] for edit, _ in edits if edit.key[0] == kind and edit.object is None]
        put = [(edit.object, revision) for edit, revision in edits if edit.key[0] == kind and edit.object is not None]
        for start in range(0, len(gone), 500):
            MODELS[kind].objects.filter(engine_id=engine_pk, object_id__in=gone[start : start + 500]).delete()
        if put:
            _upsert(kind, engine_pk, put)
    for edit, revision in edits:
        if isinstance(edit.object, schema.Engine):
            models.Engine.objects.filter(pk=engine_pk).update(data=edit.object.data(), revision=revision)


def _upsert(kind: Kind, engine_pk: int, put: Sequence[tuple[Observed, int]]) -> None:
    model = MODELS[kind]
    model.objects.bulk_create(
        [
            model(
                engine_id=engine_pk,
                object_id=item.id,
                revision=revision,
                data=item.data(),
                **{column: _fit(getattr(item, column)) for column in COLUMNS[kind]},
            )
            for item, revision in put
        ],
        update_conflicts=True,
        unique_fields=["engine", "object_id"],
        update_fields=["revision", "data", *COLUMNS[kind]],
    )


def _fit(value: str | None) -> str:
    """A column of PostgreSQL has a length; the whole value is in `data`."""
    return (value or "")[:255]
