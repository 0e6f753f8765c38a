"""When a user was last here, for “since my last visit”. Blocking: reads and writes the user's row."""

from datetime import datetime, timedelta

from netviz.topology.db import unless_refused

from .models import User

# Looks that are nearer to each other than this belong to one visit.
A_VISIT = timedelta(minutes=30)
# A page that stays open comes again and again: not each time is written down.
WRITTEN_EVERY = timedelta(minutes=1)


def look(user: User, now: datetime) -> datetime | None:
    """Notes that the user looks now; the end of the visit before this one, None on the first."""
    last = user.last_look
    if last is None or now - last > A_VISIT:
        user.visit_before = last
    elif now - last < WRITTEN_EVERY:
        return user.visit_before
    user.last_look = now
    with unless_refused():
        user.save(update_fields=["last_look", "visit_before"])
    return user.visit_before
