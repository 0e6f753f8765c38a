"""What the grown shape needs before a process of it may start."""

import time
from collections.abc import Callable

from django.conf import settings
from django.core.management.base import CommandError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

# Whoever starts everything at once gives the database and its migrations this long.
WAIT_S = 300.0
LOOK_EVERY_S = 1.0


def require(say: Callable[[str], None], wait_s: float = WAIT_S) -> None:
    """Returns once the database is there and as this version wants it. `say` gets a line when that takes time.

    Raises CommandError when it takes too long, and where web processes and agents could not hear each other.
    """
    if "InMemory" in str(settings.CHANNEL_LAYERS["default"]["BACKEND"]):
        raise CommandError("processes of their own need NETVIZ_REDIS_URL: without it none hears the other.")
    end = time.monotonic() + wait_s
    said = ""
    while missing := _missing():
        if time.monotonic() > end:
            raise CommandError(f"{missing}, after {wait_s:.0f} s")
        if missing != said:
            say(f"waiting: {missing}")
            said = missing
        time.sleep(LOOK_EVERY_S)


def _missing() -> str:
    """What is not there yet; "" for nothing."""
    try:
        executor = MigrationExecutor(connection)
        ahead = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        connection.close()
        return f"the database does not answer: {str(error).splitlines()[0]}"
    return f"manage.py migrate has not run: {len(ahead)} migrations" if ahead else ""
