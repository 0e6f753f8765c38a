"""`manage.py demo up|down`: the demo's networks and containers in an engine."""

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from netviz.agent import demo
from netviz.engine.client import EngineClient, Tls
from netviz.engine.errors import EngineError
from netviz.engine.find import find_engine
from netviz.engine.images import NoBusybox
from netviz.topology.models import Engine


class Command(BaseCommand):
    help = "Makes (up) or removes (down) the demo's networks and containers. Both do only what is not done yet."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("direction", choices=("up", "down"))
        parser.add_argument("--engine", metavar="NAME", help="in this engine; needed where there are several")

    def handle(self, *args: Any, direction: str, engine: str | None, **options: Any) -> None:
        client = chosen(engine)
        steps = demo.up(client) if direction == "up" else demo.down(client)
        refused = 0
        try:
            for step in steps:
                refused += step.error is not None
                if step.outcome != "kept":
                    self.stdout.write(
                        f"demo: {step.what} {step.name} {step.outcome}{f': {step.error}' if step.error else ''}"
                    )
        except (EngineError, NoBusybox) as error:
            raise CommandError(error.detail if isinstance(error, EngineError) else str(error)) from error
        if refused:
            raise CommandError(
                f"{refused} of the demo's objects could not be {'made' if direction == 'up' else 'removed'}."
            )
        self.stdout.write(f"demo: {direction}")


def chosen(name: str | None) -> EngineClient:
    """The named engine, the only configured one, or the one that this machine offers. Raises CommandError."""
    rows = list(Engine.objects.filter(name=name) if name else Engine.objects.all())
    if len(rows) > 1:
        raise CommandError(f"there are several engines: add --engine with one of {', '.join(row.name for row in rows)}")
    if rows:
        row = rows[0]
        tls = Tls(row.tls_ca or None, row.tls_cert or None, row.tls_key or None) if row.tls_ca or row.tls_cert else None
        return EngineClient(row.url, tls=tls)
    found = None if name else find_engine(os.environ)
    if found is None:
        raise CommandError(f"no such engine: {name}" if name else "no engine is configured, and none was found")
    return EngineClient(found.url, tls=found.tls)
