"""One-time sign-in links: fifteen minutes, one use, kept as a hash. Looking at one (GET) does not use it up."""

import secrets
from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from .models import Role, SignInLink, User
from .tokens import MAX_LENGTH, hash_of

LIFETIME = timedelta(minutes=15)
# Used and expired links say nothing any more; a day later they go.
KEPT = timedelta(days=1)
FIRST_ADMIN = "admin"


def make(user: User) -> str:
    """A new link of `user`, as a path on this server: "/sign-in/link/<secret>/"."""
    now = timezone.now()
    SignInLink.objects.filter(expires__lt=now - KEPT).delete()
    secret = secrets.token_urlsafe(32)
    SignInLink.objects.create(user=user, hash=hash_of(secret), created=now, expires=now + LIFETIME)
    return reverse("accounts:link", args=[secret])


def find(secret: str) -> SignInLink | None:
    """The link, while it can still be used."""
    if len(secret) > MAX_LENGTH:
        return None
    return (
        SignInLink.objects.select_related("user")
        .filter(hash=hash_of(secret), used=None, expires__gt=timezone.now(), user__is_active=True)
        .first()
    )


def consume(secret: str) -> User | None:
    """Uses a link up and returns its user; None when it can't be used (any more). Of two at the same moment one gets it."""
    link = find(secret)
    if link is None:
        return None
    now = timezone.now()
    won = SignInLink.objects.filter(pk=link.pk, used=None, expires__gt=now).update(used=now)
    return link.user if won else None


def withdraw(user: User) -> None:
    """Ends every link of a user that nobody has used."""
    SignInLink.objects.filter(user=user, used=None).delete()


def first_admin_link(*, alone: bool = True) -> str | None:
    """A fresh link for the first admin, who is made where there is none; None once an admin has signed in.

    Called at each start. `alone`: earlier links that nobody used are withdrawn, so that the newest output of a start is the one that
    counts. Of several web processes that start together none withdraws another's: a log shows them all, in any order.
    """
    if User.objects.filter(role=Role.ADMIN, last_login__isnull=False).exists():
        return None
    with transaction.atomic():
        admin = _first_admin()
        if alone:
            withdraw(admin)
        return make(admin)


def _first_admin() -> User:
    admin = User.objects.filter(role=Role.ADMIN, is_active=True).order_by("pk").first()
    if admin is None:
        admin, made = User.objects.get_or_create(username=FIRST_ADMIN)
        if made:
            admin.set_unusable_password()
        admin.role, admin.is_active = Role.ADMIN, True
        admin.save()
    return admin
