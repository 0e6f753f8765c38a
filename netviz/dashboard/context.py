"""What every page's frame shows: who looks, in which theme and language, the engines' state, and where the page stands in the journal."""

from __future__ import annotations

from functools import cached_property
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from netviz.accounts.access import principal_of
from netviz.accounts.models import Role, Theme, User
from netviz.dashboard.words.literal import literal
from netviz.topology import standing
from netviz.topology.models import Engine, Journal


class Entry(NamedTuple):
    """A page in the navigation. `icon` names the piece of templates/dashboard/_icon.html."""

    path: str
    icon: str
    label: str | Promise


# Shown where there are several engines, and then the first.
FLEET = Entry("/fleet/", "fleet", _("Fleet"))
PAGES = (
    Entry("/map/", "map", _("Map")),
    Entry("/panel/", "panel", _("Panel")),
    Entry("/networks/", "networks", _("Networks")),
    Entry("/containers/", "containers", _("Containers")),
    Entry("/host/", "host", _("Host")),
    Entry("/activity/", "activity", _("Activity")),
    Entry("/settings/account/", "settings", _("Settings")),
)


class Shell:
    """Read when a page's frame is drawn, once per request; fragments and bare pages cost nothing."""

    themes = Theme.choices

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def engines(self) -> list[dict[str, Any]]:
        """Each engine's row as the snapshot has it, by name; every page shows them, whoever renders it, so literally."""
        rows = [engine.data | {"name": engine.name} for engine in Engine.objects.order_by("name")]
        return [
            {key: literal(value) if isinstance(value, str) else value for key, value in row.items()} for row in rows
        ]

    @cached_property
    def unwatched(self) -> list[standing.Unwatched]:
        """The engines of which the page shows what is old, because nobody writes for them."""
        return standing.unwatched(timezone.now())

    @cached_property
    def journal(self) -> Journal:
        """Where the page stands. Before the first change there is no row yet: revision 0 of a journal that no other is."""
        return Journal.objects.first() or Journal()

    @property
    def role(self) -> str:
        principal = principal_of(self.request)
        return principal.role.value if principal else ""

    @property
    def role_label(self) -> str | Promise:
        return Role(self.role).label if self.role else ""

    @property
    def may_order(self) -> bool:
        """Whether the controls that change something are shown."""
        principal = principal_of(self.request)
        return bool(principal and principal.at_least(Role.OPERATOR) and not settings.READ_ONLY)

    @property
    def may_share(self) -> bool:
        """Whether this person may make links that show the map without signing in."""
        principal = principal_of(self.request)
        return bool(principal and principal.at_least(Role.OPERATOR))

    @property
    def is_admin(self) -> bool:
        return self.role == Role.ADMIN

    @property
    def theme(self) -> str:
        user = self.request.user
        return user.theme if isinstance(user, User) else Theme.SYSTEM.value

    @property
    def section(self) -> str:
        """The first part of the path, as PAGES has it: which entry of the navigation is current. What netviz is, is one of the settings."""
        if self.request.path == "/about/":
            return "/settings/"
        return "/" + self.request.path.strip("/").partition("/")[0] + "/"

    @property
    def pages(self) -> tuple[Entry, ...]:
        """The navigation: only pages that say something here."""
        return (FLEET, *PAGES) if self.several_engines else PAGES

    @property
    def several_engines(self) -> bool:
        return len(self.engines) > 1


def shell(request: HttpRequest) -> dict[str, Shell]:
    return {"shell": Shell(request)}
