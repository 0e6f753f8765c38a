"""Words for states: of containers, engines, orders."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from . import Words

CONTAINER: dict[str, Words] = {
    "created": pgettext_lazy("container", "created"),
    "running": pgettext_lazy("container", "running"),
    "paused": pgettext_lazy("container", "paused"),
    "restarting": pgettext_lazy("container", "restarting"),
    "removing": pgettext_lazy("container", "removing"),
    "exited": pgettext_lazy("container", "exited"),
    "dead": pgettext_lazy("container", "dead"),
}

HEALTH: dict[str, Words] = {
    "starting": pgettext_lazy("health", "starting"),
    "healthy": pgettext_lazy("health", "healthy"),
    "unhealthy": pgettext_lazy("health", "unhealthy"),
}

ENGINE: dict[str, Words] = {
    "connecting": pgettext_lazy("engine", "connecting"),
    "live": pgettext_lazy("engine", "live"),
    "unreachable": pgettext_lazy("engine", "unreachable"),
    "disabled": pgettext_lazy("engine", "disabled"),
}

ORDER: dict[str, Words] = {
    "pending": pgettext_lazy("order", "waiting"),
    "running": pgettext_lazy("order", "being done"),
    "done": pgettext_lazy("order", "done"),
    "failed": pgettext_lazy("order", "failed"),
    "expired": pgettext_lazy("order", "not done: no agent took it"),
    "unknown": pgettext_lazy("order", "outcome unknown"),
}

# Swarm.LocalNodeState of the engine's /info.
SWARM: dict[str, Words] = {
    "inactive": pgettext_lazy("swarm", "not part of a Swarm"),
    "pending": pgettext_lazy("swarm", "joining"),
    "active": pgettext_lazy("swarm", "part of a Swarm"),
    "error": pgettext_lazy("swarm", "error"),
    "locked": pgettext_lazy("swarm", "locked"),
}

RESTART: dict[str, Words] = {
    "no": _("never"),
    "on-failure": _("when it fails"),
    "unless-stopped": _("always, unless stopped"),
    "always": _("always"),
}

# How a state is coloured: ok, warn, bad, off. Colour never stands alone: the word is always beside it.
TONE = {
    "running": "ok",
    "healthy": "ok",
    "live": "ok",
    "done": "ok",
    "paused": "warn",
    "restarting": "warn",
    "starting": "warn",
    "connecting": "warn",
    "pending": "warn",
    "unknown": "warn",
    "unhealthy": "bad",
    "dead": "bad",
    "failed": "bad",
    "unreachable": "bad",
    "expired": "bad",
}
