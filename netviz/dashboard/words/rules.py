"""What a network's settings make of its traffic: codes of facts/rules.py."""

from django.utils.translation import gettext_lazy as _

from . import Words

RULES: dict[str, Words] = {
    "each_other": _("Its containers reach each other on every port."),
    "icc_off": _("Its containers do not reach each other (enable_icc is off)."),
    "nat": _("Out: through the host's packet filter, with the host's address (NAT)."),
    "routed": _("Out: through the host with the containers' own addresses; whoever answers needs a route back."),
    "no_way_out": _("Out: nowhere. The network is internal."),
    "ports_all": _("In: only through published ports, on every address of the host unless the port says otherwise."),
    "ports_bound": _(
        "In: only through published ports, on the one address of the host that the network's options name."
    ),
    "isolated": _("From other networks of this engine: nothing. A container must be connected to both."),
    "not_isolated": _("Other bridge networks of this engine can reach it through the host."),
    "on_the_wire": _("Out and in: directly on the parent interface, past the host's packet filter."),
    "routed_l3": _("Out and in: routed by the parent interface; the physical network needs a route to this subnet."),
    "no_host": _("The host itself does not reach its containers, nor they the host."),
    "tunnel": _("Between hosts: through a VXLAN tunnel (UDP port 4789), in clear."),
    "tunnel_encrypted": _("Between hosts: through a VXLAN tunnel, encrypted with IPsec."),
    "gwbridge": _("Out: through docker_gwbridge of the host that the container runs on."),
    "host_stack": _("Its containers use the host's own network: its addresses, its ports, its packet filter."),
    "nothing": _("Its containers have a loopback interface and nothing else."),
}
