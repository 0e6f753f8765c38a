"""What an engine may be called and where it may be: every face checks the same, and says the same."""

import re
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from netviz.agent.engine_rows import Settings

# It stands in addresses and in the journal.
NAME = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9_.-]{0,63}")
# Words that stand in addresses where a name would: /settings/engines/add/, /api/v1/engines/test.
TAKEN = frozenset({"add", "test"})
SCHEMES = ("unix", "tcp", "http", "https")


def name_fault(name: str) -> str | None:
    """What is wrong with an engine's name, as a sentence; None when nothing is."""
    if not NAME.fullmatch(name):
        return _("Use letters, digits, “_”, “.” and “-”, starting with a letter or a digit.")
    return _("This name is taken by netviz itself.") if name in TAKEN else None


def url_fault(url: str) -> str | None:
    """The same of an engine's address."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return _("This is not an address.")
    place = parts.path if parts.scheme == "unix" else parts.hostname
    if parts.scheme not in SCHEMES or not place or port == 0:
        return _("Start with unix://, tcp://, http:// or https://.")
    return None


def faults(settings: Settings) -> dict[str, str]:
    """What is wrong with how an engine is to be reached: a sentence for each field."""
    found = {}
    if url := url_fault(settings.url):
        found["url"] = url
    if bool(settings.tls_cert) != bool(settings.tls_key):
        found["tls_key"] = _("A client certificate and its key go together.")
    return found
