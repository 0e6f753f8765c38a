"""Run, rename and remove a container; disconnect it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from netviz.topology import schema

from .connect import network_label
from .fields import AddressField, AliasesField, ChosenField, CommandField, NameField, PairsField, Plain, PortsField
from .orders import OrderForm


class RenameForm(OrderForm):
    action = "rename"
    name = NameField(label=_("New name"), required=True)


class RemoveContainerForm(OrderForm):
    action = "container_remove"
    force = forms.BooleanField(label=_("Kill it first if it runs"), required=False)
    volumes = forms.BooleanField(label=_("Remove its anonymous volumes too"), required=False)


class DisconnectForm(OrderForm):
    action = "disconnect"
    network = forms.CharField(max_length=100)
    force = forms.BooleanField(required=False)


class RunForm(OrderForm):
    action = "container_run"
    engine = forms.ChoiceField(label=_("Engine"))
    image = Plain(
        label=_("Image"),
        required=True,
        help_text=_("It must be on the engine already: netviz pulls nothing."),
        widget=forms.TextInput(attrs={"list": "images", "autocomplete": "off"}),
    )
    name = NameField(label=_("Name"), help_text=_("Empty: the engine makes one up."))
    command = CommandField(label=_("Command"), max_length=4000, help_text=_("Empty: what the image says."))
    network = ChosenField(label=_("Network"), required=False)
    ipv4 = AddressField(4, label=_("IPv4 address"), help_text=_("Empty: the next free one."))
    ipv6 = AddressField(6, label=_("IPv6 address"))
    aliases = AliasesField(label=_("Aliases"), help_text=_("More names for it on this network, apart by spaces."))
    ports = PortsField(label=_("Published ports"), help_text=_("One a line: 8080:80, 127.0.0.1:8080:80, 53:53/udp."))
    env = PairsField(
        label=_("Environment"), bare=False, help_text=_("One NAME=value a line. netviz keeps the names only.")
    )
    hostname = Plain(label=_("Host name"), max_length=63)
    restart_policy = forms.ChoiceField(
        label=_("Restart"),
        required=False,
        choices=[
            ("", _("never")),
            ("on-failure", _("when it fails")),
            ("unless-stopped", _("always, unless stopped")),
            ("always", _("always")),
        ],
    )
    labels = PairsField(label=_("Labels"), help_text=_("One key=value a line."))

    MORE = ("ipv6", "env", "hostname", "restart_policy", "labels")

    def __init__(self, *args: Any, networks: Mapping[str, list[schema.Network]], **kwargs: Any) -> None:
        """`networks`: for each engine those that a container can be run on."""
        super().__init__(*args, **kwargs)
        engine: Any = self.fields["engine"]
        engine.choices = [(name, name) for name in networks]
        if len(networks) == 1:
            engine.widget, engine.initial = forms.HiddenInput(), next(iter(networks))
        field: Any = self.fields["network"]
        field.choices = [("", _("The engine's default network")), *self._groups(networks)]

    @staticmethod
    def _groups(networks: Mapping[str, list[schema.Network]]) -> list[tuple[str, Any]]:
        groups = {name: [(item.id, network_label(item)) for item in items] for name, items in networks.items()}
        return next(iter(groups.values())) if len(groups) == 1 else list(groups.items())

    @property
    def more(self) -> list[forms.BoundField]:
        return [self[name] for name in self.MORE]

    @property
    def more_open(self) -> bool:
        return any(field.errors or field.data for field in self.more)

    def order_data(self) -> dict[str, Any]:
        data = super().order_data()
        del data["engine"]
        return data
