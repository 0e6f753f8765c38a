"""The engine's API over the docker SDK: blocking, with a time-out and a cap on every answer's size."""

import contextlib
import http.client
import json
import logging
import socket
import ssl
import threading
import time
from collections.abc import Generator, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import docker.tls

from netviz.engine.abilities import api_version
from netviz.engine.errors import EngineError, of_answer
from netviz.engine.interleaved import Interleaved
from netviz.engine.reading import text
from netviz.engine.transport import FAILURES, Answer, Call, Transport, UnixTransport, transport

log = logging.getLogger(__name__)

# Between two bytes of an answer, and for a whole answer however slowly it comes.
TIMEOUT_S, MOST_S = 20.0, 60.0
# The list of 5,000 containers is about 10 MB; nothing that an engine says of itself is larger than this.
MOST_BYTES = 64 * 1024 * 1024
MOST_EVENT_BYTES = 1024 * 1024

# The newest API version whose answers are tested here: an engine answers in the version that it is asked in.
NEWEST_API = (1, 51)
# Podman's own API, in a version that all of 4 and 5 have.
LIBPOD = "/v4.0.0"
# Answers by key, or what went wrong with one.
Each = Generator[tuple[str, Any | EngineError], None, None]


@dataclass(frozen=True)
class Tls:
    """Paths of PEM files; `ca` None trusts the system's authorities."""

    ca: str | None = None
    cert: str | None = None
    key: str | None = None


