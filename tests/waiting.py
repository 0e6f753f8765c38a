"""Waiting for what has to happen: by looking, for as long as a machine that is busy with other things may take."""

import asyncio
import inspect
import time
from collections.abc import Callable
from typing import Any

# Seconds. Nothing takes nearly as long where it works and the machine is idle; what does not work is waited for in vain.
PATIENCE_S = 60.0


def until(look: Callable[[], Any], within_s: float = PATIENCE_S, every_s: float = 0.05) -> Any:
    """What `look()` gives once that is true. AssertionError when it does not come to be."""
    end = time.monotonic() + within_s
    while not (seen := look()):
        assert time.monotonic() < end, f"it did not happen within {within_s:.0f} s: {look}"
        time.sleep(every_s)
    return seen


async def eventually(look: Callable[[], Any], within_s: float = PATIENCE_S, every_s: float = 0.02) -> Any:
    """The same while the loop goes on; `look` may be a coroutine function."""
    end = time.monotonic() + within_s
    while not (seen := await _seen(look)):
        assert time.monotonic() < end, f"it did not happen within {within_s:.0f} s: {look}"
        await asyncio.sleep(every_s)
    return seen


async def _seen(look: Callable[[], Any]) -> Any:
    found = look()
    return await found if inspect.isawaitable(found) else found
