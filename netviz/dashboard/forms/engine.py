"""Add and change an engine."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from netviz.agent import engine_rules
from netviz.agent.engine_rows import Settings

from .fields import Plain


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
        if fault := engine_rules.name_fault(name):
            raise ValidationError(fault)
        return name

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "url" in data:
            for field, fault in engine_rules.faults(self.settings()).items():
                self.add_error(field, fault)
        return data

    def settings(self) -> Settings:
        names = ("tls_ca", "tls_cert", "tls_key")
        return Settings(self.cleaned_data["url"], **{name: self.cleaned_data.get(name) or "" for name in names})
