"""Who may do what."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class Role(models.TextChoices):
    VIEWER = "viewer"
    OPERATOR = "operator"
    ADMIN = "admin"


class User(AbstractUser):
    """A person, or a script's token's owner. The role is all there is of permissions: Django's groups and flags are not used."""

    role = models.CharField(max_length=8, choices=Role.choices, default=Role.VIEWER)

    def at_least(self, role: Role) -> bool:
        """Whether this user's role includes `role` (viewer < operator < admin)."""
        order = list(Role)
        return self.is_active and order.index(Role(self.role)) >= order.index(role)