class EngineClient:
    """One engine. Safe to use from several threads: each has a connection of its own."""

    def __init__(self, url: str, *, tls: Tls | None = None, timeout_s: float = TIMEOUT_S) -> None:
        self.url = url
        self.tls = tls
        self._timeout_s = timeout_s
        self._local = threading.local()
        self._streaming: Answer | None = None
        self._stream_ended = False
        self._spoken: tuple[tuple[int, int], bool] | None = None

    def get(self, path: str, **params: Any) -> Any:
        """The JSON answer of a GET. Raises EngineError."""
        return self.call("GET", path, params=params)

    def get_bytes(self, path: str, **params: Any) -> bytes:
        """The same as it came, for who may have parsed it before."""
        return self._read("GET", self._address(path), self._timeout_s, params=params)[1]

    def post(self, path: str, body: Any = None, **params: Any) -> Any:
        return self.call("POST", path, params=params, body=None if body is None else json.dumps(body).encode())

    def delete(self, path: str, **params: Any) -> Any:
        return self.call("DELETE", path, params=params)

    def libpod(self, path: str) -> Any:
        """The JSON answer of Podman's own API (`/libpod/...`), which Docker does not have. Raises EngineError."""
        return self._answer("GET", f"{LIBPOD}{path}", self._timeout_s)

    def call(self, method: str, path: str, *, patience_s: float = 0.0, **kwargs: Any) -> Any:
        """The JSON answer (None when it is empty, text where it is not JSON). Raises EngineError.

        `patience_s`: how much longer than usual it may take the engine to begin its answer.
        """
        timeout_s = self._timeout_s + patience_s
        return self._answer(method, self._address(path), timeout_s, **kwargs)

    def _answer(self, method: str, address: str, timeout_s: float, **kwargs: Any) -> Any:
        return decode(self._read(method, address, timeout_s, **kwargs)[1])

    def ping(self) -> Mapping[str, str]:
        """The headers of /_ping, in any case: Api-Version, Server, Libpod-Api-Version, Date."""
        try:
            return self._read("GET", "/_ping", self._timeout_s)[0]
        except EngineError as error:
            if error.status in (404, 405):
                # Every engine has this address: a web server answers.
                raise no_engine() from error
            raise

    def _read(self, method: str, address: str, timeout_s: float, **kwargs: Any) -> tuple[Mapping[str, str], bytes]:
        """The headers and the body of an answer. Raises EngineError, also for what the engine refuses."""
        try:
            return _whole(self._transport.open(Call(method, address, **kwargs), (timeout_s, timeout_s)))
        except FAILURES as error:
            raise unreachable(error) from error

    def get_each(self, paths: Iterable[tuple[str, str]], pool: Executor, at_a_time: int) -> Each:
        """The JSON answers of many GETs by the keys that their paths came with, or what went wrong; as they come.

        Whoever stops before the last closes it. A path is taken just before it is asked for. `pool` has the threads for an engine that is not at a unix socket.
        """
        if isinstance(self._transport, UnixTransport):
            return self._interleaved(paths, at_a_time)
        return self._threaded(paths, pool, at_a_time)

    def _interleaved(self, paths: Iterable[tuple[str, str]], at_a_time: int) -> Each:
        calls = ((key, Call("GET", self._address(path))) for key, path in paths)
        for key, outcome in Interleaved(self._transports(at_a_time), self._timeout_s).outcomes(calls, _whole):
            if isinstance(outcome, EngineError):
                yield key, outcome
            elif isinstance(outcome, Exception):
                yield key, unreachable(outcome)
            else:
                yield key, decode(outcome[1])

    def _threaded(self, paths: Iterable[tuple[str, str]], pool: Executor, at_a_time: int) -> Each:
        asked: dict[Future[Any], str] = {}
        for key, path in paths:
            if len(asked) == at_a_time:
                yield from _done(asked)
            asked[pool.submit(self.get, path)] = key
        while asked:
            yield from _done(asked)

    def stream(self, path: str, **params: Any) -> Iterator[dict[str, Any]]:
        """JSON objects as they come, for as long as the engine keeps the answer open. Raises EngineError at its end."""
        try:
            timeout = (self._timeout_s, None)
            with closing(self._transport.open(Call("GET", self._address(path), params), timeout)) as answer:
                if answer.status >= 400:
                    raise of_answer(answer.status, _message(_read(answer), answer.reason or ""))
                self._streaming = answer
                _keep_alive(answer)
                if not self._stream_ended:
                    yield from _objects(answer)
        except (*FAILURES, AttributeError) as error:
            # AttributeError: the answer was closed by another thread in the middle of a read.
            raise unreachable(error) from error
        raise EngineError("unreachable", "the engine ended its stream of events")

    def end_stream(self) -> None:
        """Ends the stream that another thread reads, or is about to: its socket is shut down, which wakes the reader."""
        self._stream_ended = True
        if self._streaming is not None:
            with contextlib.suppress(OSError, AttributeError):
                self._streaming.socket.shutdown(socket.SHUT_RDWR)

    @property
    def _transport(self) -> Transport:
        """This thread's connection."""
        found: Transport | None = getattr(self._local, "transport", None)
        if found is None:
            found = self._local.transport = self._connection()
        return found

    def _transports(self, most: int) -> list[UnixTransport]:
        """This thread's further connections, for calls that are under way at once."""
        kept: list[UnixTransport] = self._local.__dict__.setdefault("transports", [])
        while len(kept) < most and isinstance(more := self._connection(), UnixTransport):
            kept.append(more)
        return kept[:most]

    def _connection(self) -> Transport:
        try:
            return transport(self.url, timeout_s=self._timeout_s, tls=self._tls_config())
        except FAILURES as error:
            raise unreachable(error) from error
        except (ImportError, NameError, AttributeError) as error:
            # What the SDK needs for ssh:// and npipe:// is not installed.
            raise EngineError(
                "unsupported", f"addresses like {self.url.partition(':')[0]}: are not supported"
            ) from error

    def renegotiate(self) -> None:
        """Another engine may answer now: the next call asks what it is."""
        self._spoken = None

    @property
    def spoken_api(self) -> tuple[int, int]:
        """The API version that is spoken: the engine's own, or the newest that is known here. Raises EngineError."""
        return self._negotiated()[0]

    @property
    def podman(self) -> bool:
        """Whether it is Podman that speaks Docker's API. Raises EngineError."""
        return self._negotiated()[1]

    def _negotiated(self) -> tuple[tuple[int, int], bool]:
        if self._spoken is None:
            headers = self.ping()
            told, least = headers.get("Api-Version"), None
            if api_version(told) > NEWEST_API or not told:
                # A proxy may have dropped the header. A newer engine may understand nothing that is as old as what is known here.
                version = self._answer("GET", "/version", self._timeout_s)
                told, least = text(version, "ApiVersion"), text(version, "MinAPIVersion")
            self._spoken = _spoken(told, least), "Libpod-Api-Version" in headers
        return self._spoken

    def _address(self, path: str) -> str:
        major, minor = self.spoken_api
        return f"/v{major}.{minor}{path}"

    def _tls_config(self) -> Any:
        if self.tls is None:
            return False
        pair = (self.tls.cert, self.tls.key) if self.tls.cert and self.tls.key else None
        return docker.tls.TLSConfig(client_cert=pair, ca_cert=self.tls.ca, verify=self.tls.ca or True)


