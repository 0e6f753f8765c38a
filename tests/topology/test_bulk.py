"""Rows that are written by one statement are what the ORM would have written."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from netviz.topology import bulk, models

pytestmark = pytest.mark.django_db
DATA = {"name": "x", "labels": {"a": "q\"uo'te", "ж": "%s ?"}, "none": None, "list": [1, 2.5, True]}


def change(revision: int, **values: Any) -> models.Change:
    given = {"engine": "e", "op": "add", "kind": "network", "object_id": "n", "cause": {"type": "first"}, "data": DATA}
    return models.Change(revision=revision, time=timezone.now(), **(given | values))


def test_what_is_inserted_is_read_again_as_it_was() -> None:
    changes = [change(1), change(2, data=None, op="remove", object_id="%s'\"", count=7)]
    bulk.insert(changes)
    fields = [field.attname for field in models.Change._meta.concrete_fields]
    for written, read in zip(changes, models.Change.objects.order_by("revision"), strict=True):
        assert {name: getattr(read, name) for name in fields} == {name: getattr(written, name) for name in fields}


def test_no_objects_are_no_statement(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        bulk.insert([])


def test_many_are_one_statement(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        bulk.insert([change(revision) for revision in range(1, 1500)])
    assert models.Change.objects.count() == 1499


def test_what_is_there_is_replaced_where_that_is_asked_for() -> None:
    engine = models.Engine.objects.create(name="e", url="unix:///x")

    def network(object_id: str, revision: int, name: str) -> models.Network:
        return models.Network(
            engine=engine, object_id=object_id, revision=revision, name=name, driver="bridge", data={"name": name}
        )

    unique = ("engine_id", "object_id")
    bulk.insert([network("a", 1, "one"), network("b", 2, "two")], replacing=unique)
    ids = dict(models.Network.objects.values_list("object_id", "pk"))
    bulk.insert([network("b", 3, "new"), network("c", 4, "three")], replacing=unique)
    found = models.Network.objects.order_by("object_id").values_list("object_id", "revision", "name", "data")
    assert list(found) == [
        ("a", 1, "one", {"name": "one"}),
        ("b", 3, "new", {"name": "new"}),
        ("c", 4, "three", {"name": "three"}),
    ]
    assert models.Network.objects.get(object_id="b").pk == ids["b"]


def test_what_is_there_is_an_error_otherwise() -> None:
    bulk.insert([change(1)])
    with pytest.raises(IntegrityError), transaction.atomic():
        bulk.insert([change(2), change(1)])
    assert models.Change.objects.count() == 1
