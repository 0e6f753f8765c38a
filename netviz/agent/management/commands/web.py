"""`manage.py web`: pages, API and websockets alone, beside agents that share PostgreSQL and Redis with it."""

# Before anything else that might import Twisted's reactor.
from netviz.agent import serving  # isort: skip

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from netviz.accounts import links
from netviz.agent import binding, grown
from netviz.asgi import application


class Command(BaseCommand):
    help = "Serves pages, API and websockets without watching engines (`manage.py agent` does), until Ctrl-C."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--bind", default=binding.DEFAULT, metavar="ADDR:PORT", help=f"default: {binding.DEFAULT}")

    def handle(self, *args: Any, bind: str, **options: Any) -> None:
        host, port = binding.parse_bind(bind)
        grown.require(self.say)
        listens = binding.address(host, port)
        link = links.first_admin_link(alone=False)
        try:
            serving.serve(application, host, port, ready=lambda: self.ready(listens, link), agents=None)
        except serving.CannotListen as error:
            raise CommandError(f"can't listen on {bind}: choose another address with --bind.") from error

    def ready(self, listens: str, link: str | None) -> None:
        self.say(f"netviz serves {listens}")
        if link:
            self.say("Sign in once with this link (it is valid for 15 minutes; a new one is printed at each start):")
            self.say((settings.PUBLIC_URL or listens) + link)

    def say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
