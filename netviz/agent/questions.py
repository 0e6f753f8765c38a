"""What a face asks of an engine beside orders: which images it has. The question goes to its agent through the channel layer, and the answer
comes back the same way: a web process needs no engine's socket.
"""

import asyncio
import contextlib
from typing import Any

from channels.exceptions import ChannelFull
from channels.layers import get_channel_layer

from netviz.agent.orders import agent_group
from netviz.engine.asynchronous import AsyncEngine
from netviz.engine.errors import EngineError
from netviz.topology.models import Engine

TYPE = "images"
ANSWER_WITHIN_S = 1.5
# More names than a person reads, and than a message should carry.
MOST = 2000


async def images(engine: Engine) -> list[str] | None:
    """The names of the images on an engine; None when its agent or the engine does not answer soon."""
    layer: Any = get_channel_layer()
    channel = await layer.new_channel()
    await layer.group_send(agent_group(engine.pk), {"type": TYPE, "reply": channel})
    try:
        async with asyncio.timeout(ANSWER_WITHIN_S):
            names: list[str] | None = (await layer.receive(channel))["names"]
            return names
    except TimeoutError:
        return None


async def answer(engine: AsyncEngine, question: dict[str, Any]) -> None:
    """The agent's side. A question that can't be answered is answered with None."""
    try:
        names: list[str] | None = (await engine.image_names())[:MOST]
    except EngineError:
        names = None
    layer: Any = get_channel_layer()
    # Who asked has gone, and nobody empties the channel.
    with contextlib.suppress(ChannelFull):
        await layer.send(question["reply"], {"type": TYPE, "names": names})