def no_engine() -> EngineError:
    return EngineError("unreachable", "what answers at this address is not a container engine")


def _spoken(told: str | None, least: str | None) -> tuple[int, int]:
    """The API version to speak with an engine that tells its own, and the oldest that it takes. Raises EngineError."""
    version = api_version(told)
    if version == (0, 0):
        raise no_engine()
    return max(min(version, NEWEST_API), api_version(least))


def unreachable(error: Exception) -> EngineError:
    """What the system says of a connection that failed, without the layers of libraries around it."""
    seen: BaseException = error
    while (deeper := seen.__cause__ or seen.__context__) is not None and deeper is not seen:
        seen = deeper
    # A refusal to connect in time is a TimeoutError too, and the system's own words say more of it.
    if isinstance(seen, TimeoutError) and not seen.strerror:
        return EngineError("timeout", "the engine did not answer in time")
    if isinstance(seen, ssl.SSLCertVerificationError):
        return EngineError("unreachable", f"certificate verify failed: {seen.verify_message}")
    if isinstance(seen, ValueError | http.client.IncompleteRead):
        # How many bytes or which chunk is missing says nothing to anybody: the connection was cut in the middle of an answer.
        return EngineError("unreachable", "the engine ended the connection")
    text = seen.strerror if isinstance(seen, OSError) and seen.strerror else str(seen)
    return EngineError("unreachable", text or type(seen).__name__)


def _keep_alive(answer: Answer) -> None:
    """A stream may be silent for days: the system finds out whether a remote peer still lives."""
    with contextlib.suppress(OSError, AttributeError):
        sock = answer.socket
        if sock.family in (socket.AF_INET, socket.AF_INET6):
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
            for option, value in (("TCP_KEEPIDLE", 15), ("TCP_KEEPINTVL", 5), ("TCP_KEEPCNT", 3)):
                sock.setsockopt(socket.IPPROTO_TCP, getattr(socket, option), value)


def _done(asked: dict[Future[Any], str]) -> Iterator[tuple[str, Any | EngineError]]:
    """Waits for some of these calls; takes them out of `asked`."""
    for future in wait(asked, return_when=FIRST_COMPLETED).done:
        error = future.exception()
        if error is not None and not isinstance(error, EngineError):
            raise error
        yield asked.pop(future), error or future.result()


def _whole(answer: Answer) -> tuple[Mapping[str, str], bytes]:
    """The headers and the body; closes the answer. Raises one of FAILURES or EngineError, also for what the engine refuses."""
    with closing(answer):
        content = _read(answer)
        if answer.status >= 400:
            raise of_answer(answer.status, _message(content, answer.reason or ""))
        return answer.headers, content


def _read(answer: Answer) -> bytes:
    content, until = bytearray(), time.monotonic() + MOST_S
    for block in answer.blocks():
        content += block
        if len(content) > MOST_BYTES:
            raise EngineError("too_large", f"the engine's answer is larger than {MOST_BYTES} bytes")
        if time.monotonic() > until:
            raise EngineError("timeout", f"the engine's answer took longer than {MOST_S:.0f} s")
    return bytes(content)


def decode(content: bytes) -> Any:
    """JSON; text where it is none, None where nothing came."""
    if not content.strip():
        return None
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return content.decode(errors="replace")


def _message(content: bytes, reason: str) -> str:
    answer = decode(content)
    if isinstance(answer, dict):
        # Podman: {cause, message, response}, where the message holds the cause.
        return str(answer.get("message") or answer.get("cause") or reason).strip()
    return str(answer or reason).strip()


def _objects(answer: Answer) -> Iterator[dict[str, Any]]:
    """The JSON objects of a stream, one a line. What is no such thing, or is too long, is passed over: the next may be good."""
    rest, skipping = b"", False
    for block in answer.blocks():
        *lines, rest = (rest + block).split(b"\n")
        if skipping and lines:
            lines, skipping = lines[1:], False
        if skipping or len(rest) > MOST_EVENT_BYTES:
            rest, skipping = b"", True
        yield from filter(None, map(_object, lines))


def _object(line: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(line) if line.strip() else None
    except (ValueError, RecursionError):
        log.warning("the engine sent an event that is no JSON: %r", line[:80])
        return None
    return found if isinstance(found, dict) else None
