"""daphne and the agents in one asyncio loop and one process (the embedded shape), or each alone (the grown one)."""

# daphne.server installs Twisted's asyncio reactor, so it comes before anything that imports a reactor.
from daphne.server import twisted_loop  # isort: skip

import asyncio
import gc
import signal
import sys
from collections.abc import Callable
from typing import Any

from daphne.endpoints import build_endpoint_description_strings
from twisted.internet import reactor
from twisted.internet.defer import Deferred

from netviz.agent.agents import Agents
from netviz.agent.bounded import BoundedServer

# Bytes. The first limits what is sent too: the snapshot of 5,000 containers is some 15 MB. The second is for what browsers send.
MOST_MESSAGE, MOST_FRAME = 64 * 1024 * 1024, 64 * 1024


class CannotListen(Exception):
    """The address is taken, or not this machine's; the log says which."""


def serve(application: Any, host: str, port: int, ready: Callable[[], None], agents: Agents | None) -> None:
    """Serves until SIGINT or SIGTERM; returns when all that it started has ended. `ready` is called once it listens.

    Raises CannotListen.
    """
    share_the_interpreter()
    running: list[asyncio.Future[None]] = []

    def start() -> None:
        if agents:
            running.append(asyncio.ensure_future(agents.run(), loop=twisted_loop))

    def stop() -> Deferred:
        for task in running:
            task.cancel()
        return Deferred.fromFuture(asyncio.gather(*running, return_exceptions=True))

    reactor.callWhenRunning(start)
    reactor.addSystemEventTrigger("before", "shutdown", stop)  # type: ignore[arg-type]
    server = BoundedServer(
        application=application,
        endpoints=build_endpoint_description_strings(host=host, port=port),
        ready_callable=ready,
        server_name="netviz",
        verbosity=0,
        websocket_handshake_timeout=20,
        application_close_timeout=2,
        websocket_max_message_size=MOST_MESSAGE,
        websocket_max_frame_size=MOST_FRAME,
    )
    server.run()
    close(twisted_loop)
    if server.abort_start:
        raise CannotListen


def close(loop: asyncio.AbstractEventLoop) -> None:
    """Ends what is left in the loop. Left open, an interpreter that exits with a websocket open crashes."""

    async def end_all() -> None:
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    loop.run_until_complete(end_all())
    loop.run_until_complete(loop.shutdown_asyncgens())
    loop.run_until_complete(loop.shutdown_default_executor())
    loop.close()


def share_the_interpreter() -> None:
    """Nothing makes the loop, or a thread with the engine's or the database's answer, wait long for the interpreter."""
    # Python's own is 5 ms.
    sys.setswitchinterval(0.001)
    # What is loaded by now stays: looked through again at each full collection, it would stop everything for 50 ms.
    gc.collect()
    gc.freeze()


def run_agents(only: list[str] | None) -> None:
    """The grown shape's agent process: the agents alone, until SIGINT or SIGTERM."""

    share_the_interpreter()

    async def main() -> None:
        task = asyncio.ensure_future(Agents(only).run())
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, task.cancel)
        await asyncio.gather(task, return_exceptions=True)

    asyncio.run(main())
