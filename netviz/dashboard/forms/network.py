"""Create a network, and choose which unused ones to remove."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import BaseFormSet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from netviz.agent import wording
from netviz.topology import schema

from .fields import NameField, PairsField, Plain
from .offers import leave_out, lost
from .orders import OrderForm

Net = ipaddress.IPv4Network | ipaddress.IPv6Network
SUBNET_ROWS = 3
SUBNET_ROWS_MAX = 16
_NOT_INSIDE = _("“%(value)s” is not inside %(subnet)s.")


class NetworkCreateForm(OrderForm):
    action = "network_create"
    engine = forms.ChoiceField(label=_("Engine"))
    name = NameField(label=_("Name"), required=True)
    # Text, not a choice: plugins bring drivers of their own. The known ones are suggested.
    driver = Plain(
        label=_("Driver"),
        required=True,
        initial="bridge",
        max_length=100,
        widget=forms.TextInput(attrs={"list": "drivers", "autocomplete": "off"}),
        help_text=_("bridge, macvlan, ipvlan, overlay, or a plugin's name."),
    )
    parent = Plain(
        label=_("Parent interface"),
        max_length=64,
        help_text=_("macvlan and ipvlan: the host's interface that it sits on, such as eth0 or eth0.10."),
    )
    internal = forms.BooleanField(
        label=_("Internal"), required=False, help_text=_("No way out: containers reach each other only.")
    )
    ipv6 = forms.BooleanField(label=_("IPv6"), required=False, help_text=_("Containers get IPv6 addresses too."))
    attachable = forms.BooleanField(
        label=_("Attachable"), required=False, help_text=_("overlay: plain containers may be connected by hand.")
    )
    options = PairsField(
        label=_("Driver options"),
        help_text=_("One key=value a line, passed to the driver as they are, e.g. com.docker.network.driver.mtu=1400"),
    )
    labels = PairsField(label=_("Labels"), help_text=_("One key=value a line."))
    ipam_driver = Plain(label=_("IPAM driver"), max_length=100)
    ipam_options = PairsField(label=_("IPAM options"), help_text=_("One key=value a line."))
    config_only = forms.BooleanField(
        label=_("Configuration only"), required=False, help_text=_("A template that other networks copy.")
    )
    config_from = NameField(label=_("Configuration from"), help_text=_("The name of a configuration-only network."))
    ingress = forms.BooleanField(
        label=_("Ingress"), required=False, help_text=_("Swarm's routing mesh; there can be one only.")
    )

    MORE = ("attachable", "options", "labels", "ipam_driver", "ipam_options", "config_only", "config_from", "ingress")

    def __init__(self, *args: Any, engines: Mapping[str, schema.Engine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.engines = engines
        self.left_out = leave_out(self, list(engines.values()))
        field: Any = self.fields["engine"]
        field.choices = [(name, name) for name in engines]
        if len(engines) == 1:
            field.widget = forms.HiddenInput()
            field.initial = next(iter(engines))

    @property
    def more(self) -> list[forms.BoundField]:
        return [self[name] for name in self.MORE if name in self.fields]

    @property
    def more_open(self) -> bool:
        return any(field.errors or field.data or self.initial.get(field.name) for field in self.more)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        parent, options = data.get("parent"), data.get("options") or {}
        if parent and options.get("parent", parent) != parent:
            self.add_error("parent", gettext("The driver options name another parent."))
        self._check_engine(data)
        return data

    def _check_engine(self, data: dict[str, Any]) -> None:
        """Of several engines the chosen one may ignore what another heeds."""
        chosen = self.engines.get(data.get("engine", ""))
        for name in lost(chosen) if chosen else ():
            if data.get(name):
                self.add_error(name, wording.what("unsupported", {"setting": name}))

    def order_data(self) -> dict[str, Any]:
        data = super().order_data()
        del data["engine"]
        if parent := data.pop("parent", None):
            data["options"] = {**data.get("options", {}), "parent": parent}
        return data


class SubnetForm(forms.Form):
    """One subnet; what must lie inside it is checked here, so that the error stands where it was typed."""

    subnet = Plain(label=_("Subnet"), max_length=50, help_text=_("e.g. 172.30.0.0/24"))
    gateway = Plain(label=_("Gateway"), max_length=45)
    ip_range = Plain(label=_("Range for containers"), max_length=50, help_text=_("e.g. 172.30.0.128/25"))
    aux_addresses = PairsField(
        bare=False,
        label=_("Reserved addresses"),
        widget=forms.TextInput(attrs={"placeholder": "router=172.30.0.2"}),
    )

    def __init__(self, *args: Any, engines: Mapping[str, schema.Engine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        leave_out(self, list(engines.values()))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("subnet"):
            if any(data.get(name) for name in ("gateway", "ip_range", "aux_addresses")):
                raise ValidationError(gettext("These need a subnet."), code="invalid")
            return data
        try:
            subnet = ipaddress.ip_network(data["subnet"])
        except ValueError as error:
            self.add_error("subnet", gettext("This is not a subnet: %(why)s.") % {"why": error})
            return data
        self._check_inside(subnet, data)
        return data

    def _check_inside(self, subnet: Net, data: dict[str, Any]) -> None:
        addresses = [("gateway", data.get("gateway"))]
        addresses += [("aux_addresses", text) for text in (data.get("aux_addresses") or {}).values()]
        for name, text in addresses:
            if text and not _address_in(subnet, text):
                self.add_error(name, _NOT_INSIDE % {"value": text, "subnet": subnet})
        if data.get("ip_range") and not _range_in(subnet, data["ip_range"]):
            self.add_error("ip_range", _NOT_INSIDE % {"value": data["ip_range"], "subnet": subnet})


def _address_in(subnet: Net, text: str) -> bool:
    try:
        return ipaddress.ip_address(text) in subnet
    except ValueError:
        return False


def _range_in(subnet: Net, text: str) -> bool:
    try:
        inner = ipaddress.ip_network(text)
    except ValueError:
        return False
    return inner.version == subnet.version and inner.subnet_of(subnet)  # type: ignore[arg-type]


class SubnetRows(BaseFormSet):
    def subnets(self) -> list[dict[str, Any]]:
        """The rows that say something, as an order takes them."""
        rows = [{name: value for name, value in row.items() if value} for row in self.cleaned_data]
        return [row for row in rows if row]


SubnetFormSet = forms.formset_factory(
    SubnetForm, formset=SubnetRows, extra=SUBNET_ROWS, max_num=SUBNET_ROWS_MAX, absolute_max=SUBNET_ROWS_MAX
)


class PruneForm(OrderForm):
    """Exactly the networks that were listed and ticked, of one engine."""

    action = "network_prune"
    engine = forms.ChoiceField(widget=forms.HiddenInput)
    networks = forms.MultipleChoiceField(error_messages={"required": _("Tick at least one network.")})

    def __init__(self, *args: Any, choices: dict[str, list[str]], **kwargs: Any) -> None:
        """`choices`: for each engine the ids that may be removed."""
        super().__init__(*args, **kwargs)
        engine: Any = self.fields["engine"]
        engine.choices = [(name, name) for name in choices]
        networks: Any = self.fields["networks"]
        networks.choices = [(item, item) for item in choices.get(self.data.get("engine", ""), [])]
        networks.error_messages["invalid_choice"] = gettext(
            "One of these networks is in use or gone meanwhile; look at the list again."
        )

    def order_data(self) -> dict[str, Any]:
        return {"networks": tuple(self.cleaned_data["networks"])}
