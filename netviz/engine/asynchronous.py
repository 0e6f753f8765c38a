"""The engine as the event loop sees it: its blocking client in threads of its own, a few per engine."""

import asyncio
import contextlib
import logging
import re
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterable
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Literal, ParamSpec, TypeVar

from netviz.engine.client import EngineClient, Tls
from netviz.engine.errors import EngineError
from netviz.engine.events import FILTERS, EngineEvent, parse_event
from netviz.engine.execution import execute
from netviz.engine.images import image_names
from netviz.engine.observation import AT_A_TIME, Observation, Sighting
from netviz.engine.reading import text
from netviz.engine.threads import DaemonThreads
from netviz.topology.schema import Key, Observed

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")
# A busy engine lets an order wait for its locks.
ORDERS_AT_A_TIME, ORDER_WITHIN_S = 8, 60.0
# An engine that does not even answer a ping for so long hangs.
PING_WITHIN_S = 10.0
# A clock that differs by less is not worth a word.
SKEW_S = 2.0


@dataclass(frozen=True)
class Identity:
    """What an engine says it is. `clock_skew_s`: its clock minus ours, whole seconds, None within 2 s."""

    product: Literal["docker", "podman"]
    engine_id: str | None = None
    version: str | None = None
    api_version: str | None = None
    host_name: str | None = None
    operating_system: str | None = None
    kernel_version: str | None = None
    architecture: str | None = None
    firewall_backend: str | None = None
    swarm: str | None = None
    swarm_node_id: str | None = None
    clock_skew_s: float | None = None
    local: bool = False

    @property
    def podman(self) -> bool:
        return self.product == "podman"


