"""`manage.py agent`: the agents alone, beside web processes that share PostgreSQL and Redis with them."""

import os
import socket
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from netviz.agent import engine_rules, grown
from netviz.agent.configured import NoEngine, configure_engine_here
from netviz.agent.serving import run_agents
from netviz.topology.models import Engine


class Command(BaseCommand):
    help = "Watches engines and carries out orders, without serving pages, until Ctrl-C."

    def add_arguments(self, parser: CommandParser) -> None:
        which = parser.add_mutually_exclusive_group()
        which.add_argument(
            "--engine", action="append", metavar="NAME", help="only this one (may be repeated); default: all"
        )
        which.add_argument(
            "--here",
            nargs="?",
            const=socket.gethostname(),
            metavar="NAME",
            help="only this machine's engine (DOCKER_HOST, or what is found), which is added under this name where there "
            "is none; default: the host's name",
        )

    def handle(self, *args: Any, engine: list[str] | None, here: str | None, **options: Any) -> None:
        grown.require(self.say)
        run_agents([self.here(here)] if here is not None else self.known(engine))

    def known(self, names: list[str] | None) -> list[str] | None:
        missing = set(names or ()) - set(Engine.objects.values_list("name", flat=True))
        if missing:
            raise CommandError(f"no such engine: {', '.join(sorted(missing))}")
        return names

    def here(self, name: str) -> str:
        if fault := engine_rules.name_fault(name):
            raise CommandError(f"--here {name}: {fault}")
        try:
            url = configure_engine_here(name, os.environ)
        except NoEngine as error:
            raise CommandError("no engine was found on this machine: set DOCKER_HOST") from error
        self.say(f"engine: {name} ({url})")
        return name

    def say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
