"""Share links: who makes them, what is kept of them, and what ends them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from netviz.accounts import shares
from netviz.accounts.models import Role, Share
from netviz.topology.models import Engine

from .conftest import MakeUser, People, SignIn

pytestmark = pytest.mark.django_db

PAGE = "/settings/shares/"
HOUR = timedelta(hours=1)


def made_link(page: bytes) -> str:
    found = re.search(rb'id="share-link">[^<]*(/share/[^<]+/)<', page)
    assert found, page
    return found[1].decode()


@pytest.mark.parametrize(("role", "status"), [("viewer", 403), ("operator", 200), ("admin", 200)])
def test_operators_and_admins_make_them(people: People, signed_in: SignIn, role: str, status: int) -> None:
    client = signed_in(people[role])
    assert client.get(PAGE).status_code == status
    assert client.post(PAGE, {"name": "wall", "engine": "", "lifetime": "1h"}).status_code == status
    assert Share.objects.count() == (status == 200)


def test_strangers_sign_in_first() -> None:
    assert Client().get(PAGE)["Location"].startswith("/sign-in/")
    assert Client().post(PAGE, {"lifetime": "1h"}).status_code == 302
    assert not Share.objects.exists()


def test_a_token_makes_none(people: People) -> None:
    from netviz.accounts import tokens

    headers = {"Authorization": f"Bearer {tokens.make(people['admin'])}"}
    response = Client().post(PAGE, {"lifetime": "1h"}, headers=headers)
    assert (response.status_code, response.json()["code"]) == (403, "token_not_enough")


def test_csrf(people: People, signed_in: SignIn) -> None:
    assert signed_in(people["operator"], csrf=True).post(PAGE, {"lifetime": "1h"}).status_code == 403


def test_the_link_is_shown_once_and_kept_as_a_hash(people: People, signed_in: SignIn) -> None:
    client = signed_in(people["operator"])
    path = made_link(client.post(PAGE, {"name": "wall", "engine": "", "lifetime": "1d"}).content)
    secret = path.split("/")[2]
    share = Share.objects.get()
    assert secret not in str(Share.objects.values().get())
    assert secret not in client.get(PAGE).content.decode()
    assert timedelta(hours=23) < share.expires - timezone.now() <= timedelta(days=1)
    assert shares.find(secret) == share


def test_for_one_engine(people: People, signed_in: SignIn) -> None:
    for name in ("one", "two"):
        Engine.objects.create(name=name, url="unix:///x.sock")
    client = signed_in(people["operator"])
    client.post(PAGE, {"engine": "two", "lifetime": "7d"})
    assert Share.objects.get().engine == "two"


@pytest.mark.parametrize(
    "given",
    [{}, {"lifetime": "1y"}, {"lifetime": ""}, {"lifetime": "1h", "engine": "nowhere"}, {"lifetime": "1h", "name": "x" * 81}],
)  # fmt: skip
def test_wrong_fields(people: People, signed_in: SignIn, given: dict[str, str]) -> None:
    assert signed_in(people["operator"]).post(PAGE, given).status_code == 400
    assert not Share.objects.exists()


def test_one_ends_ones_own_and_an_admin_everybodys(people: People, signed_in: SignIn, make_user: MakeUser) -> None:
    mine, _ = shares.make(people["operator"], HOUR)
    other, _ = shares.make(make_user("other", Role.OPERATOR), HOUR)
    operator, admin = signed_in(people["operator"]), signed_in(people["admin"])
    assert operator.post(f"{PAGE}{other.pk}/revoke/").status_code == 404
    assert signed_in(people["viewer"]).post(f"{PAGE}{mine.pk}/revoke/").status_code == 403
    assert operator.get(f"{PAGE}{mine.pk}/revoke/").status_code == 405
    assert operator.post(f"{PAGE}{mine.pk}/revoke/").status_code == 302
    assert admin.post(f"{PAGE}{other.pk}/revoke/").status_code == 302
    assert not shares.open_shares().exists()
    assert operator.post(f"{PAGE}{mine.pk}/revoke/").status_code == 404


def test_the_list_shows_ones_own(people: People, signed_in: SignIn, make_user: MakeUser) -> None:
    shares.make(people["operator"], HOUR, name="mine")
    shares.make(make_user("other", Role.OPERATOR), HOUR, name="theirs")
    assert "theirs" not in signed_in(people["operator"]).get(PAGE).content.decode()
    everything = signed_in(people["admin"]).get(PAGE).content.decode()
    assert "mine" in everything
    assert "theirs" in everything


@pytest.mark.parametrize("how", ["expired", "revoked", "deactivated", "viewer", "deleted"])
def test_what_ends_a_share(people: People, how: str) -> None:
    share, secret = shares.make(people["operator"], HOUR)
    assert shares.find(secret) is not None
    match how:
        case "expired":
            Share.objects.update(expires=timezone.now())
        case "revoked":
            assert shares.revoke(share)
            assert not shares.revoke(share)
        case "deactivated":
            type(people["operator"]).objects.filter(pk=share.user_id).update(is_active=False)
        case "viewer":
            type(people["operator"]).objects.filter(pk=share.user_id).update(role=Role.VIEWER)
        case "deleted":
            people["operator"].delete()
    assert shares.find(secret) is None


@pytest.mark.parametrize("secret", ["", "x", "x" * 300, "\x00", "\ud800", "日本"])
def test_no_share(people: People, secret: str) -> None:
    shares.make(people["operator"], HOUR)
    assert shares.find(secret) is None


def test_ended_shares_go_after_a_day(people: People) -> None:
    shares.make(people["operator"], HOUR)
    Share.objects.update(expires=timezone.now() - timedelta(days=2))
    shares.make(people["operator"], HOUR)
    assert Share.objects.count() == 1
