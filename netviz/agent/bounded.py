"""daphne with bounds on what a client may cost before netviz has even seen its request: bytes, time, connections.

daphne itself takes a body of any size onto the disk before the application hears of it, waits for ever for a request that comes a byte a
minute, and takes connections until the process has no descriptor left for the engine and the database.
"""

# daphne.server installs Twisted's asyncio reactor, so it comes before anything that imports a reactor.
from daphne.server import Server  # isort: skip

import logging
import resource
import time
from io import BytesIO
from typing import Any

from daphne.http_protocol import HTTPFactory, WebRequest
from twisted.internet.protocol import Protocol
from twisted.protocols.policies import WrappingFactory
from twisted.web.http import HTTPChannel

from netviz.accounts.bodies import MOST_BODY
from netviz.host.namespaces import allow_files

log = logging.getLogger(__name__)

MOST_CONNECTIONS = 2000
# A request's head and body have to come within this, however busily the bytes trickle in. A silent connection ends after idle_s.
REQUEST_WITHIN_S, IDLE_S = 60, 60
# Nothing of netviz's takes so long: an order is answered after 15 s at the latest.
ANSWER_WITHIN_S = 120
# An answer to a body that still comes in: closed at once, the connection would be reset and the answer lost on its way.
LINGER_S = 5
COMPLAIN_EVERY_S = 60


class BoundedRequest(WebRequest):
    content: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # Django parses forms; Twisted's own try would stop the event loop for it, and its refusal has no words.
        super().__init__(*args, parsePOSTFormSubmission=False, **kwargs)

    def requestReceived(self, command: bytes, path: bytes, version: bytes) -> None:
        if (size := self.content.tell()) > MOST_BODY:
            self._drop_body(size)
        super().requestReceived(command, path, version)

    def _drop_body(self, size: int) -> None:
        """A body of unknown length (chunked) has grown too long: the application is told its length so far, and answers 413 to that."""
        self.content.close()
        self.content = BytesIO()
        self.requestHeaders.removeHeader(b"Transfer-Encoding")
        self.requestHeaders.setRawHeaders(b"Content-Length", [str(size).encode()])
        self.channel.close_after_answer(self)


class BoundedChannel(HTTPChannel):
    """One connection."""

    length: int | None
    _dataBuffer: list[bytes]
    _deadline: Any = None
    _lingers_after_answer = False
    _lingering = False

    def dataReceived(self, data: bytes) -> None:
        if self._lingering:
            return
        if self._deadline is None and not self._handlingRequest:
            self._deadline = self.callLater(REQUEST_WITHIN_S, self._too_slow)
        super().dataReceived(data)

    def allHeadersReceived(self) -> None:
        too_large = self.length is not None and self.length > MOST_BODY
        if too_large:
            # Don't invite the body; take the request as complete without it.
            self.requests[-1].requestHeaders.removeHeader(b"Expect")
            self.length = 0
        super().allHeadersReceived()
        if too_large:
            self.close_after_answer(self.requests[-1])

    def rawDataReceived(self, data: bytes) -> None:
        super().rawDataReceived(data)
        if self.requests and not self._handlingRequest and self.requests[-1].content.tell() > MOST_BODY:
            self.allContentReceived()

    def allContentReceived(self) -> None:
        self._stop_deadline()
        super().allContentReceived()

    def close_after_answer(self, request: Any) -> None:
        """The rest of this request's body is not read, so nothing after it can be understood."""
        self.persistent = False
        self._lingers_after_answer = True
        request.responseHeaders.setRawHeaders(b"Connection", [b"close"])

    def loseConnection(self) -> None:
        if not self._lingers_after_answer:
            super().loseConnection()
        elif not self._lingering:
            self._linger()

    def connectionLost(self, reason: Any) -> None:
        self._stop_deadline()
        super().connectionLost(reason)

    def _linger(self) -> None:
        """Says that nothing more comes from here, and throws away what the client still sends, for a moment."""
        self._lingering = True
        self._dataBuffer = []
        self._networkProducer.unregisterProducer()
        self.transport.loseWriteConnection()
        self._abortingCall = self.callLater(LINGER_S, self.forceAbortClient)

    def _too_slow(self) -> None:
        self._deadline = None
        self._lingers_after_answer = True
        self.transport.write(b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
        self.loseConnection()

    def _stop_deadline(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None


class BoundedFactory(HTTPFactory):
    protocol = BoundedChannel
    timeOut = IDLE_S

    def buildProtocol(self, addr: Any) -> Any:
        channel = super().buildProtocol(addr)
        channel.requestFactory = BoundedRequest
        return channel


class Busy(Protocol):
    """What one connection too many hears."""

    def connectionMade(self) -> None:
        self.transport.write(
            b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 10\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
        )
        self.transport.loseConnection()


class Connections(WrappingFactory):
    """Hands connections to daphne while there are not too many, those that have become websockets included."""

    def __init__(self, channels: BoundedFactory, limit: int) -> None:
        super().__init__(channels)
        self._limit = limit
        self._complain_from = 0.0

    def buildProtocol(self, addr: Any) -> Any:
        if len(self.protocols) < self._limit:
            return super().buildProtocol(addr)
        if time.monotonic() >= self._complain_from:
            self._complain_from = time.monotonic() + COMPLAIN_EVERY_S
            log.warning("%d connections are open: no more are taken until some of them end", self._limit)
        return Busy()


class BoundedServer(Server):
    def __init__(self, **options: Any) -> None:
        super().__init__(http_timeout=ANSWER_WITHIN_S, **options)

    @property
    def http_factory(self) -> Connections:
        return self._connections

    @http_factory.setter
    def http_factory(self, made: HTTPFactory) -> None:
        """daphne makes its factory when it starts, and asks nobody which."""
        self._connections = Connections(BoundedFactory(self), most_connections())


def most_connections() -> int:
    """How many this process can afford: as many descriptors stay for the engine, the database and the containers' namespaces."""
    allow_files(MOST_CONNECTIONS)
    soft, _hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    return MOST_CONNECTIONS if soft == resource.RLIM_INFINITY else min(MOST_CONNECTIONS, soft // 2)
