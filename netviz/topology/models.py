"""The rows: one per object, the journal, and who may write. Only `reconcile` writes topology rows."""

import uuid

from django.db import models


class Journal(models.Model):
    """The one counter row. `id` tells one database's journal from another's; revisions are dense and never reused."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Always true: there is one row, whoever comes first makes it.
    only = models.BooleanField(default=True, unique=True, editable=False)
    revision = models.BigIntegerField(default=0)
    # The newest revision that pruning has removed something of: catching up from below it is impossible.
    horizon = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.id}@{self.revision}"


class Engine(models.Model):
    """An engine to watch, what is known of it, and the lease of its one writer."""

    name = models.CharField(max_length=64, unique=True)
    url = models.CharField(max_length=500)
    tls_ca = models.CharField(max_length=500, blank=True)
    tls_cert = models.CharField(max_length=500, blank=True)
    tls_key = models.CharField(max_length=500, blank=True)
    # False: no agent watches it; what was last seen stays.
    enabled = models.BooleanField(default=True)
    # Wakes the agent when a person edits the row: it compares this with what it connected with.
    generation = models.IntegerField(default=1)
    revision = models.BigIntegerField(default=0)
    data = models.JSONField(default=dict)
    # What emits no event and was found by a full pass, by cause: {"endpoint.add": 3}. Not journalled.
    drift = models.JSONField(default=dict)
    lease_holder = models.CharField(max_length=100, blank=True)
    lease_until = models.DateTimeField(null=True)
    fence = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return self.name


class Row(models.Model):
    """An observed object: the whole of it in `data`, what is searched and joined in columns of its own."""

    engine = models.ForeignKey(Engine, on_delete=models.CASCADE)
    object_id = models.CharField(max_length=200)
    revision = models.BigIntegerField()
    data = models.JSONField()

    class Meta:
        abstract = True
        constraints = [models.UniqueConstraint(fields=["engine", "object_id"], name="%(class)s_of_engine")]


class Network(Row):
    name = models.CharField(max_length=255, db_index=True)
    driver = models.CharField(max_length=100)

    class Meta(Row.Meta):
        pass

    def __str__(self) -> str:
        return self.name


class Container(Row):
    name = models.CharField(max_length=255, db_index=True)
    state = models.CharField(max_length=20)
    project = models.CharField(max_length=255, blank=True)

    class Meta(Row.Meta):
        pass

    def __str__(self) -> str:
        return self.name


class Endpoint(Row):
    container_id = models.CharField(max_length=100, db_index=True)
    network_id = models.CharField(max_length=100, db_index=True)

    class Meta(Row.Meta):
        pass

    def __str__(self) -> str:
        return self.object_id


class Interface(Row):
    namespace = models.CharField(max_length=100, db_index=True)
    name = models.CharField(max_length=64)

    class Meta(Row.Meta):
        pass

    def __str__(self) -> str:
        return self.object_id


class Change(models.Model):
    """One add, update or remove of one object, with a revision of its own."""

    revision = models.BigIntegerField(primary_key=True)
    time = models.DateTimeField(db_index=True)
    # A name, not a key: the journal outlives the engine's row.
    engine = models.CharField(max_length=64)
    op = models.CharField(max_length=6)
    kind = models.CharField(max_length=9)
    object_id = models.CharField(max_length=200)
    cause = models.JSONField()
    data = models.JSONField(null=True)
    count = models.IntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["engine", "kind", "object_id", "revision"], name="change_of_object")]

    def __str__(self) -> str:
        return f"{self.revision} {self.op} {self.kind} {self.object_id}"
