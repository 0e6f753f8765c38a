"""From the agent to every process's hub: one message per batch."""

import json
from typing import Any

from channels.layers import get_channel_layer

from netviz.topology.reconcile import Batch

# All hubs listen here.
GROUP = "topology"
# All agents listen here: {"type": "interest"} from hubs with clients, {"type": "engines"} when the engines' rows changed.
AGENTS = "agents"
# A larger batch (the first observation of an engine) is only announced: the hubs read it from the journal, in pages.
MOST_CHANGES = 500


async def publish(batch: Batch) -> None:
    """Tells the hubs what was committed. A lost message costs a second: each hub looks at the counter."""
    told = batch.changes if len(batch.changes) <= MOST_CHANGES else ()
    message = {
        "type": "topology.changes",
        "first": batch.first,
        "last": batch.last,
        "changes": [change.model_dump_json() for change in told],
    }
    await get_channel_layer().group_send(GROUP, message)


async def notify(message: dict[str, Any]) -> None:
    """Tells every browser something that the journal does not hold: rates, how an order stands."""
    await get_channel_layer().group_send(GROUP, {"type": "topology.notice", "text": json.dumps(message)})
