"""Words for the fields of objects, and their values as a person reads them: what a change shows before and after."""

import json
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from . import Words, links, said, states
from .abilities import WHY_NOT

FIELDS: dict[str, Words] = {
    "name": _("Name"),
    "state": _("State"),
    "health": _("Health"),
    "image": _("Image"),
    "image_id": _("Image's id"),
    "command": _("Command"),
    "exit_code": _("Exit code"),
    "created": _("Created"),
    "started_at": _("Started"),
    "finished_at": _("Stopped"),
    "pid": _("Process"),
    "sandbox_key": _("Network namespace"),
    "network_mode": _("Network mode"),
    "namespace_owner": _("Shares the network of"),
    "hostname": _("Host name"),
    "domainname": _("Domain name"),
    "dns": _("DNS servers"),
    "dns_search": _("DNS search"),
    "dns_options": _("DNS options"),
    "extra_hosts": _("Extra hosts"),
    "ports": _("Ports"),
    "env": _("Environment"),
    "labels": _("Labels"),
    "project": _("Project"),
    "service": _("Service"),
    "number": _("Number"),
    "restart_policy": _("Restart"),
    "privileged": _("Privileged"),
    "auto_remove": _("Removed when it stops"),
    "cap_add": _("Added rights"),
    "cap_drop": _("Dropped rights"),
    "driver": _("Driver"),
    "scope": _("Scope"),
    "internal": pgettext_lazy("field", "Internal"),
    "attachable": pgettext_lazy("field", "Attachable"),
    "ingress": _("Ingress"),
    "config_only": _("Configuration only"),
    "config_from": _("Configuration from"),
    "enable_ipv4": _("IPv4"),
    "enable_ipv6": _("IPv6"),
    "ipam_driver": _("IPAM driver"),
    "ipam_options": _("IPAM options"),
    "subnets": _("Subnets"),
    "options": _("Driver options"),
    "compose_network": _("Network in the Compose file"),
    "predefined": _("The engine's own"),
    "default_bridge": _("Default network"),
    "bridge": _("Bridge"),
    "parent": _("Parent interface"),
    "vxlan_id": _("VXLAN id"),
    "peers": _("Other hosts"),
    "network_name": _("Network"),
    "network_id": _("Network's id"),
    "container_id": _("Container's id"),
    "endpoint_id": _("Connection's id"),
    "ipv4": _("IPv4 address"),
    "ipv4_prefix_len": _("IPv4 prefix length"),
    "ipv4_gateway": _("IPv4 gateway"),
    "ipv6": _("IPv6 address"),
    "ipv6_prefix_len": _("IPv6 prefix length"),
    "ipv6_gateway": _("IPv6 gateway"),
    "mac": _("MAC address"),
    "configured_ipv4": _("IPv4 address asked for"),
    "configured_ipv6": _("IPv6 address asked for"),
    "configured_mac": _("MAC address asked for"),
    "last_ipv4": _("Last IPv4 address"),
    "last_ipv6": _("Last IPv6 address"),
    "aliases": _("Aliases"),
    "dns_names": _("DNS names"),
    "links": _("Links"),
    "driver_opts": _("Driver options"),
    "gw_priority": _("Gateway priority"),
    "default_route": _("Default route"),
    "missing": _("Network is gone"),
    "type": _("Type"),
    "mtu": _("MTU"),
    "addresses": _("Addresses"),
    "routes": _("Routes"),
    "master": _("In the bridge"),
    "peer": _("Other end"),
    "url": _("Address"),
    "reason": _("Reason"),
    "reason_code": _("Reason's code"),
    "since": _("Since"),
    "product": _("Product"),
    "version": _("Version"),
    "api_version": _("API version"),
    "engine_id": _("Engine's id"),
    "host_name": _("Host name"),
    "operating_system": _("System"),
    "kernel_version": _("Kernel"),
    "architecture": _("Architecture"),
    "firewall_backend": _("Packet filter"),
    "swarm": _("Swarm"),
    "swarm_node_id": _("Swarm node's id"),
    "clock_skew_s": _("Clock off by, seconds"),
    "host_interfaces": _("The host's interfaces"),
    "namespaces": _("Interfaces inside the containers"),
}

# The fields whose values are codes with words of their own.
CODES: dict[str, dict[str, Mapping[str, Words]]] = {
    "container": {"state": states.CONTAINER, "health": states.HEALTH, "restart_policy": states.RESTART},
    "engine": {"state": states.ENGINE, "swarm": states.SWARM},
    "interface": {"state": links.STATES, "type": links.TYPES},
}
# Moments: shown in the reader's time zone.
TIMES = frozenset({"created", "started_at", "finished_at", "since"})


def text(kind: str, field: str, value: Any) -> str:
    """A value in words: yes and no, lists joined, ports and routes as people write them; nothing is a dash."""
    if value is None or value in ("", [], {}):
        return "–"
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if field in CODES.get(kind, {}):
        return said(CODES[kind][field], str(value))
    if isinstance(value, list):
        # A port that is bound for IPv4 and for IPv6 is one port.
        return ", ".join(dict.fromkeys(_item(field, item) for item in value))
    if isinstance(value, dict):
        return _ability(value) if "available" in value else ", ".join(f"{key}={item}" for key, item in value.items())
    return str(value)


def _item(field: str, item: Any) -> str:
    if not isinstance(item, dict):
        return str(item)
    shapes = {"ports": _port, "routes": _route, "addresses": _address, "subnets": _subnet}
    shape = shapes.get(field)
    return shape(item) if shape else json.dumps(item, ensure_ascii=False)


def _port(item: Mapping[str, Any]) -> str:
    inner = f"{item.get('port')}/{item.get('protocol')}"
    if item.get("host_port") is None:
        return inner
    bound = f"{item['host_ip']}:" if item.get("host_ip") not in (None, "", "0.0.0.0", "::") else ""
    return f"{bound}{item['host_port']} → {inner}"


def _route(item: Mapping[str, Any]) -> str:
    gateway = item.get("gateway")
    return f"{item.get('destination')} → {gateway}" if gateway else str(item.get("destination"))


def _address(item: Mapping[str, Any]) -> str:
    return f"{item.get('address')}/{item.get('prefix_len')}"


def _subnet(item: Mapping[str, Any]) -> str:
    gateway = item.get("gateway")
    return f"{item.get('subnet')} ({gateway})" if gateway else str(item.get("subnet"))


def _ability(value: Mapping[str, Any]) -> str:
    return str(_("visible")) if value["available"] else said(WHY_NOT, value.get("code"))
