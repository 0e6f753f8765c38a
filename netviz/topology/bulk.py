"""Many rows by one statement. Django's bulk_create composes it anew from each value, which takes more than all the rest of a first observation's commit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import AutoField, DateTimeField, Field, JSONField, Model


def insert(objects: Sequence[Model], replacing: tuple[str, ...] = ()) -> None:
    """Inserts objects of one model, in the caller's transaction. Raises IntegrityError.

    `replacing`: the columns of a unique constraint; a row that is the same in them becomes the object.
    """
    if not objects:
        return
    fields = _fields(type(objects[0]))
    convert = [(field.attname, _conversion(field)) for field in fields]
    rows = [
        tuple(to_column(getattr(item, name)) if to_column else getattr(item, name) for name, to_column in convert)
        for item in objects
    ]
    with connection.cursor() as cursor:
        cursor.executemany(_statement(type(objects[0]), replacing), rows)


@cache
def _fields(model: type[Model]) -> tuple[Field[Any, Any], ...]:
    return tuple(field for field in model._meta.concrete_fields if not isinstance(field, AutoField))


def _conversion(field: Field[Any, Any]) -> Callable[[Any], Any] | None:
    """What a value becomes on its way to the column; None for texts and numbers, which stay."""
    if isinstance(field, JSONField | DateTimeField):
        return lambda value: field.get_db_prep_save(value, connection)
    return None


@cache
def _statement(model: type[Model], replacing: tuple[str, ...]) -> str:
    quote = connection.ops.quote_name
    columns = [str(field.column) for field in _fields(model)]
    names, values = ", ".join(quote(name) for name in columns), ", ".join(["%s"] * len(columns))
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({values})"
    if not replacing:
        return statement
    new = ", ".join(f"{quote(name)} = EXCLUDED.{quote(name)}" for name in columns if name not in replacing)
    return f"{statement} ON CONFLICT ({', '.join(quote(name) for name in replacing)}) DO UPDATE SET {new}"
