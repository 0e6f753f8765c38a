"""Which forwarded headers count: only those that a trusted proxy has set.

An ASGI middleware around HTTP and websockets alike. What it believes it writes into the scope (client address, scheme, Host), so
that nothing behind it looks at X-Forwarded-* again; what it doesn't believe it removes.
"""

import ipaddress
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

Scope = dict[str, Any]
Application = Callable[[Scope, Any, Any], Awaitable[None]]
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

FORWARDED = (b"x-forwarded-for", b"x-forwarded-proto", b"x-forwarded-host", b"x-forwarded-port", b"forwarded")
SCHEMES = {"http": "ws", "https": "wss"}


class TrustedProxies:
    """`trusted`: addresses or networks ("10.0.0.1", "10.0.0.0/8") of the proxies. Raises ValueError on anything else."""

    def __init__(self, app: Application, trusted: Iterable[str]) -> None:
        self.app = app
        self.trusted = [ipaddress.ip_network(text, strict=False) for text in trusted]

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        if scope["type"] in {"http", "websocket"}:
            scope = self.believe(scope)
        await self.app(scope, receive, send)

    def believe(self, scope: Scope) -> Scope:
        """The scope as the outermost trusted proxy saw it, without forwarded headers."""
        given = [(name, value) for name, value in scope["headers"] if name.lower() not in FORWARDED]
        believed = {**scope, "headers": given}
        client = scope.get("client")
        if not client or not self.is_trusted(client[0]):
            return believed
        said = {name.lower(): value.decode("latin-1").strip() for name, value in scope["headers"]}
        chain = [part.strip() for part in self._all_of(scope, b"x-forwarded-for").split(",") if part.strip()]
        believed["client"] = [self._origin(chain) or client[0], client[1]]
        proto = _last(said.get(b"x-forwarded-proto", "")).lower()
        if proto in SCHEMES:
            believed["scheme"] = SCHEMES[proto] if scope["type"] == "websocket" else proto
        host = _last(said.get(b"x-forwarded-host", ""))
        if host:
            others = [(name, value) for name, value in given if name.lower() != b"host"]
            believed["headers"] = [*others, (b"host", host.encode("latin-1"))]
        return believed

    def is_trusted(self, address: str) -> bool:
        try:
            parsed = ipaddress.ip_address(address)
        except ValueError:
            return False
        mapped = getattr(parsed, "ipv4_mapped", None)
        return any((mapped or parsed) in network for network in self.trusted)

    def _origin(self, chain: list[str]) -> str | None:
        """From the right, the first address that is not a trusted proxy's own; None as soon as something there is no address."""
        address: str | None = None
        for text in reversed(chain):
            address = _plain(text)
            if address is None or not self.is_trusted(address):
                break
        return address

    @staticmethod
    def _all_of(scope: Scope, wanted: bytes) -> str:
        return ",".join(value.decode("latin-1") for name, value in scope["headers"] if name.lower() == wanted)


def _last(text: str) -> str:
    """Of a list that each proxy adds to at its end, what the nearest one said."""
    return text.rsplit(",", 1)[-1].strip()


def _plain(address: str) -> str | None:
    """An address without brackets and port, as some proxies write it."""
    if address.startswith("["):
        address = address[1:].partition("]")[0]
    elif address.count(":") == 1:
        address = address.partition(":")[0]
    try:
        return str(ipaddress.ip_address(address))
    except ValueError:
        return None
