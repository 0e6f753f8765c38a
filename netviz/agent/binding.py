"""Where to serve, as `--bind` says it."""

from django.core.management.base import CommandError

DEFAULT = "127.0.0.1:8000"


def parse_bind(bind: str) -> tuple[str, int]:
    """`ADDR:PORT`, `[V6]:PORT` or `:PORT` as address and port. Raises CommandError."""
    host, colon, port = bind.rpartition(":")
    if not colon or not port.isdecimal() or not 0 < int(port) < 65536:
        raise CommandError(f"--bind {bind}: give ADDR:PORT, for example 127.0.0.1:8000 or [::1]:8000")
    return host.strip("[]") or "0.0.0.0", int(port)


def address(host: str, port: int) -> str:
    """The address that a browser on this machine reaches it at."""
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"http://[{reachable}]:{port}" if ":" in reachable else f"http://{reachable}:{port}"
