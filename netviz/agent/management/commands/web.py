"""`manage.py web`: pages, API and websockets alone, beside agents that share PostgreSQL and Redis with it."""

# Before anything else that might import Twisted's reactor.
from netviz.agent import serving  # isort: skip

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from netviz.agent import binding, grown
from netviz.asgi import application


class Command(BaseCommand):
    help = "Serves pages, API and websockets without watching engines (`manage.py agent` does), until Ctrl-C."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--bind", default=binding.DEFAULT, metavar="ADDR:PORT", help=f"default: {binding.DEFAULT}")

    def handle(self, *args: Any, bind: str, **options: Any) -> None:
        host, port = binding.parse_bind(bind)
        grown.require(self.say)

        def ready() -> None:
            self.say(f"netviz serves {binding.address(host, port)}")

        try:
            serving.serve(application, host, port, ready, agents=None)
        except serving.CannotListen as error:
            raise CommandError(f"can't listen on {bind}: choose another address with --bind.") from error

    def say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
