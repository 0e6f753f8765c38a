"""manage.py token USERNAME [--role ROLE] [--name NAME]: prints a new API token, and nothing else, on its output."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from netviz.accounts import people, tokens
from netviz.accounts.models import Role, User


class Command(BaseCommand):
    help = "Prints a new API token of a user, who is made where there is none."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument(
            "--role",
            choices=Role.values,
            help="the most that the token may do (default: all that the user may); a user who may less gets this role too",
        )
        parser.add_argument("--name", default="command line", help="what it is for, as the lists show it")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            user, made = people.ensure(options["username"])
        except people.Unusable as error:
            raise CommandError(str(error)) from error
        role = Role(options["role"]) if options["role"] else None
        if role:
            self.raise_to(user, role, aloud=not made)
        self.stdout.write(tokens.make(user, role, options["name"][:80]))

    def raise_to(self, user: User, role: Role, *, aloud: bool) -> None:
        """A token can't do more than its user. Whoever has this shell may give roles, but it is said."""
        if Role(user.role).includes(role):
            return
        people.give_role(user, role)
        if aloud:
            self.stderr.write(f"{user.username} is now: {role.value}")
