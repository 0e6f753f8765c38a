"""API tokens: hashed, capped, revocable."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from netviz.accounts import tokens
from netviz.accounts.models import Role, Token, User

from .conftest import MakeUser

pytestmark = pytest.mark.django_db


def test_a_token_stands_for_its_user(make_user: MakeUser) -> None:
    user = make_user("ann", Role.OPERATOR)
    principal = tokens.authenticate_sync(tokens.make(user))
    assert principal is not None
    assert (principal.user_id, principal.username, principal.role, principal.is_token) == (
        user.pk,
        "ann",
        Role.OPERATOR,
        True,
    )


def test_only_a_hash_is_kept(make_user: MakeUser) -> None:
    secret = tokens.make(make_user("ann"))
    row = Token.objects.values().get()
    assert secret not in str(row)
    assert row["hash"] == tokens.hash_of(secret)
    assert len(row["hint"]) == 8


@pytest.mark.parametrize(
    ("users", "cap", "effective"),
    [
        (Role.ADMIN, None, Role.ADMIN),
        (Role.ADMIN, Role.VIEWER, Role.VIEWER),
        (Role.VIEWER, Role.ADMIN, Role.VIEWER),
        (Role.OPERATOR, Role.OPERATOR, Role.OPERATOR),
    ],
)
def test_the_lower_role_counts(make_user: MakeUser, users: Role, cap: Role | None, effective: Role) -> None:
    principal = tokens.authenticate_sync(tokens.make(make_user("ann", users), cap))
    assert principal is not None
    assert principal.role == effective


def test_a_lowered_user_lowers_their_tokens(make_user: MakeUser) -> None:
    user = make_user("ann", Role.ADMIN)
    secret = tokens.make(user, Role.ADMIN)
    User.objects.update(role=Role.VIEWER)
    principal = tokens.authenticate_sync(secret)
    assert principal is not None
    assert principal.role == Role.VIEWER


def test_a_revoked_token_is_nothing(make_user: MakeUser) -> None:
    secret = tokens.make(make_user("ann"))
    token = Token.objects.get()
    assert tokens.revoke(token.pk) is True
    assert tokens.revoke(token.pk) is False
    assert tokens.authenticate_sync(secret) is None


def test_a_deactivated_user_has_no_tokens(make_user: MakeUser) -> None:
    user = make_user("ann")
    secret = tokens.make(user)
    User.objects.update(is_active=False)
    assert tokens.authenticate_sync(secret) is None


@pytest.mark.parametrize(
    "text", ["", "nv_", "nv_" + "x" * 43, "x", "nv_" + "y" * 10_000, "nv_\0", "nv_é\udcff", "' OR 1=1 --"]
)
def test_other_texts_are_no_tokens(make_user: MakeUser, text: str) -> None:
    tokens.make(make_user("ann"))
    assert tokens.authenticate_sync(text) is None


def test_last_use_is_noted_once_a_minute(make_user: MakeUser) -> None:
    secret = tokens.make(make_user("ann"))
    tokens.authenticate_sync(secret)
    first = Token.objects.get().last_used
    tokens.authenticate_sync(secret)
    assert first is not None
    assert Token.objects.get().last_used == first
    Token.objects.update(last_used=timezone.now() - timedelta(minutes=2))
    tokens.authenticate_sync(secret)
    assert Token.objects.get().last_used > first


def test_the_command_makes_the_user_and_prints_only_the_token(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("token", "robot", "--role", "operator")
    out, err = capsys.readouterr()
    principal = tokens.authenticate_sync(out.strip())
    assert principal is not None
    assert out.count("\n") == 1
    assert (principal.username, principal.role) == ("robot", Role.OPERATOR)
    assert err == ""
    assert not User.objects.get().has_usable_password()


def test_the_command_caps_the_token_of_a_greater_user(make_user: MakeUser, capsys: pytest.CaptureFixture[str]) -> None:
    make_user("ann", Role.ADMIN)
    call_command("token", "ann", "--role", "viewer")
    principal = tokens.authenticate_sync(capsys.readouterr().out.strip())
    assert principal is not None
    assert principal.role == Role.VIEWER
    assert User.objects.get().role == Role.ADMIN


def test_the_command_raises_a_lesser_user_and_says_so(make_user: MakeUser, capsys: pytest.CaptureFixture[str]) -> None:
    make_user("ann")
    call_command("token", "ann", "--role", "operator")
    out, err = capsys.readouterr()
    principal = tokens.authenticate_sync(out.strip())
    assert principal is not None
    assert principal.role == Role.OPERATOR
    assert "ann is now: operator" in err


@pytest.mark.parametrize("name", ["", "a b", "x" * 151, "new\nline", "nul\0"])
@pytest.mark.parametrize("command", ["token", "link"])
def test_a_bad_user_name_is_refused(name: str, command: str) -> None:
    with pytest.raises(CommandError):
        call_command(command, name)
    assert not User.objects.exists()


@pytest.mark.parametrize("command", ["token", "link"])
def test_a_deactivated_user_gets_no_way_in(make_user: MakeUser, command: str) -> None:
    make_user("ann", is_active=False)
    with pytest.raises(CommandError, match="deactivated"):
        call_command(command, "ann")


def test_the_command_knows_no_other_roles() -> None:
    with pytest.raises(CommandError):
        call_command("token", "ann", "--role", "root")
