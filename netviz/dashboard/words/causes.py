"""Who or what made a change, as far as anybody knows: an engine's event does not say whose it was."""

from django.utils.translation import gettext_lazy as _

from netviz.topology.schema import Cause

from . import Words, said

CAUSES: dict[str, Words] = {
    "outside": _("outside netviz"),
    "reported": _("reported by the engine"),
    "order": _("by %(by)s"),
    "netlink": _("seen in the kernel"),
    "pass": _("found when netviz looked at everything"),
    "first": _("there when netviz first looked"),
    "engine": _("netviz's connection to the engine"),
}

# What stands behind it, for who wants to know.
DETAILS: dict[str, Words] = {
    "event": _(
        "The engine's event: “%(action)s”. Engines do not tell who asked: the docker CLI, Compose, another tool."
    ),
    "order": _("Order %(order)s"),
    "netlink": _("A message of the kernel (netlink)."),
    "pass": _("The engine sent no event for it."),
}

# What a container does by itself; everything else that an engine's event tells was asked for by somebody.
BY_ITSELF = ("die", "oom", "health_status", "exec_die")


def cause(of: Cause) -> str:
    code: str = of.type
    if code == "event":
        action = (of.action or "").removeprefix("container ")
        code = "reported" if action.startswith(BY_ITSELF) else "outside"
    return said(CAUSES, code, of.model_dump())


def detail(of: Cause) -> str:
    return said(DETAILS, of.type, of.model_dump()) if of.type in DETAILS else ""
