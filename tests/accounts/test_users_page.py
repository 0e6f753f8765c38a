"""The users page: add, role, deactivate, link, revoke; the last admin stays."""

import re

import pytest
from django.test import Client
from pytest_django import Settings

from netviz.accounts import links, tokens
from netviz.accounts.models import Role, User

from .conftest import MakeUser, SignIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(make_user: MakeUser) -> User:
    return make_user("chief", Role.ADMIN)


@pytest.fixture
def browser(admin: User, signed_in: SignIn) -> Client:
    return signed_in(admin)


def act(browser: Client, user: User, act: str, **data: str):  # noqa: ANN201
    return browser.post(f"/settings/users/{user.pk}/{act}/", data)


def is_in(browser: Client) -> bool:
    return browser.get("/settings/account/").status_code == 200


def test_a_user_is_added_and_let_in_by_a_link(browser: Client) -> None:
    answer = browser.post("/settings/users/", {"username": "ann", "role": "operator"})
    user = User.objects.get(username="ann")
    assert answer.url == f"/settings/users/{user.pk}/"
    assert (user.role, user.has_usable_password()) == (Role.OPERATOR, False)
    page = act(browser, user, "link")
    assert "no-store" in page["Cache-Control"]
    found = re.search(r"http://testserver(/sign-in/link/[\w-]+/)", page.content.decode())
    assert found
    new = Client()
    assert new.post(found[1]).status_code == 302
    assert is_in(new)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"username": "", "role": "viewer"},
        {"username": "ann", "role": "root"},
        {"username": "ann"},
        {"username": "x" * 151, "role": "viewer"},
        {"username": "chief", "role": "viewer"},
        {"username": "<script>", "role": "viewer"},
        {"username": "nul\0", "role": "viewer"},
        {"username": "a b", "role": "viewer"},
    ],
)
def test_a_bad_user_is_refused(browser: Client, data: dict[str, str]) -> None:
    answer = browser.post("/settings/users/", data)
    assert answer.status_code == 400
    assert 'class="error"' in answer.content.decode()
    assert "<script>" not in answer.content.decode().replace("<script ", "")
    assert User.objects.count() == 1


def test_a_new_role_ends_the_sessions(browser: Client, make_user: MakeUser, signed_in: SignIn) -> None:
    user = make_user("ann", Role.OPERATOR)
    theirs = signed_in(user)
    assert is_in(theirs)
    assert act(browser, user, "role", role="viewer").status_code == 302
    assert User.objects.get(username="ann").role == Role.VIEWER
    assert not is_in(theirs)


def test_the_same_role_ends_nothing(browser: Client, make_user: MakeUser, signed_in: SignIn) -> None:
    user = make_user("ann", Role.OPERATOR)
    theirs = signed_in(user)
    act(browser, user, "role", role="operator")
    assert is_in(theirs)


@pytest.mark.parametrize("role", ["", "root", "viewer\0", "VIEWER"])
def test_a_bad_role_is_refused(browser: Client, make_user: MakeUser, role: str) -> None:
    user = make_user("ann", Role.OPERATOR)
    assert act(browser, user, "role", role=role).status_code == 400
    assert User.objects.get(username="ann").role == Role.OPERATOR


def test_a_deactivated_user_is_out(browser: Client, make_user: MakeUser, signed_in: SignIn) -> None:
    user = make_user("ann")
    theirs, secret, link = signed_in(user), tokens.make(user), links.make(user)
    assert act(browser, user, "active", active="0").status_code == 302
    assert not is_in(theirs)
    assert tokens.authenticate_sync(secret) is None
    assert Client().post(link).status_code == 410
    assert act(browser, user, "link").status_code == 404
    act(browser, user, "active", active="1")
    assert not is_in(theirs), "an old session must not come back"
    assert tokens.authenticate_sync(secret) is not None


@pytest.mark.parametrize("active", ["", "2", "true", "\0"])
def test_active_is_yes_or_no(browser: Client, make_user: MakeUser, active: str) -> None:
    user = make_user("ann")
    assert act(browser, user, "active", active=active).status_code == 400
    assert User.objects.get(username="ann").is_active


def test_the_last_admin_stays(browser: Client, admin: User, make_user: MakeUser) -> None:
    make_user("old", Role.ADMIN, is_active=False)
    assert act(browser, admin, "role", role="viewer").status_code == 302
    assert act(browser, admin, "active", active="0").status_code == 302
    admin.refresh_from_db()
    assert (admin.role, admin.is_active) == (Role.ADMIN, True)
    assert "only admin" in browser.get(f"/settings/users/{admin.pk}/").content.decode()


def test_one_of_two_admins_may_go(browser: Client, admin: User, make_user: MakeUser) -> None:
    make_user("second", Role.ADMIN)
    act(browser, admin, "role", role="viewer")
    admin.refresh_from_db()
    assert admin.role == Role.VIEWER
    assert not is_in(browser)


def test_revoking_ends_every_way_in(browser: Client, make_user: MakeUser, signed_in: SignIn) -> None:
    user = make_user("ann")
    theirs, secret, link = signed_in(user), tokens.make(user), links.make(user)
    assert act(browser, user, "revoke").status_code == 302
    assert not is_in(theirs)
    assert tokens.authenticate_sync(secret) is None
    assert Client().post(link).status_code == 410
    assert User.objects.get(username="ann").is_active


def test_a_made_link_uses_the_public_address(browser: Client, make_user: MakeUser, settings: Settings) -> None:
    settings.PUBLIC_URL = "https://netviz.example.org"
    page = act(browser, make_user("ann"), "link").content.decode()
    assert "https://netviz.example.org/sign-in/link/" in page
