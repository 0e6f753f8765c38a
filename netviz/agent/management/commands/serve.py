"""`manage.py serve`: the dashboard and its agents in one process."""

# Before anything else that might import Twisted's reactor.
from netviz.agent import serving  # isort: skip

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from netviz.accounts import links
from netviz.agent import binding, data_lock
from netviz.agent.agents import Agents
from netviz.agent.configured import configure_first_engine
from netviz.agent.own_engine import stop as stop_engine
from netviz.asgi import application
from netviz.topology import journal, lease


class Command(BaseCommand):
    help = "Serves the dashboard, with the agents that watch the engines, until Ctrl-C."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--bind", default=binding.DEFAULT, metavar="ADDR:PORT", help=f"default: {binding.DEFAULT}")
        parser.add_argument(
            "--own-engine",
            metavar="PIDFILE",
            type=Path,
            help="ends the engine whose pid this file holds when netviz ends",
        )

    def handle(self, *args: Any, bind: str, own_engine: Path | None = None, **options: Any) -> None:
        try:
            self.serve(bind)
        finally:
            if own_engine:
                self.say("stopping netviz's own engine")
                stop_engine(own_engine)

    def serve(self, bind: str) -> None:
        host, port = binding.parse_bind(bind)
        try:
            # Kept open for the life of the process.
            self.lock = data_lock.lock(settings.DATA_DIR)
        except data_lock.Locked as locked:
            raise CommandError(f"{locked}: stop it first, or set NETVIZ_DATA to another folder.") from locked
        journal.current()
        # The lock says that whoever held them is gone.
        lease.release_all()
        found = configure_first_engine(os.environ)
        self.say(f"engine: {found}" if found else "no engine configured: add one under Settings, or set DOCKER_HOST")
        base = settings.PUBLIC_URL or binding.address(host, port)
        link = links.first_admin_link()
        try:
            serving.serve(application, host, port, ready=lambda: self.ready(base, link), agents=Agents())
        except serving.CannotListen as error:
            raise CommandError(f"can't listen on {bind}: choose another address with --bind.") from error

    def ready(self, base: str, link: str | None) -> None:
        self.say(f"netviz serves {base}")
        if link:
            self.say("Sign in once with this link (it is valid for 15 minutes; a new one is printed at each start):")
            self.say(base + link)

    def say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
