"""Many at the same moment: a link lets one in, and guesses sent together count each."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from netviz.accounts import limits, links
from netviz.accounts.models import Attempts, SignInLink

from .conftest import MakeUser

MANY = 12


def together(act: Callable[[], Any]) -> list[Any]:
    """The results of many threads that begin at the same moment, each with a connection of its own."""
    start = Barrier(MANY)

    def run() -> Any:
        connection.ensure_connection()
        start.wait()
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(MANY) as pool:
        return [future.result() for future in [pool.submit(run) for _ in range(MANY)]]


@pytest.mark.django_db(transaction=True)
def test_a_link_lets_one_in(make_user: MakeUser) -> None:
    user = make_user("ann")
    secret = links.make(user).split("/")[-2]
    won = [found for found in together(lambda: links.consume(secret)) if found is not None]
    assert won == [user]
    assert SignInLink.objects.get().used is not None


@pytest.mark.django_db(transaction=True)
def test_guesses_sent_together_are_each_counted() -> None:
    waits = together(lambda: limits.take((limits.SIGN_IN_USER, "ann"), (limits.SIGN_IN_ADDRESS, "192.0.2.1")))
    assert waits.count(0) == limits.SIGN_IN_USER.free
    assert all(0 <= wait <= limits.SIGN_IN_USER.first_s for wait in waits)
    assert {row.failures for row in Attempts.objects.all()} == {limits.SIGN_IN_USER.free}
