"""A network in which nothing changes, for the browser, with a way out of it to the servers under test.

Chromium watches its machine's addresses and breaks off what it is loading when one comes or goes (ERR_NETWORK_CHANGED): beside an engine
whose networks come and go it would fail at random. So it runs in a network namespace with a loopback interface only, and reaches the
tests' servers through a SOCKS 5 proxy (RFC 1928) that listens in there and connects from out here.
"""

import asyncio
import contextlib
import socket
import subprocess
import threading
from pathlib import Path
from types import TracebackType

from netviz.host.namespaces import enter

IPV4, NAME = 1, 3
DONE, FAILED = 0, 5


class QuietNetwork:
    """`launcher` starts a program in it, `proxy` is the address to give to the browser."""

    def __init__(self, folder: Path, program: str) -> None:
        self._holder = subprocess.Popen(
            ["unshare", "--net", "sh", "-c", "ip link set lo up && echo ready && exec sleep infinity"],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._holder.stdout is not None
        assert self._holder.stdout.readline() == "ready\n", "the browser's network needs root"
        namespace = f"/proc/{self._holder.pid}/ns/net"
        self.launcher = folder / "browser"
        self.launcher.write_text(f'#!/bin/sh\nexec nsenter --net={namespace} {program} "$@"\n')
        self.launcher.chmod(0o755)
        self._socket = listening_in(namespace)
        self.proxy = f"socks5://127.0.0.1:{self._socket.getsockname()[1]}"
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> "QuietNetwork":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._socket.close()
        self._holder.kill()
        self._holder.wait()
        assert self._holder.stdout is not None
        self._holder.stdout.close()

    def _run(self) -> None:
        self._loop.run_until_complete(asyncio.start_server(serve, sock=self._socket))
        self._loop.run_forever()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0.05))
        self._loop.close()


def listening_in(namespace: str) -> socket.socket:
    """A socket that listens on a free loopback port of another namespace: it belongs to where its thread was when it was made."""
    made: list[socket.socket] = []

    def make() -> None:
        with Path(namespace).open() as file:
            enter(file.fileno())
        made.append(socket.create_server(("127.0.0.1", 0), backlog=200))

    thread = threading.Thread(target=make)
    thread.start()
    thread.join()
    return made[0]


async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """One connection of the browser's, from the greeting to its end."""
    try:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            out_reader, out_writer = await connected(reader, writer)
            await asyncio.gather(pump(reader, out_writer), pump(out_reader, writer))
    finally:
        writer.close()


async def connected(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Greets, connects to what is asked for, and says so."""
    _version, methods = await reader.readexactly(2)
    await reader.readexactly(methods)
    writer.write(b"\x05\x00")
    _version, _command, _reserved, kind = await reader.readexactly(4)
    host = await address(reader, kind)
    port = int.from_bytes(await reader.readexactly(2), "big")
    try:
        streams = await asyncio.open_connection(host, port)
    except OSError:
        writer.write(bytes([5, FAILED, 0, IPV4, 0, 0, 0, 0, 0, 0]))
        raise
    writer.write(bytes([5, DONE, 0, IPV4, 0, 0, 0, 0, 0, 0]))
    return streams


async def address(reader: asyncio.StreamReader, kind: int) -> str:
    if kind == NAME:
        (length,) = await reader.readexactly(1)
        return (await reader.readexactly(length)).decode()
    family, size = (socket.AF_INET, 4) if kind == IPV4 else (socket.AF_INET6, 16)
    return socket.inet_ntop(family, await reader.readexactly(size))


async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while content := await reader.read(1 << 16):
            writer.write(content)
            await writer.drain()
    finally:
        writer.close()
