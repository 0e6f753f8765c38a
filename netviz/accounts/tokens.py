"""API tokens: made once, shown once, kept as a hash. Sent as `Authorization: Bearer <token>`."""

import hashlib
import secrets
from datetime import timedelta

from django.utils import timezone

from netviz.topology.db import in_db, unless_refused

from .access import Principal
from .models import Role, Token, User
from .sessions import announce_end

PREFIX = "nv_"
# `last_used` is for people: a write per request would cost more than the request.
USED_RESOLUTION = timedelta(minutes=1)
# Longer texts than any token that we make are not hashed at all.
MAX_LENGTH = 200


def hash_of(secret: str) -> str:
    """What is kept of a secret. A plain SHA-256 is enough: the secret is 256 random bits, nothing that could be guessed."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def make(user: User, role: Role | str | None = None, name: str = "") -> str:
    """A new token of `user`, as the text to hand out (it can't be read again). `role` is the most that it may do, None: all its user may."""
    secret = PREFIX + secrets.token_urlsafe(32)
    Token.objects.create(
        user=user, name=name, hint=secret[:8], hash=hash_of(secret), role=Role(role).value if role else ""
    )
    return secret


def authenticate_sync(text: str) -> Principal | None:
    """The principal of a token's text; None when it is unknown, revoked, or its user is deactivated. Blocking: one query."""
    found = find(text)
    return found[0] if found else None


async def authenticate(text: str) -> Principal | None:
    """The same for asynchronous callers."""
    return await in_db(authenticate_sync, text)


def find(text: str) -> tuple[Principal, User] | None:
    """A token's principal and its user."""
    if not text.startswith(PREFIX) or len(text) > MAX_LENGTH:
        return None
    token = Token.objects.select_related("user").filter(hash=hash_of(text), revoked=None, user__is_active=True).first()
    if token is None:
        return None
    _note_use(token)
    user = token.user
    return Principal(user.pk, user.username, token.effective_role(), is_token=True, token_id=token.pk), user


def revoke(token_id: int) -> bool:
    """Ends a token and the sockets that were opened with it. False when it is unknown or was revoked before."""
    token = Token.objects.filter(pk=token_id, revoked=None).first()
    if token is None or not Token.objects.filter(pk=token_id, revoked=None).update(revoked=timezone.now()):
        return False
    announce_end(token.user_id)
    return True


def revoke_all(user: User) -> int:
    """Revokes every token of a user; how many there were."""
    count = Token.objects.filter(user=user, revoked=None).update(revoked=timezone.now())
    if count:
        announce_end(user.pk)
    return count


def _note_use(token: Token) -> None:
    now = timezone.now()
    if token.last_used is None or now - token.last_used > USED_RESOLUTION:
        with unless_refused():
            Token.objects.filter(pk=token.pk).update(last_used=now)
