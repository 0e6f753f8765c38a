"""The first engine: found by itself, so that one command is enough."""

from collections.abc import Mapping

from netviz.engine.find import find_engine
from netviz.topology.models import Engine

FIRST = "local"


def configure_first_engine(environ: Mapping[str, str]) -> str | None:
    """Adds the engine that this machine offers when none is configured; DOCKER_HOST keeps naming that one at later starts.

    Returns a line that says which engines there are, None when there is none.
    """
    found = find_engine(environ)
    first = Engine.objects.filter(name=FIRST).first()
    if found and first is None and not Engine.objects.exists():
        first = Engine.objects.create(name=FIRST, url=found.url, **_tls(found.tls))
    elif found and first is not None and environ.get("DOCKER_HOST") and first.url != found.url:
        Engine.objects.filter(pk=first.pk).update(url=found.url, generation=first.generation + 1, **_tls(found.tls))
    return ", ".join(f"{engine.name} ({engine.url})" for engine in Engine.objects.order_by("pk")) or None


def _tls(tls: object) -> dict[str, str]:
    return {f"tls_{name}": getattr(tls, name, None) or "" for name in ("ca", "cert", "key")}
