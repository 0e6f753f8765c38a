"""Engines that need not be configured: the one that this machine offers is found by itself."""

from collections.abc import Mapping

from django.db import transaction

from netviz.engine.find import Found, find_engine
from netviz.topology.models import Engine

FIRST = "local"


class NoEngine(Exception):
    """This machine offers none."""


def configure_first_engine(environ: Mapping[str, str]) -> str | None:
    """Adds the engine that this machine offers when none is configured; DOCKER_HOST keeps naming that one at later starts.

    Returns a line that says which engines there are, None when there is none.
    """
    found = find_engine(environ)
    first = Engine.objects.filter(name=FIRST).first()
    if found and (environ.get("DOCKER_HOST") if first else not Engine.objects.exists()):
        _settle(FIRST, found)
    return ", ".join(f"{engine.name} ({engine.url})" for engine in Engine.objects.order_by("pk")) or None


def configure_engine_here(name: str, environ: Mapping[str, str]) -> str:
    """Adds this machine's engine under a name, or says where the one of that name is now. Its URL. Raises NoEngine."""
    found = find_engine(environ)
    if found is None:
        raise NoEngine
    _settle(name, found)
    return found.url


def _settle(name: str, found: Found) -> None:
    """The row of that name leads there; one that does already stays as it is."""
    there = {"url": found.url, **_tls(found.tls)}
    with transaction.atomic():
        row, made = Engine.objects.select_for_update().get_or_create(name=name, defaults=there)
        if not made and row.url != found.url:
            Engine.objects.filter(pk=row.pk).update(generation=row.generation + 1, **there)


def _tls(tls: object) -> dict[str, str]:
    return {f"tls_{name}": getattr(tls, name, None) or "" for name in ("ca", "cert", "key")}
