"""Form fields for what the engine takes: pairs, lists, addresses, ports, a command line."""

from __future__ import annotations

import ipaddress
import re
import shlex
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MAC = re.compile(r"[0-9a-fA-F]{2}([:-][0-9a-fA-F]{2}){5}")
# What the engine allows in a name (its RestrictedNameChars).
NAME = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9_.-]*")
ALIAS = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,252}")
PORT = re.compile(
    r"(?:(?:(?P<ip>\[[^\]]+\]|[^:]+):)?(?P<host>\d{0,5}):)?(?P<port>\d{1,5})(?:/(?P<protocol>tcp|udp|sctp))?"
)


class Plain(forms.CharField):
    """One line of text; empty is None."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, "max_length": 500, "empty_value": None, **kwargs})


class NameField(Plain):
    """A name as the engine takes it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 200, **kwargs})

    def clean(self, value: Any) -> str | None:
        name = super().clean(value)
        if name and not NAME.fullmatch(name):
            raise ValidationError(
                _("Use letters, digits, “_”, “.” and “-”, starting with a letter or a digit."), code="invalid"
            )
        return name  # type: ignore[no-any-return]


class AddressField(Plain):
    """An IP address of one family (4 or 6), in the form that the engine prints."""

    def __init__(self, version: int, **kwargs: Any) -> None:
        self.version = version
        super().__init__(**{"max_length": 45, **kwargs})

    def clean(self, value: Any) -> str | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            address = ipaddress.ip_address(text)
        except ValueError:
            address = None  # type: ignore[assignment]
        if address is None or address.version != self.version:
            raise ValidationError(
                _("“%(value)s” is not an IPv%(version)s address."), "invalid", {"value": text, "version": self.version}
            )
        return str(address)


class MacField(Plain):
    def clean(self, value: Any) -> str | None:
        text = super().clean(value)
        if text and not MAC.fullmatch(text):
            raise ValidationError(
                _("Write a MAC address as six pairs of digits, such as 02:42:ac:12:00:05."), "invalid"
            )
        return text.lower().replace("-", ":") if text else None


class WordsField(Plain):
    """Words apart by spaces, commas or lines: a tuple."""

    def clean(self, value: Any) -> tuple[str, ...]:  # type: ignore[override]
        return tuple(part for part in re.split(r"[\s,]+", super().clean(value) or "") if part)


class AliasesField(WordsField):
    """Names for a resolver, apart by spaces or commas: a tuple."""

    def clean(self, value: Any) -> tuple[str, ...]:  # type: ignore[override]
        aliases = super().clean(value)
        for alias in aliases:
            if not ALIAS.fullmatch(alias):
                raise ValidationError(_("“%(name)s” is not a name that can be resolved."), "invalid", {"name": alias})
        return aliases


class CommandField(Plain):
    """A command line, taken apart as a shell would, but run by none: a tuple of words."""

    def clean(self, value: Any) -> tuple[str, ...]:  # type: ignore[override]
        try:
            return tuple(shlex.split(super().clean(value) or ""))
        except ValueError:
            raise ValidationError(_("A quotation mark is not closed."), "invalid") from None


class Lines(Plain):
    """Several lines of text."""

    widget = forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "autocapitalize": "off"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 20_000, **kwargs})

    def lines(self, value: Any) -> list[str]:
        text = super().clean(value) or ""
        return [line.strip() for line in text.splitlines() if line.strip()]


class PairsField(Lines):
    """One `key=value` a line: a dict. `bare`: a line without "=" is a key with an empty value."""

    def __init__(self, *, bare: bool = True, **kwargs: Any) -> None:
        self.bare = bare
        super().__init__(**kwargs)

    def clean(self, value: Any) -> dict[str, str]:  # type: ignore[override]
        pairs: dict[str, str] = {}
        for line in self.lines(value):
            key, equals, text = line.partition("=")
            key = key.strip()
            if not key or (not equals and not self.bare):
                raise ValidationError(_("“%(line)s” is not of the form key=value."), "invalid", {"line": line})
            if key in pairs:
                raise ValidationError(_("“%(key)s” is there twice."), "invalid", {"key": key})
            pairs[key] = text
        return pairs


class PortsField(Lines):
    """One `[[IP:]HOST_PORT:]PORT[/PROTOCOL]` a line, as `docker run -p` takes it: a list of port objects."""

    def clean(self, value: Any) -> list[dict[str, Any]]:  # type: ignore[override]
        return [self._port(line) for line in self.lines(value)]

    def _port(self, line: str) -> dict[str, Any]:
        match = PORT.fullmatch(line)
        if match is None:
            raise ValidationError(
                _("“%(line)s” is not a port. Write 8080:80, 127.0.0.1:8080:80 or 53:53/udp."), "invalid", {"line": line}
            )
        return {
            "port": self._number(match["port"], line),
            "protocol": match["protocol"] or "tcp",
            "host_ip": self._ip(match["ip"], line),
            "host_port": self._number(match["host"], line) if match["host"] else None,
        }

    def _number(self, text: str, line: str) -> int:
        if not 0 < int(text) < 65536:
            raise ValidationError(_("“%(line)s”: ports go from 1 to 65535."), "invalid", {"line": line})
        return int(text)

    def _ip(self, text: str | None, line: str) -> str | None:
        if text is None:
            return None
        try:
            return str(ipaddress.ip_address(text.strip("[]")))
        except ValueError:
            raise ValidationError(
                _("“%(line)s”: before the ports stands an IP address of the host."), "invalid", {"line": line}
            ) from None


class ChosenField(forms.ChoiceField):
    """One of the objects that exist: its id."""

    default_error_messages = {
        "invalid_choice": gettext_lazy("This is not there (any more), or can't be chosen here."),
    }
