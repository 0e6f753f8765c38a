"""Many websocket clients in a process of their own, so that they don't slow whoever drives the measurement.

    python -m scripts.benchmarks.crowd listen|echo ADDRESS CLIENTS   with the token on standard input

listen: notes when each change came first, and gaps in the revisions. echo: sends 20 messages a second per client and notes how long each
echo took. Answers each line on standard input with what it has noted, as one line of JSON.
"""

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

RATE = 20


@dataclass
class Received:
    """One client's notes. `first`: change's object -> when it came first; echo: message -> seconds. `gaps`: revisions that were left out."""

    last: int = 0
    gaps: int = 0
    objects: int = 0
    first: dict[str, float] = field(default_factory=dict)

    def take(self, message: dict[str, Any], now: float) -> None:
        if message["type"] == "snapshot":
            self.last = message["revision"]
            self.objects = len(message["containers"])
        elif message["type"] == "changes":
            for change in message["changes"]:
                self.gaps += max(0, change["revision"] - self.last - 1)
                self.last = change["revision"]
                if change["kind"] == "container" and change["op"] == "add":
                    self.objects += 1
                self.first.setdefault(change["id"], now)


async def listen(socket: ClientConnection, notes: Received) -> None:
    async for text in socket:
        now = time.monotonic()
        # The same message goes to every client: what one has parsed serves the others.
        notes.take(parsed(text), now)


_last: tuple[Any, dict[str, Any]] = ("", {})


def parsed(text: Any) -> dict[str, Any]:
    global _last
    if _last[0] != text:
        _last = text, json.loads(text)
    return _last[1]


async def echo(socket: ClientConnection, notes: Received) -> None:
    number = 0
    while True:
        started = time.monotonic()
        await socket.send(str(number))
        await socket.recv()
        notes.first[str(number)] = time.monotonic() - started
        number += 1
        await asyncio.sleep(max(0.0, started + 1 / RATE - time.monotonic()))


async def main(mode: str, address: str, clients: int, token: str) -> None:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    notes = [Received() for _ in range(clients)]
    sockets = []
    for _ in range(clients):
        sockets.append(await connect(address, additional_headers=headers, max_size=None, compression=None))
    work = listen if mode == "listen" else echo
    tasks = [asyncio.create_task(work(socket, mine)) for socket, mine in zip(sockets, notes, strict=True)]
    print("ready", flush=True)
    loop = asyncio.get_running_loop()
    while await loop.run_in_executor(None, sys.stdin.readline):
        for task in tasks:
            if task.done():
                task.result()
        print(json.dumps([asdict(item) for item in notes]), flush=True)


class Crowd:
    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def received(self) -> list[Received]:
        """What each client has noted so far."""
        self._say("")
        return [Received(**item) for item in json.loads(self._hear())]

    def wait_for_revision(self, revision: int, at_least_objects: int, timeout_s: float = 60) -> None:
        """Until every client has come so far and knows so many containers. TimeoutError."""
        end = time.monotonic() + timeout_s
        while not all(item.last >= revision and item.objects >= at_least_objects for item in self.received()):
            if time.monotonic() > end:
                raise TimeoutError("the clients did not come so far")
            time.sleep(0.5)

    def _say(self, text: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(text + "\n")
        self._process.stdin.flush()

    def _hear(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the clients' process ended")
        return line


@contextmanager
def crowd(mode: str, address: str, clients: int, token: str) -> Iterator[Crowd]:
    command = [sys.executable, "-m", "scripts.benchmarks.crowd", mode, address, str(clients)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        made = Crowd(process)
        try:
            made._say(token)
            if made._hear() != "ready\n":
                raise RuntimeError("the clients' process did not start")
            yield made
        finally:
            process.terminate()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.stdin.readline().strip()))
