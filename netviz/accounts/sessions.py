"""The end of sessions: in the database, and told to the sockets that are open with them."""

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db.models import F

from .models import User


def group_of(user_id: int) -> str:
    """The channel-layer group of all sockets of a user, whatever they signed in with."""
    return f"user.{user_id}"


def announce_end(user_id: int, session_key: str | None = None) -> None:
    """Tells the user's sockets that a way in has ended: the session named, or (None) any. Each looks whether it was its own."""
    layer = get_channel_layer()
    if layer is not None:
        async_to_sync(layer.group_send)(group_of(user_id), {"type": "session.ended", "session": session_key})


def end_all(user: User) -> None:
    """Ends every session of a user, in every browser. Tokens live on (see `tokens.revoke_all`)."""
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    user.refresh_from_db(fields=["session_epoch"])
    announce_end(user.pk)
