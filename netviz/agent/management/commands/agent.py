"""`manage.py agent`: the agents alone, beside web processes that share PostgreSQL and Redis with them."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from netviz.agent.serving import run_agents
from netviz.topology.models import Engine


class Command(BaseCommand):
    help = "Watches engines and carries out orders, without serving pages, until Ctrl-C."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--engine", action="append", metavar="NAME", help="only this one (may be repeated); default: all"
        )

    def handle(self, *args: Any, engine: list[str] | None, **options: Any) -> None:
        if "InMemory" in settings.CHANNEL_LAYERS["default"]["BACKEND"]:
            raise CommandError("agents of their own need NETVIZ_REDIS_URL: without it no other process hears them.")
        missing = set(engine or ()) - set(Engine.objects.values_list("name", flat=True))
        if missing:
            raise CommandError(f"no such engine: {', '.join(sorted(missing))}")
        run_agents(engine)
