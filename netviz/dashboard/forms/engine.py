"""Add and change an engine."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from netviz.agent.engine_rows import Settings

from .fields import Plain

# It stands in addresses and in the journal.
ENGINE_NAME = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9_.-]{0,63}")
SCHEMES = ("unix", "tcp", "http", "https")


class EngineForm(forms.Form):
    """How an engine is reached; `name` only when it is added, since the journal and the audit know it by that."""

    name = Plain(label=_("Name"), required=True, max_length=64, help_text=_("What you call it, e.g. host1."))
    url = Plain(
        label=_("Address"),
        required=True,
        help_text=_("e.g. unix:///var/run/docker.sock, or tcp://10.0.0.5:2376 with TLS files"),
    )
    tls_ca = Plain(label=_("TLS: CA certificate"), help_text=_("A file's path on the machine where the agent runs."))
    tls_cert = Plain(label=_("TLS: client certificate"))
    tls_key = Plain(label=_("TLS: client key"))

    def __init__(self, *args: Any, with_name: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        if not with_name:
            del self.fields["name"]

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"])
        if not ENGINE_NAME.fullmatch(name):
            raise ValidationError(now("Use letters, digits, “_”, “.” and “-”, starting with a letter or a digit."))
        if name == "add":
            # Its page would have the address of the form that adds one.
            raise ValidationError(now("This name is taken by netviz itself."))
        return name

    def clean_url(self) -> str:
        url = str(self.cleaned_data["url"])
        try:
            parts = urlsplit(url)
        except ValueError:
            raise ValidationError(now("This is not an address.")) from None
        place = parts.path if parts.scheme == "unix" else parts.netloc
        if parts.scheme not in SCHEMES or not place:
            raise ValidationError(now("Start with unix://, tcp://, http:// or https://."))
        return url

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if bool(data.get("tls_cert")) != bool(data.get("tls_key")):
            self.add_error("tls_key", now("A client certificate and its key go together."))
        return data

    def settings(self) -> Settings:
        names = ("tls_ca", "tls_cert", "tls_key")
        return Settings(self.cleaned_data["url"], **{name: self.cleaned_data.get(name) or "" for name in names})
