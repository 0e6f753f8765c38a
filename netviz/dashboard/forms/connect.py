"""Connect a container to a network: from the container's page, and from the network's."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from netviz.topology import schema

from .fields import AddressField, AliasesField, ChosenField, MacField, PairsField
from .offers import leave_out
from .orders import OrderForm


class EndpointForm(OrderForm):
    """The settings of one connection."""

    action = "connect"
    ipv4 = AddressField(4, label=_("IPv4 address"), help_text=_("Empty: the next free one."))
    ipv6 = AddressField(6, label=_("IPv6 address"))
    aliases = AliasesField(label=_("Aliases"), help_text=_("More names for it on this network, apart by spaces."))
    mac = MacField(label=_("MAC address"))
    driver_opts = PairsField(bare=False, label=_("Driver options"), help_text=_("One key=value a line."))
    gw_priority = forms.IntegerField(
        label=_("Gateway priority"),
        required=False,
        min_value=-(2**31),
        max_value=2**31 - 1,
        help_text=_("The network with the highest number gets the default route."),
    )

    MORE = ("ipv6", "mac", "driver_opts", "gw_priority")

    def __init__(self, *args: Any, engine: schema.Engine | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.left_out = leave_out(self, [engine] if engine else [])

    @property
    def more(self) -> list[forms.BoundField]:
        """What few people need: folded away until opened."""
        return [self[name] for name in self.MORE if name in self.fields]

    @property
    def more_open(self) -> bool:
        return any(field.errors or field.data for field in self.more)


class ConnectContainerForm(EndpointForm):
    """On a container's page: which network?"""

    network = ChosenField(label=_("Network"))
    field_order = ("network", "ipv4", "aliases")

    def __init__(self, *args: Any, networks: Iterable[schema.Network], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["network"]
        field.choices = [("", _("Choose a network")), *((item.id, network_label(item)) for item in networks)]


class ConnectNetworkForm(EndpointForm):
    """On a network's page: which container?"""

    container = ChosenField(label=_("Container"))
    field_order = ("container", "ipv4", "aliases")

    def __init__(self, *args: Any, containers: Iterable[schema.Container], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["container"]
        field.choices = [("", _("Choose a container")), *((item.id, container_label(item)) for item in containers)]


def network_label(network: schema.Network) -> str:
    subnets = ", ".join(item.subnet for item in network.subnets)
    return f"{network.name} ({network.driver}{', ' if subnets else ''}{subnets})"


def container_label(container: schema.Container) -> str:
    return f"{container.name} ({container.state})"
