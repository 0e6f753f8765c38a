"""A database that is full, locked or away: who only reads is served; what needs it is refused in words, without a traceback."""

import logging
from collections.abc import Iterator
from typing import Any, NoReturn

import pytest
from django.db import OperationalError
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.test import AsyncClient, override_settings
from django.urls import include, path
from django.utils import timezone

from netviz.accounts import identity, shares, tokens, visits
from netviz.accounts.access import operator_required, viewer_required
from netviz.accounts.models import Role, User
from netviz.topology import db
from netviz.topology.db import Seldom

from .conftest import MakeUser

pytestmark = pytest.mark.django_db(transaction=True)
FULL = "database or disk is full"


def full(*_args: Any, **_options: Any) -> NoReturn:
    raise OperationalError(FULL)


@viewer_required
async def looks(request: HttpRequest) -> HttpResponse:
    return HttpResponse("seen")


@operator_required
async def writes(request: HttpRequest) -> HttpResponse:
    full()


urlpatterns = [
    path("api/looks", looks),
    path("api/writes", writes),
    path("writes", writes),
    path("", include("netviz.urls")),
]

handler500 = "netviz.accounts.errors.fault"


@pytest.fixture(autouse=True)
def _addresses() -> Iterator[None]:
    with override_settings(ROOT_URLCONF=__name__):
        yield


@pytest.fixture
def operator(make_user: MakeUser) -> User:
    return make_user("robot", Role.OPERATOR)


class Caller(AsyncClient):
    """Someone with a token; a fault of ours is an answer, as on the server."""

    def __init__(self, secret: str) -> None:
        super().__init__(raise_request_exception=False)
        self.secret = secret

    async def ask(self, address: str) -> Any:
        return await self.get(address, headers={"authorization": f"Bearer {self.secret}"})


@pytest.fixture
def client(operator: User) -> Caller:
    return Caller(tokens.make(operator))


@pytest.fixture
def disk_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QuerySet, "update", full)
    monkeypatch.setattr(Model, "save", full)


async def test_a_token_still_reads(client: Caller, disk_full: None) -> None:
    assert (await client.ask("/api/looks")).content == b"seen"


def test_a_share_still_opens(operator: User, monkeypatch: pytest.MonkeyPatch) -> None:
    share, secret = shares.make(operator, shares.LIFETIMES["1h"])
    monkeypatch.setattr(QuerySet, "update", full)
    shares.note_opened(share)
    assert shares.find(secret) == share


def test_a_visit_is_answered_all_the_same(operator: User, disk_full: None) -> None:
    assert visits.look(operator, timezone.now()) is None


@pytest.mark.parametrize("address", ["/api/writes", "/writes"])
async def test_what_needs_it_is_refused(client: Caller, address: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        answer = await client.ask(address)
    assert answer.status_code == 503
    assert "database" in answer.content.decode()
    assert FULL in caplog.text
    assert "Traceback" not in "".join(
        record.getMessage() for record in caplog.records if record.name.startswith("netviz")
    )


async def test_nobody_can_be_recognised(client: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    """Raised in the middleware, outside of any view."""
    monkeypatch.setattr(identity, "of_request", full)
    answer = await client.ask("/api/looks")
    assert answer.status_code == 503
    assert answer.json()["code"] == "database"


async def test_a_fault_of_ours_stays_one(client: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    def fault(_request: HttpRequest) -> NoReturn:
        raise RuntimeError("ours")

    monkeypatch.setattr(identity, "of_request", fault)
    answer = await client.ask("/api/looks")
    assert answer.status_code == 500
    assert answer.json()["code"] == "fault"


def test_a_write_that_nobody_misses_is_said_once_a_minute(caplog: pytest.LogCaptureFixture) -> None:
    """Each request with a token notes its use: a log on the same full disk would grow with every one."""
    now = [100.0]
    seldom = Seldom(lambda: now[0])
    for now[0] in (100.0, 101.0, 159.0, 161.0, 300.0):
        seldom.warn("not written down: full")
    assert [record.getMessage() for record in caplog.records] == [
        "not written down: full",
        "not written down: full (2 times more since this was said last)",
        "not written down: full",
    ]


def test_a_full_disk_does_not_fill_the_log(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(db, "_not_written", Seldom())
    for _ in range(50):
        with db.unless_refused():
            full()
    assert len([record for record in caplog.records if FULL in record.getMessage()]) == 1
