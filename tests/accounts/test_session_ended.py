"""The sockets of a user hear of the end of a session, and what they ask again about themselves is answered rightly."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from channels.layers import get_channel_layer
from django.test import Client

from netviz.accounts import identity, tokens
from netviz.accounts.models import Role, Token, User
from netviz.accounts.sessions import end_all, group_of

from .conftest import PASSWORD, MakeUser, SignIn

pytestmark = pytest.mark.django_db(transaction=True)


async def heard(user: User, act: Callable[[], Any]) -> list[dict[str, Any]]:
    """What a socket of the user hears while something is done."""
    layer = get_channel_layer()
    channel = await layer.new_channel()
    await layer.group_add(group_of(user.pk), channel)
    await sync_to_async(act)()
    messages = []
    while True:
        try:
            messages.append(await asyncio.wait_for(layer.receive(channel), 0.05))
        except TimeoutError:
            await layer.group_discard(group_of(user.pk), channel)
            return messages


@pytest.fixture
async def chief(make_user: MakeUser) -> User:
    return await sync_to_async(make_user)("chief", Role.ADMIN)


@pytest.fixture
async def ann(make_user: MakeUser) -> User:
    return await sync_to_async(make_user)("ann", Role.OPERATOR)


async def test_sign_out_names_the_session(ann: User, signed_in: SignIn) -> None:
    browser = await sync_to_async(signed_in)(ann)
    key = browser.cookies["netviz_session"].value
    assert await heard(ann, lambda: browser.post("/sign-out/")) == [{"type": "session.ended", "session": key}]


@pytest.mark.parametrize(
    ("act", "data"),
    [("role", {"role": "viewer"}), ("active", {"active": "0"}), ("revoke", {})],
)
async def test_what_an_admin_ends_is_heard(
    chief: User, ann: User, signed_in: SignIn, act: str, data: dict[str, str]
) -> None:
    browser = await sync_to_async(signed_in)(chief)
    messages = await heard(ann, lambda: browser.post(f"/settings/users/{ann.pk}/{act}/", data))
    assert messages == [{"type": "session.ended", "session": None}]


async def test_a_new_password_is_heard(ann: User, signed_in: SignIn) -> None:
    browser = await sync_to_async(signed_in)(ann)
    data = {"old": PASSWORD, "new": "an even longer phrase", "repeated": "an even longer phrase"}
    assert await heard(ann, lambda: browser.post("/settings/account/password/", data))


async def test_a_revoked_token_is_heard(ann: User) -> None:
    def revoke() -> None:
        tokens.make(ann)
        tokens.revoke(Token.objects.get().pk)

    assert await heard(ann, revoke) == [{"type": "session.ended", "session": None}]


async def test_others_hear_nothing(chief: User, ann: User) -> None:
    assert await heard(chief, lambda: end_all(ann)) == []


def scope(*headers: tuple[str, str]) -> dict[str, Any]:
    return {"type": "websocket", "headers": [(name.encode(), value.encode("latin-1")) for name, value in headers]}


def browser_scope(browser: Client) -> dict[str, Any]:
    return scope(("cookie", f"other=1; netviz_session={browser.cookies['netviz_session'].value}"))


def test_a_socket_is_its_sessions_user(make_user: MakeUser, signed_in: SignIn) -> None:
    user = make_user("ann", Role.OPERATOR)
    found = identity.of_scope(browser_scope(signed_in(user)))
    assert found is not None
    assert (found.user, found.principal.role, found.principal.is_token) == (user, Role.OPERATOR, False)


def test_a_socket_reads_the_role_again(make_user: MakeUser, signed_in: SignIn) -> None:
    asked = browser_scope(signed_in(make_user("ann", Role.OPERATOR)))
    User.objects.update(role=Role.VIEWER)
    found = identity.of_scope(asked)
    assert found is not None
    assert found.principal.role == Role.VIEWER


@pytest.mark.parametrize("end", ["sign-out", "deactivate", "end_all"])
def test_a_socket_learns_that_it_is_over(make_user: MakeUser, signed_in: SignIn, end: str) -> None:
    user = make_user("ann")
    browser = signed_in(user)
    asked = browser_scope(browser)
    assert identity.of_scope(asked) is not None
    if end == "sign-out":
        browser.post("/sign-out/")
    elif end == "deactivate":
        User.objects.update(is_active=False)
    else:
        end_all(user)
    assert identity.of_scope(asked) is None


def test_a_socket_with_a_token(make_user: MakeUser) -> None:
    secret = tokens.make(make_user("ann", Role.OPERATOR), Role.VIEWER)
    asked = scope(("Authorization", f"Bearer {secret}"))
    found = identity.of_scope(asked)
    assert found is not None
    assert (found.principal.role, found.principal.is_token) == (Role.VIEWER, True)
    tokens.revoke(Token.objects.get().pk)
    assert identity.of_scope(asked) is None


def test_a_bad_token_is_not_helped_by_a_session(make_user: MakeUser, signed_in: SignIn) -> None:
    asked = browser_scope(signed_in(make_user("ann")))
    asked["headers"].append((b"authorization", b"Bearer nope"))
    assert identity.of_scope(asked) is None


@pytest.mark.parametrize(
    "cookie", ["", "netviz_session", "netviz_session=", "netviz_session=x", "netviz_session=\xff\x00;;=", "=" * 5000]
)
def test_hostile_cookies_are_nobody(cookie: str) -> None:
    assert identity.of_scope(scope(("cookie", cookie))) is None
