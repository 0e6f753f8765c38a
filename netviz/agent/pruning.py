"""The journal's retention, kept by whoever writes it."""

import asyncio
import logging

from django.conf import settings
from django.db import DatabaseError

from netviz.topology import journal
from netviz.topology.db import in_db

log = logging.getLogger(__name__)

EVERY_S = 600.0
# Not while everything starts.
FIRST_AFTER_S = 30.0


async def keep_pruning(first_after_s: float = FIRST_AFTER_S, every_s: float = EVERY_S) -> None:
    """Prunes the journal by age and rows, as the settings say, until cancelled."""
    await asyncio.sleep(first_after_s)
    while True:
        try:
            gone = await in_db(journal.prune, settings.JOURNAL_DAYS, settings.JOURNAL_ROWS)
        except DatabaseError:
            log.exception("the journal could not be pruned; it is tried again")
        else:
            if gone:
                log.info("%d old changes pruned", gone)
        await asyncio.sleep(every_s)