class AsyncEngine:
    def __init__(self, name: str, url: str, *, tls: Tls | None = None) -> None:
        self.name = name
        self.url = url
        self._client = EngineClient(url, tls=tls)
        self._observation = Observation(name, self._client)
        # Looks and passes have threads of their own: an order that stops a container for ten seconds must not keep them.
        self._threads = DaemonThreads(AT_A_TIME + 1, f"engine-{name}")
        self._pass_threads = DaemonThreads(1, f"engine-pass-{name}")
        self._inspect_threads = DaemonThreads(AT_A_TIME, f"engine-inspect-{name}")
        self._order_threads = DaemonThreads(ORDERS_AT_A_TIME, f"engine-order-{name}")
        self._order_client = EngineClient(url, tls=tls, timeout_s=ORDER_WITHIN_S)
        self._ping = EngineClient(url, tls=tls, timeout_s=PING_WITHIN_S)
        self._ping_thread = DaemonThreads(1, f"engine-ping-{name}")

    async def identify(self) -> Identity:
        """Raises EngineError when it can't be reached."""
        identity = await self._in(self._threads, _identify, self._client, self.url)
        self._observation.podman = identity.podman
        self._observation.clock_skew_s = identity.clock_skew_s or 0.0
        return identity

    async def observe_all(self) -> dict[Key, Observed]:
        """All networks, containers and endpoints. Raises EngineError."""
        return await self._in(self._pass_threads, self._observation.everything, self._inspect_threads)

    async def ping(self) -> None:
        """Whether the engine answers at all, whatever its other calls do. Raises EngineError within seconds when it does not."""
        await self._in(self._ping_thread, self._ping.ping)

    async def observe_container(self, ref: str) -> Sighting:
        """A container and its endpoints. Raises EngineError but for 404, which is `gone`."""
        return await self._in(self._threads, self._observation.container, ref)

    async def observe_network(self, ref: str) -> Sighting:
        return await self._in(self._threads, self._observation.network, ref)

    async def image_names(self) -> list[str]:
        """The names of the images that the engine has. Raises EngineError."""
        return await self._in(self._threads, image_names, self._client)

    async def execute(self, spec: Any) -> dict[str, Any]:
        """Carries an order out; what the engine made of it. Raises EngineError."""
        return await self._in(self._order_threads, execute, self._order_client, spec)

    async def events(self, since: float | None = None) -> AsyncIterator[EngineEvent]:
        """The engine's events; with `since` (seconds by the engine's clock) those that it still remembers first.

        Ends with EngineError when the connection is lost. A thread only drains: the engine drops slow listeners.
        """
        loop = asyncio.get_running_loop()
        queue: asyncio.Queue[EngineEvent | EngineError] = asyncio.Queue()
        drain = _Drain(self._client, since, self._observation.podman, lambda item: _put(loop, queue, item))
        drain.start()
        try:
            while True:
                item = await queue.get()
                if isinstance(item, EngineError):
                    raise item
                yield item
        finally:
            drain.stop()

    def remember(self, objects: Iterable[Observed]) -> None:
        """Seeds what stopped containers had from what the models hold."""
        self._observation.remember(objects)

    def forget(self) -> None:
        """After a reconnect nothing that was inspected before counts."""
        self._observation.forget()
        for client in (self._client, self._order_client):
            client.renegotiate()

    async def close(self) -> None:
        for threads in (
            self._threads,
            self._pass_threads,
            self._inspect_threads,
            self._order_threads,
            self._ping_thread,
        ):
            threads.shutdown(cancel_futures=True)

    async def _in(self, threads: Executor, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await asyncio.get_running_loop().run_in_executor(threads, lambda: function(*args, **kwargs))


def _put(loop: asyncio.AbstractEventLoop, queue: "asyncio.Queue[Any]", item: Any) -> None:
    # The loop may have been closed while the thread was reading.
    with contextlib.suppress(RuntimeError):
        loop.call_soon_threadsafe(queue.put_nowait, item)


class _Drain(threading.Thread):
    """Reads the stream of events and hands each on at once."""

    def __init__(
        self, client: EngineClient, since: float | None, podman: bool, hand: Callable[[EngineEvent | EngineError], None]
    ) -> None:
        super().__init__(name="engine-events", daemon=True)
        self._client = EngineClient(client.url, tls=client.tls)
        self._since = since
        self._podman = podman
        self._hand = hand
        self._stopped = False

    def run(self) -> None:
        params = {"filters": FILTERS} | ({"since": f"{self._since:.9f}"} if self._since is not None else {})
        try:
            for raw in self._client.stream("/events", **params):
                event = parse_event(raw, podman=self._podman)
                if event is not None:
                    self._hand(event)
        except EngineError as error:
            self._end(error)
        except Exception as error:
            # Without a word the observer would wait for events for ever.
            log.exception("the stream of events can't be read")
            self._end(EngineError("unreachable", str(error)))

    def _end(self, error: EngineError) -> None:
        if not self._stopped:
            self._hand(error)

    def stop(self) -> None:
        self._stopped = True
        self._client.end_stream()


def _identify(client: EngineClient, url: str) -> Identity:
    headers = client.ping()
    version, info = client.get("/version"), client.get("/info")
    podman = "Libpod-Api-Version" in headers
    return Identity(
        product="podman" if podman else "docker",
        # Podman's is new at every call.
        engine_id=None if podman else text(info, "ID"),
        version=text(version, "Version"),
        api_version=text(version, "ApiVersion"),
        host_name=text(info, "Name"),
        operating_system=text(info, "OperatingSystem"),
        kernel_version=text(info, "KernelVersion"),
        architecture=text(info, "Architecture"),
        firewall_backend=text(info, "FirewallBackend", "Driver"),
        swarm=text(info, "Swarm", "LocalNodeState"),
        swarm_node_id=text(info, "Swarm", "NodeID"),
        clock_skew_s=_skew(headers.get("Date"), text(info, "SystemTime")),
        local=url.startswith("unix:"),
    )


def _skew(date: str | None, system_time: str | None) -> float | None:
    """The engine's clock minus ours: from /info's time where it has one, else from the answer's Date (whole seconds)."""
    theirs = None
    if system_time:
        with contextlib.suppress(ValueError):
            # Python reads six digits of a second at most; Go writes nine.
            theirs = datetime.fromisoformat(re.sub(r"(\.\d{6})\d+", r"\1", system_time))
    if theirs is None and date:
        with contextlib.suppress(ValueError, TypeError):
            theirs = parsedate_to_datetime(date)
    if theirs is None:
        return None
    skew = theirs.replace(tzinfo=theirs.tzinfo or UTC).timestamp() - time.time()
    return float(round(skew)) if abs(skew) >= SKEW_S else None
