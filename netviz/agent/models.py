"""Orders: what people asked engines to do, kept as the audit."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Order(models.Model):
    """A row before it is a message. Only the engine's agent moves it on from pending, and no order runs twice."""

    class State(models.TextChoices):
        PENDING = "pending"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        # No agent claimed it before its deadline; nothing was done.
        EXPIRED = "expired"
        # Its agent died while it ran, and what the engine shows since does not have the effect.
        UNKNOWN = "unknown"

    OPEN = (State.PENDING, State.RUNNING)

    # A name, not a key: the audit outlives the engine's row.
    engine = models.CharField(max_length=64)
    action = models.CharField(max_length=30)
    # What must not have two open orders, e.g. connect:<container>:<network>.
    target = models.CharField(max_length=400)
    # The whole order; its secrets are masked from the moment that an agent claims it.
    args = models.JSONField()
    command = models.TextField()
    notes = models.JSONField(default=list)
    undo = models.JSONField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    by_name = models.CharField(max_length=150)
    idempotency_key = models.CharField(max_length=200, null=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PENDING)
    created = models.DateTimeField(db_index=True)
    deadline = models.DateTimeField()
    finished = models.DateTimeField(null=True)
    fence = models.BigIntegerField(null=True)
    revision = models.BigIntegerField(null=True)
    result = models.JSONField(null=True)
    error = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["engine", "target"],
                condition=Q(state__in=["pending", "running"]),
                name="one_open_order_per_target",
            ),
            models.UniqueConstraint(fields=["by", "idempotency_key"], name="idempotency_key_of_user"),
        ]
        indexes = [models.Index(fields=["engine", "state"], name="order_by_state")]

    def __str__(self) -> str:
        return f"{self.pk} {self.action} {self.state}"

    @property
    def open(self) -> bool:
        return self.state in self.OPEN
