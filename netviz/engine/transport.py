"""One thread's connection to an engine: a call's answer as it arrives.

A unix socket is asked over the docker SDK's connection with the standard library alone. The SDK's own session prepares each request
anew and keeps a pool for each address, so that no two inspects share a connection: 0.6 ms of processor time an inspect against 0.1.
What is reached in another way (TCP, TLS) goes through that session.
"""

import http.client
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlencode

import docker
import requests
import urllib3
from docker.errors import DockerException
from docker.transport import UnixHTTPAdapter
from docker.transport.unixconn import UnixHTTPConnection
from urllib3.util.wait import wait_for_read

# Seconds to connect, and between two bytes of the answer; None waits for ever.
Timeout = tuple[float, float | None]
# What the layers here raise: requests, urllib3 (in the middle of a stream), http.client, the SDK, the system, and what is not HTTP.
FAILURES = (
    requests.RequestException,
    urllib3.exceptions.HTTPError,
    http.client.HTTPException,
    DockerException,
    OSError,
    ValueError,
)
BLOCK_BYTES = 256 * 1024


@dataclass(frozen=True)
class Call:
    """What an engine is asked. A parameter that is None is left out; a list is given once for each item."""

    method: str
    path: str
    params: Mapping[str, Any] | None = None
    body: bytes | None = None
    content_type: str = "application/json"

    @property
    def target(self) -> str:
        given = {name: value for name, value in (self.params or {}).items() if value is not None}
        return f"{self.path}?{urlencode(given, doseq=True)}" if given else self.path

    @property
    def headers(self) -> dict[str, str]:
        return {} if self.body is None else {"Content-Type": self.content_type}


class Answer(Protocol):
    """The head of an answer, and its body as it comes. Whoever asked for it closes it."""

    @property
    def status(self) -> int: ...

    @property
    def reason(self) -> str | None: ...

    @property
    def headers(self) -> Mapping[str, str]:
        """By name in any case."""

    @property
    def socket(self) -> Any:
        """What it comes through; AttributeError once it has ended."""

    def blocks(self) -> Iterator[bytes]:
        """What has arrived, each time that something has. Raises one of FAILURES, also for an answer that is cut off."""

    def close(self) -> None: ...


class Transport(Protocol):
    def open(self, call: Call, timeout: Timeout) -> Answer:
        """Asks, and returns once the answer has begun. Raises one of FAILURES."""


def transport(url: str, *, timeout_s: float, tls: Any = False) -> Transport:
    """A connection to the engine at `url`, made at the first call. `tls`: a docker.tls.TLSConfig. Raises one of FAILURES."""
    # The SDK would ask for the version with each connection; all paths here carry theirs.
    api = docker.APIClient(base_url=url, version="1.24", timeout=int(timeout_s), tls=tls)
    adapter = api.get_adapter(api.base_url)
    return UnixTransport(adapter) if isinstance(adapter, UnixHTTPAdapter) else SessionTransport(api)


class UnixTransport:
    """One kept connection to a unix socket; a call at a time."""

    def __init__(self, adapter: UnixHTTPAdapter) -> None:
        self._connection = UnixHTTPConnection("http+docker://localhost", adapter.socket_path, adapter.timeout)

    def open(self, call: Call, timeout: Timeout) -> Answer:
        self.send(call, timeout)
        return self.receive()

    def send(self, call: Call, timeout: Timeout) -> None:
        """Asks. Raises one of FAILURES."""
        connection: Any = self._connection
        if connection.sock is not None and wait_for_read(connection.sock, timeout=0):
            connection.close()  # The engine has ended it meanwhile.
        headers = {"User-Agent": _agent(), **call.headers}
        with self._whole():
            if connection.sock is None:
                connection.timeout = timeout[0]
                connection.connect()
            connection.sock.settimeout(timeout[1])
            # urllib3's own methods, which these override, cost twice as much.
            http.client.HTTPConnection.request(connection, call.method, call.target, call.body, headers)

    def receive(self) -> Answer:
        """The answer to what was sent, once it has begun. Raises one of FAILURES."""
        connection: Any = self._connection
        with self._whole():
            answer: http.client.HTTPResponse = http.client.HTTPConnection.getresponse(connection)
        return UnixAnswer(connection, answer)

    def fileno(self) -> int:
        """What tells that an answer has begun."""
        connection: Any = self._connection
        descriptor: int = connection.sock.fileno()
        return descriptor

    def close(self) -> None:
        self._connection.close()

    @contextmanager
    def _whole(self) -> Iterator[None]:
        """A connection on which a call was given up half-way is of no use for the next."""
        try:
            yield
        except BaseException:
            self._connection.close()
            raise


class UnixAnswer:
    def __init__(self, connection: Any, answer: http.client.HTTPResponse) -> None:
        self.status, self.reason = answer.status, answer.reason
        self.headers: Any = answer.headers
        self._connection, self._answer = connection, answer
        self._left = None if answer.chunked else answer.length

    @property
    def socket(self) -> Any:
        # http.client hands the socket over to an answer that nothing follows.
        stream: Any = self._answer.fp
        return self._connection.sock or stream.raw._sock

    def blocks(self) -> Iterator[bytes]:
        while not self._complete:
            block = self._answer.read1(BLOCK_BYTES if self._left is None else min(BLOCK_BYTES, self._left))
            if self._left is not None:
                if not block:
                    raise http.client.IncompleteRead(b"", self._left)
                self._left -= len(block)
            elif not block:
                break
            yield block

    @property
    def _complete(self) -> bool:
        return self._left == 0 or self._answer.isclosed()

    def close(self) -> None:
        complete = self._complete
        self._answer.close()
        if not complete:
            # What is left of the answer would be read as the next one.
            self._connection.close()


class SessionTransport:
    """Calls through the SDK's session."""

    def __init__(self, api: docker.APIClient) -> None:
        self._api = api

    def open(self, call: Call, timeout: Timeout) -> Answer:
        answer = self._api.request(
            call.method,
            self._api.base_url + call.target,
            data=call.body,
            headers=call.headers,
            timeout=timeout,
            stream=True,
            allow_redirects=False,
            # Said with each call: else requests takes REQUESTS_CA_BUNDLE or CURL_CA_BUNDLE instead of the engine's own authority.
            verify=self._api.verify,
        )
        return SessionAnswer(answer.raw)


class SessionAnswer:
    def __init__(self, answer: urllib3.HTTPResponse) -> None:
        self.status, self.reason = answer.status, answer.reason
        self.headers: Mapping[str, str] = answer.headers
        self._answer = answer

    @property
    def socket(self) -> Any:
        connection: Any = self._answer.connection
        return connection.sock

    def blocks(self) -> Iterator[bytes]:
        while block := self._answer.read1(BLOCK_BYTES, decode_content=True):
            yield block

    def close(self) -> None:
        self._answer.close()


def _agent() -> str:
    return f"netviz docker-sdk/{docker.__version__}"
