"""Words for why an order was not carried out, and what to do about it, in the reader's language. All faces say the same.

The engine's own words are shown beside, verbatim.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


def said(words: Mapping[str, Words], code: str | None, params: Mapping[str, Any] | None = None) -> str:
    """The words for a code with its parameters filled in; the code itself where no words are known, so that nothing is hidden."""
    if code is None:
        return ""
    words_of_code = words.get(code)
    return code if words_of_code is None else str(words_of_code) % Filled(params or {})


class Filled(dict[str, Any]):
    """Parameters for a %-format: one that is missing shows as an ellipsis."""

    def __missing__(self, key: str) -> str:
        return "…"


WHAT: dict[str, Words] = {
    # From the engine.
    "address_in_use": _("This address is taken."),
    "address_not_in_subnet": _("This address is in none of the network's subnets."),
    "no_configured_subnet": _("The engine takes a static address only on a network whose subnet a person chose."),
    "active_endpoints": _("Containers are still connected to this network."),
    "pool_overlaps": _("This subnet overlaps with one that is in use on the host."),
    "pools_exhausted": _("All of the engine's predefined address pools are used up."),
    "no_ipv6_pool": _("The engine has no IPv6 address pool to choose a subnet from."),
    "not_found": _("The engine has no such object: it was removed meanwhile, or its name is misspelled."),
    "conflict": _("This conflicts with something that exists already."),
    "already_connected": _("The container is connected to this network already."),
    "not_connected": _("The container is not connected to this network."),
    "driver_missing": _("The engine has no such network driver."),
    "kernel_lacks": _("The host's kernel lacks what this network driver needs."),
    "predefined": _("This network is the engine's own and can't be removed."),
    "invalid": _("The engine did not accept the values."),
    "unsupported": _("This engine, or this network's driver, can't do that."),
    "unreachable": _("The engine can't be reached."),
    "timeout": _("The engine did not answer in time; whether it did the work will show on the map."),
    "too_large": _("The engine's answer was larger than netviz accepts."),
    "refused": _("The engine refused."),
    "unknown": _("The engine reported an error."),
    "engine_failed": _("The engine failed to do it."),
    "addresses_exhausted": _("The network has no free address left."),
    "port_in_use": _("A port is taken on the host."),
    "shared_namespace": _(
        "The container uses the host's or another container's network, so it can't be connected to a network."
    ),
    "needs_swarm": _("This needs Swarm mode, and the engine is not part of a Swarm."),
    "parent_in_use": _("The parent interface is in use by another network."),
    "not_attachable": _("This Swarm network is not attachable."),
    "name_in_use": _("This name is taken."),
    "image_missing": _("The engine does not have this image."),
    "command_missing": _("The image does not have this command."),
    "not_running": _("The container is not running."),
    "still_running": _("The container is running."),
    "invalid_name": _("The engine does not accept this name."),
    # From netviz, before the engine was asked.
    "read_only": _("This netviz is read-only: it carries out no orders."),
    "forbidden": _("Your role does not allow this."),
    "engine_unknown": _("No engine of this name is configured."),
    "engine_unreachable": _("The engine can't be reached now."),
    "already_so": _("It is so already; nothing was done."),
    "pending": _("The same is being done right now."),
    "no_undo": _("This can't be taken back."),
    "idempotency_key_reused": _("This form was sent before with other values."),
    "no_agent": _("No agent took the order in time; nothing was done."),
    "outcome_unknown": _("The engine was lost while it did this, and what it shows now does not have the effect."),
    "agent_busy": _("The engine's agent did not let it go in time."),
}

ADVICE: dict[str, Words] = {
    "address_in_use": _("Choose another address, or leave the field empty: the engine then takes the next free one."),
    "address_not_in_subnet": _("Choose an address inside one of the subnets that the network's page lists."),
    "no_configured_subnet": _(
        "Leave the address empty, or create a network with a subnet of your own and connect to that."
    ),
    "active_endpoints": _("Disconnect them first; the network's page lists them."),
    "pool_overlaps": _("Choose another subnet; the networks page and the host page show those in use."),
    "pools_exhausted": _(
        "Remove networks that nothing uses (Prune lists them), give the new network a subnet, or add pools under "
        "default-address-pools in the engine's daemon.json."
    ),
    "no_ipv6_pool": _(
        "Give the network an IPv6 subnet of its own (for example fd00:1::/64), or add an IPv6 pool under "
        "default-address-pools in the engine's daemon.json."
    ),
    "not_found": _("Go back and look at the list as it is now."),
    "conflict": _("Choose another name, or remove the other one first."),
    "already_connected": _("Disconnect it first to connect it with other settings."),
    "addresses_exhausted": _("Disconnect what is not needed any more, or create a network with a larger subnet."),
    "port_in_use": _("Choose another host port, or stop what listens on it."),
    "shared_namespace": _("Connect the container that owns the network namespace, or create it anew with a network."),
    "needs_swarm": _("Run “docker swarm init” on the engine's host, or choose the driver bridge."),
    "parent_in_use": _("Choose another parent interface, or one of its VLANs such as eth0.10."),
    "not_attachable": _("Create the network as attachable, or connect the Swarm service instead."),
    "name_in_use": _("Choose another name, or remove the other one first."),
    "image_missing": _("Pull or load it on the engine's host first (docker pull, docker load): netviz pulls nothing."),
    "command_missing": _("Check the command's spelling and path, or leave it empty to run what the image says."),
    "not_running": _("Start it first."),
    "still_running": _("Stop it first, or tick that it be killed."),
    "invalid_name": _("Use letters, digits, “_”, “.” and “-”, starting with a letter or a digit."),
    "driver_missing": _("Install the driver's plugin on the engine's host, or choose another driver."),
    "kernel_lacks": _("Load the kernel module on the host (for example: modprobe ipvlan), or choose another driver."),
    "invalid": _("Correct the values that the engine names below."),
    "unsupported": _("Leave that setting out."),
    "unreachable": _("Check that the engine runs and that netviz may use its address (see the engine's settings)."),
    "engine_unreachable": _("It will work again when the engine answers; netviz keeps trying."),
    "timeout": _("Wait a moment and look at the activity page before you try again."),
    "refused": _("The engine's words below say why."),
    "read_only": _("The administrator started it with NETVIZ_READ_ONLY=1."),
    "forbidden": _("Ask an administrator for the role “operator”."),
    "pending": _("Wait for it to finish; the activity page shows it."),
    "outcome_unknown": _("Look at the map whether it came about, and try again if it did not."),
    "agent_busy": _("Try again in a few seconds."),
    "no_agent": _("Check that the agent of this engine runs, then try again."),
}


# What an engine would ignore, by the order's field.
SETTINGS: dict[str, Words] = {
    "mac": _("a MAC address at connect"),
    "driver_opts": _("driver options at connect"),
    "gw_priority": _("gateway priorities"),
    "enable_ipv4": _("networks without IPv4"),
    "config_only": _("configuration-only networks"),
    "config_from": _("a configuration from another network"),
    "ingress": _("ingress networks"),
    "scope": _("a network's scope"),
    "attachable": _("attachable networks"),
    "ipam_driver": _("IPAM drivers"),
    "ipam_options": _("IPAM options"),
    "aux_addresses": _("reserved addresses"),
}
# Who takes it (engine/abilities.py).
TAKERS: dict[str, Words] = {
    "docker_at_run": _("Leave it out; Docker takes one when the container is created (docker run --mac-address)."),
    "from_docker_28": _("Leave it out, or use an engine that has it: Docker 28 or later."),
    "not_podman": _("Leave it out; Docker has it, Podman has not."),
}
LEFT_BEHIND = _(
    "The engine still names the network in the container's configuration, and the container's next restart may fail: "
    "disconnect it (where the engine refuses that, once the container is stopped), or connect it with other settings."
)


def setting(name: str) -> str:
    """What an order's field is for, of those that some engines ignore."""
    return said(SETTINGS, name)


def what(code: str | None, params: Mapping[str, Any] | None = None) -> str:
    known = params or {}
    if code == "unsupported" and "setting" in known:
        return str(_("This engine ignores %(setting)s, so it was not asked.")) % {"setting": setting(known["setting"])}
    return said(WHAT, code, params)


def advice(code: str | None, params: Mapping[str, Any] | None = None) -> str:
    """What a person can do; empty where there is nothing to say."""
    known = params or {}
    words = TAKERS.get(known.get("why", ""), ADVICE.get(code or "", ""))
    left = str(LEFT_BEHIND) if known.get("left_behind") else ""
    return " ".join(part for part in (str(words) % Filled(known), left) if part)
