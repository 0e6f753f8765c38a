"""What went wrong with an order (its words are in agent/wording.py, which every face says), and which field it is about."""

from netviz.agent.wording import advice, what

__all__ = ["FIELD", "advice", "what"]

# The form's field that an error is about: it's shown there.
FIELD = {
    "address_in_use": "ipv4",
    "address_not_in_subnet": "ipv4",
    "no_configured_subnet": "ipv4",
    "driver_missing": "driver",
    "kernel_lacks": "driver",
    "conflict": "name",
    "addresses_exhausted": "ipv4",
    "port_in_use": "ports",
    "needs_swarm": "driver",
    "parent_in_use": "parent",
    "name_in_use": "name",
    "invalid_name": "name",
    "image_missing": "image",
    "command_missing": "command",
    "still_running": "force",
}
