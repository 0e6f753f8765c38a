"""netviz's rooms in this process, with a database of their own: for figures below the whole."""

import os
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command


def set_up(data: Path) -> None:
    """Django with an empty, migrated database. Once per process."""
    if not settings.configured:
        os.environ["NETVIZ_DATA"] = str(data)
        os.environ["DJANGO_SETTINGS_MODULE"] = "netviz.settings"
        django.setup()
    call_command("migrate", verbosity=0)
    call_command("flush", verbosity=0, interactive=False)


def add_engine(name: str, url: str) -> int:
    """An engine's row with a lease on it; the fencing number."""
    from netviz.topology import lease
    from netviz.topology.models import Engine

    Engine.objects.create(name=name, url=url)
    fence = lease.acquire(name, "bench", 600)
    if fence is None:
        raise RuntimeError(f"{name} has another writer")
    return fence
