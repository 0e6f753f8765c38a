"""People of every role, signed in and not."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from netviz.accounts.models import Role, User

PASSWORD = "correct horse battery"
MakeUser = Callable[..., User]
SignIn = Callable[..., Client]
People = dict[str, User]


@pytest.fixture(autouse=True)
def _cheap_hashing(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def make_user(db: None) -> MakeUser:
    def make(username: str, role: Role = Role.VIEWER, password: str | None = PASSWORD, **fields: Any) -> User:
        user = User(username=username, role=role, **fields)
        user.set_password(password)
        user.save()
        return user

    return make


@pytest.fixture
def people(make_user: MakeUser) -> People:
    return {role.value: make_user(f"{role.value}1", role) for role in Role}


@pytest.fixture
def signed_in() -> SignIn:
    """A browser in which a user has signed in; `csrf`: one that must send its tokens, as a real one."""

    def sign_in(user: User, csrf: bool = False) -> Client:
        client = Client(enforce_csrf_checks=csrf)
        client.force_login(user)
        return client

    return sign_in
