"""What slows guessing down: counted in the database before the try, per user and per address; and buckets in memory."""

import math
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from netviz.accounts import limits, links
from netviz.accounts.models import Attempts

from .conftest import PASSWORD, MakeUser

pytestmark = pytest.mark.django_db


def attempt(client: Client, username: str, password: str, address: str = "192.0.2.1") -> Any:
    return client.post("/sign-in/", {"username": username, "password": password}, REMOTE_ADDR=address)


def wind_back(seconds: float) -> None:
    """As if that much time had passed."""
    for row in Attempts.objects.all():
        row.until -= timedelta(seconds=seconds)
        row.last -= timedelta(seconds=seconds)
        row.save()


@pytest.mark.parametrize("username", ["ann", "nobody"])
def test_the_sixth_try_waits_also_for_who_does_not_exist(make_user: MakeUser, client: Client, username: str) -> None:
    make_user("ann")
    for _ in range(5):
        assert attempt(client, username, "not it").status_code == 400
    answer = attempt(client, username, PASSWORD)
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 10
    assert "Try again in 1 minute" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_the_wait_ends(make_user: MakeUser, client: Client) -> None:
    make_user("ann")
    for _ in range(5):
        attempt(client, "ann", "not it")
    wind_back(11)
    assert attempt(client, "ann", PASSWORD).status_code == 302


def test_the_wait_doubles_up_to_a_quarter_of_an_hour(make_user: MakeUser, client: Client) -> None:
    make_user("ann")
    for _ in range(5):
        attempt(client, "ann", "not it")
    waits = []
    for _ in range(9):
        wind_back(900)
        attempt(client, "ann", "not it")
        waits.append(int(attempt(client, "ann", "not it")["Retry-After"]))
    assert waits == [20, 40, 80, 160, 320, 640, 900, 900, 900]


def test_a_try_during_the_wait_does_not_lengthen_it(make_user: MakeUser, client: Client) -> None:
    make_user("ann")
    for _ in range(5):
        attempt(client, "ann", "not it")
    before = list(Attempts.objects.order_by("key").values())
    for _ in range(5):
        attempt(client, "ann", "not it")
    assert list(Attempts.objects.order_by("key").values()) == before


def test_another_address_helps_not(make_user: MakeUser, client: Client) -> None:
    make_user("ann")
    for number in range(5):
        attempt(client, "ann", "not it", f"192.0.2.{number}")
    assert attempt(client, "ANN", PASSWORD, "198.51.100.1").status_code == 429


def test_an_address_is_slowed_over_many_names(make_user: MakeUser, client: Client) -> None:
    make_user("ann")
    for number in range(30):
        assert attempt(client, f"name{number}", "not it").status_code == 400
    assert attempt(client, "ann", PASSWORD).status_code == 429
    assert attempt(client, "ann", PASSWORD, "198.51.100.1").status_code == 302


def test_a_class_behind_one_address_signs_in(make_user: MakeUser) -> None:
    make_user("ann")
    for _ in range(40):
        assert attempt(Client(), "ann", PASSWORD).status_code == 302


def test_a_success_forgives_the_name_but_not_the_address(make_user: MakeUser, client: Client) -> None:
    make_user("ann")
    for _ in range(4):
        attempt(client, "ann", "not it")
    assert attempt(client, "ann", PASSWORD).status_code == 302
    assert [row.failures for row in Attempts.objects.all()] == [4]


def test_a_link_still_works_during_the_wait(make_user: MakeUser, client: Client) -> None:
    user = make_user("ann")
    for _ in range(6):
        attempt(client, "ann", "not it")
    assert client.post(links.make(user), REMOTE_ADDR="192.0.2.1").status_code == 302


def test_a_forwarded_address_is_not_believed(make_user: MakeUser, client: Client) -> None:
    make_user("ann")
    for number in range(31):
        client.post(
            "/sign-in/",
            {"username": f"n{number}", "password": "x"},
            headers={"x-forwarded-for": f"203.0.113.{number}"},
        )
    assert client.post("/sign-in/", {"username": "ann", "password": PASSWORD}).status_code == 429


def test_failures_are_forgotten_after_a_day(make_user: MakeUser, client: Client) -> None:
    make_user("ann")
    attempt(client, "somebody", "not it")
    Attempts.objects.update(last=timezone.now() - timedelta(days=2))
    attempt(client, "ann", "not it")
    assert Attempts.objects.count() == 2
    assert {row.failures for row in Attempts.objects.all()} == {1}


def test_what_was_typed_is_not_kept(client: Client) -> None:
    attempt(client, "my password in the wrong field", "x")
    assert "wrong field" not in str(list(Attempts.objects.values()))


def test_give_back_of_nothing_is_nothing() -> None:
    limits.give_back((limits.SIGN_IN_ADDRESS, "192.0.2.1"))
    assert not Attempts.objects.exists()


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_bucket_holds_a_burst_and_refills() -> None:
    clock = Clock()
    bucket = limits.Bucket(per_second=2, burst=3, clock=clock)
    assert [bucket.take("a") for _ in range(4)] == [0, 0, 0, 0.5]
    assert bucket.take("b") == 0
    clock.now = 0.5
    assert [bucket.take("a"), bucket.take("a")] == [0, 0.5]
    clock.now = 1000
    assert [bucket.take("a") for _ in range(4)] == [0, 0, 0, 0.5]


def test_a_bucket_never_gives_more_than_it_holds() -> None:
    bucket = limits.Bucket(per_second=1, burst=3, clock=Clock())
    assert bucket.take("a", 4) == math.inf
    assert bucket.take("a", 3) == 0


def test_a_bucket_forgets_the_least_recent_key() -> None:
    bucket = limits.Bucket(per_second=1, burst=1, keys=2, clock=Clock())
    for key in ("a", "b", "a", "c"):
        bucket.take(key)
    assert bucket.take("a") > 0
    assert bucket.take("b") == 0
