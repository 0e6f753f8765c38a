"""What the grown shape needs before a process of it may start."""

from django.conf import settings
from django.core.management.base import CommandError


def require() -> None:
    """Raises CommandError where web processes and agents could not hear each other."""
    if "InMemory" in settings.CHANNEL_LAYERS["default"]["BACKEND"]:
        raise CommandError("processes of their own need NETVIZ_REDIS_URL: without it none hears the other.")
