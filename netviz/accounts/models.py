"""Who may do what: users, their API tokens, their one-time sign-in links, and the counts that slow down guessing."""

from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    VIEWER = "viewer", _("Viewer")
    OPERATOR = "operator", _("Operator")
    ADMIN = "admin", _("Admin")

    def includes(self, other: "Role") -> bool:
        """Whether this role may do what `other` may (viewer < operator < admin)."""
        order = list(Role)
        return order.index(self) >= order.index(other)


class Theme(models.TextChoices):
    SYSTEM = "system", _("As the system")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")
    PROJECTOR = "projector", _("Projector (large, high contrast)")


class User(AbstractUser):
    """A person, or a script's token's owner. The role is all there is of permissions: Django's groups and flags are not used."""

    role = models.CharField(max_length=8, choices=Role.choices, default=Role.VIEWER)
    # Empty: what the browser asks for, and the server's time zone.
    language = models.CharField(max_length=10, blank=True, default="")
    time_zone = models.CharField(max_length=64, blank=True, default="")
    theme = models.CharField(max_length=9, choices=Theme.choices, default=Theme.SYSTEM)
    # When this user last looked, and when the visit before the present one ended (netviz/accounts/visits.py).
    last_look = models.DateTimeField(null=True, editable=False)
    visit_before = models.DateTimeField(null=True, editable=False)
    # Part of what each session is signed with: one more, and every session of this user is over.
    session_epoch = models.PositiveIntegerField(default=0)

    def at_least(self, role: Role) -> bool:
        """Whether this user's role includes `role` (viewer < operator < admin)."""
        return self.is_active and Role(self.role).includes(role)

    def get_session_auth_hash(self) -> str:
        return self._session_hash(None)

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        for secret in settings.SECRET_KEY_FALLBACKS:
            yield self._session_hash(secret)

    def _session_hash(self, secret: str | bytes | None) -> str:
        value = f"{self.password}:{self.session_epoch}"
        return salted_hmac("netviz.accounts.session", value, secret=secret, algorithm="sha256").hexdigest()


class Token(models.Model):
    """An API token. Only its hash is kept; `hint` is its first characters, by which its owner recognises it."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80, blank=True)
    hint = models.CharField(max_length=12)
    hash = models.CharField(max_length=64, unique=True)
    # The most that this token may do; empty: as much as its user.
    role = models.CharField(max_length=8, choices=Role.choices, blank=True)
    created = models.DateTimeField(default=timezone.now)
    last_used = models.DateTimeField(null=True)
    revoked = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.hint}… of {self.user_id}"

    def effective_role(self) -> Role:
        """The lower of the token's role and its user's."""
        own, users = Role(self.role or self.user.role), Role(self.user.role)
        return own if users.includes(own) else users


class SignInLink(models.Model):
    """A one-time way in. Only the hash of its secret is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="links")
    hash = models.CharField(max_length=64, unique=True)
    created = models.DateTimeField(default=timezone.now)
    expires = models.DateTimeField()
    used = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"link of {self.user_id} until {self.expires:%H:%M:%S}"


class Share(models.Model):
    """A link that shows the live map without signing in, and nothing else. Only the hash of its secret is kept; it ends with its maker's role."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="shares")
    name = models.CharField(max_length=80, blank=True)
    # The engine's name; empty: all of them.
    engine = models.CharField(max_length=64, blank=True)
    hint = models.CharField(max_length=12)
    hash = models.CharField(max_length=64, unique=True)
    created = models.DateTimeField(default=timezone.now)
    expires = models.DateTimeField()
    last_opened = models.DateTimeField(null=True)
    revoked = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.hint}… of {self.user_id} until {self.expires:%Y-%m-%d %H:%M}"


class Attempts(models.Model):
    """Failed tries under one key (a user name, an address) since the last success, and until when no more are looked at."""

    key = models.CharField(max_length=64, primary_key=True)
    failures = models.PositiveIntegerField(default=0)
    last = models.DateTimeField(db_index=True)
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.key}: {self.failures}"
