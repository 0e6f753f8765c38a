#!/usr/bin/env python
"""Django's command line: `python manage.py help` lists the commands."""

import os
import signal
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "netviz.settings")
    try:
        run()
    except KeyboardInterrupt:
        # Ended by the signal, without a traceback: a script that called this one ends too.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGINT)


def run() -> None:
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db import OperationalError

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as fault:
        sys.exit(f"netviz: {fault}")
    except OperationalError as problem:
        # `manage.py migrate` makes the tables of a new one.
        sys.exit(f"netviz: the database does not answer, or is not migrated: {str(problem).strip()}")


if __name__ == "__main__":
    main()
