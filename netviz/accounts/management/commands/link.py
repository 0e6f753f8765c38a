"""manage.py link USERNAME [--role ROLE] [--base URL]: prints a one-time sign-in link, and nothing else, on its output."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from netviz.accounts import links, people
from netviz.accounts.models import Role

LOCAL = "http://127.0.0.1:8000"


class Command(BaseCommand):
    help = "Prints a sign-in link that works once, within 15 minutes, for a user, who is made where there is none."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument(
            "--role", choices=Role.values, help="the user's role from now on (a new user's default: viewer)"
        )
        parser.add_argument("--base", help=f"the address that netviz is reached at (default: NETVIZ_URL, else {LOCAL})")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            user, made = people.ensure(options["username"])
        except people.Unusable as error:
            raise CommandError(str(error)) from error
        if options["role"] and options["role"] != user.role:
            people.give_role(user, Role(options["role"]))
            if not made:
                self.stderr.write(f"{user.username} is now: {user.role}")
        base = options["base"] or settings.PUBLIC_URL or LOCAL
        self.stdout.write(base.rstrip("/") + links.make(user))
