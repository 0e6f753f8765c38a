"""Whether a websocket was opened by our own pages."""

from urllib.parse import urlsplit

from django.conf import settings


def same_origin(origin: str, host: str) -> bool:
    """Whether the Origin header names NETVIZ_URL, or the host and port that the request itself was sent to."""
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return False
    if settings.PUBLIC_URL and origin.rstrip("/").lower() == settings.PUBLIC_URL.lower():
        return True
    return parts.netloc.lower() == host.lower()
