"""Who came in, who was kept out, and what was done to accounts: lines of the log `netviz.accounts`.

Every value is written as Python writes a literal: what a stranger types can't begin a line of its own.
"""

import logging

from django.http import HttpRequest

_log = logging.getLogger("netviz.accounts")


def note(event: str, request: HttpRequest, **values: object) -> None:
    """One line: the event, the address it came from, who did it (where somebody is signed in), and the values."""
    who = getattr(request, "principal", None)
    by = {"by": who.username} if who else {}
    said = {"address": request.META.get("REMOTE_ADDR", ""), **by, **values}
    _log.info("%s %s", event, " ".join(f"{name}={value!r}" for name, value in said.items()))
