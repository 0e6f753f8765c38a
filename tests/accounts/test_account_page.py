"""One's own account: preferences, password, tokens; what is wrong is said at its field and changes nothing."""

import re

import pytest
from django.test import Client
from django.utils import timezone, translation

from netviz.accounts import tokens
from netviz.accounts.models import Role, Token, User

from .conftest import PASSWORD, MakeUser, SignIn

pytestmark = pytest.mark.django_db
NEW = "an even longer phrase"


def save(browser: Client, **data: str) -> int:
    full = {"language": "", "time_zone": "", "theme": "system"} | data
    return browser.post("/settings/account/preferences/", full).status_code


def test_preferences_are_kept(make_user: MakeUser, signed_in: SignIn) -> None:
    browser = signed_in(make_user("ann"))
    assert save(browser, language="zh-hans", time_zone="Asia/Shanghai", theme="projector") == 302
    user = User.objects.get()
    assert (user.language, user.time_zone, user.theme) == ("zh-hans", "Asia/Shanghai", "projector")
    page = browser.get("/settings/account/").content.decode()
    assert '<html lang="zh-hans" data-theme="projector"' in page


@pytest.mark.parametrize(
    "data",
    [
        {"language": "xx"},
        {"language": "en\0"},
        {"time_zone": "Mars/Olympus"},
        {"time_zone": "../../etc/passwd"},
        {"theme": ""},
        {"theme": "<b>"},
        {"theme": "x" * 1000},
    ],
)
def test_other_preferences_are_refused(make_user: MakeUser, signed_in: SignIn, data: dict[str, str]) -> None:
    browser = signed_in(make_user("ann"))
    answer = browser.post("/settings/account/preferences/", {"language": "", "time_zone": "", "theme": "dark"} | data)
    assert answer.status_code == 400
    assert 'class="error"' in answer.content.decode()
    user = User.objects.get()
    assert (user.language, user.time_zone, user.theme) == ("", "", "system")


def test_preferences_reach_no_other_field(make_user: MakeUser, signed_in: SignIn) -> None:
    browser = signed_in(make_user("ann"))
    save(browser, role="admin", is_superuser="1", username="root", password="x")
    user = User.objects.get()
    assert (user.role, user.is_superuser, user.username) == (Role.VIEWER, False, "ann")
    assert user.check_password(PASSWORD)


def test_language_and_time_zone_are_the_users_and_end_with_the_request(make_user: MakeUser, signed_in: SignIn) -> None:
    shanghai = signed_in(make_user("ann", language="zh-hans", time_zone="Asia/Shanghai"))
    tokens.make(User.objects.get())
    Token.objects.update(created="2026-01-01T20:30:00Z")
    assert "4:30" in shanghai.get("/settings/account/").content.decode()
    plain = signed_in(make_user("bob"))
    answer = plain.get("/settings/account/")
    assert answer["Content-Language"] == "en"
    assert timezone.get_current_timezone_name() == "UTC"
    assert translation.get_language() == "en"


def test_a_time_zone_that_is_gone_is_no_fault(make_user: MakeUser, signed_in: SignIn) -> None:
    browser = signed_in(make_user("ann", time_zone="Gone/Zone", language="gone"))
    assert browser.get("/settings/account/").status_code == 200


def change(browser: Client, **data: str):  # noqa: ANN201
    return browser.post("/settings/account/password/", {"old": PASSWORD, "new": NEW, "repeated": NEW} | data)


def test_a_new_password_keeps_this_browser_and_ends_the_others(make_user: MakeUser, signed_in: SignIn) -> None:
    user = make_user("ann")
    here, there = signed_in(user), signed_in(user)
    assert change(here).status_code == 302
    assert User.objects.get().check_password(NEW)
    assert here.get("/settings/account/").status_code == 200
    assert there.get("/settings/account/").status_code == 302


@pytest.mark.parametrize(
    "data",
    [
        {"old": "not it"},
        {"old": ""},
        {"new": "short", "repeated": "short"},
        {"new": "password123", "repeated": "password123"},
        {"repeated": "something else"},
        {"new": "", "repeated": ""},
        {"new": "x" * 513, "repeated": "x" * 513},
        {"new": "nul\0 nul nul nul", "repeated": "nul\0 nul nul nul"},
    ],
)
def test_a_bad_new_password_is_refused(make_user: MakeUser, signed_in: SignIn, data: dict[str, str]) -> None:
    answer = change(signed_in(make_user("ann")), **data)
    assert answer.status_code == 400
    page = answer.content.decode()
    assert 'class="error"' in page
    assert NEW not in page
    assert User.objects.get().check_password(PASSWORD)


def test_guessing_the_old_password_is_slowed_down(make_user: MakeUser, signed_in: SignIn) -> None:
    browser = signed_in(make_user("ann"))
    for _ in range(5):
        assert "not the current password" in change(browser, old="not it").content.decode()
    assert "Too many" in change(browser).content.decode()
    assert User.objects.get().check_password(PASSWORD)


def test_who_came_by_a_link_needs_no_old_password(make_user: MakeUser, client: Client) -> None:
    from netviz.accounts import links

    client.post(links.make(make_user("ann")))
    assert 'name="old"' not in client.get("/settings/account/").content.decode()
    assert client.post("/settings/account/password/", {"new": NEW, "repeated": NEW}).status_code == 302
    assert User.objects.get().check_password(NEW)


def test_a_token_is_shown_once(make_user: MakeUser, signed_in: SignIn) -> None:
    browser = signed_in(make_user("ann", Role.OPERATOR))
    answer = browser.post("/settings/account/tokens/", {"name": "backup <script>", "role": "viewer"})
    page = answer.content.decode()
    found = re.search(r"nv_[\w-]{43}", page)
    assert found
    assert "<script>" not in page
    assert "no-store" in answer["Cache-Control"]
    principal = tokens.authenticate_sync(found[0])
    assert principal is not None
    assert principal.role == Role.VIEWER
    assert found[0] not in browser.get("/settings/account/").content.decode()


@pytest.mark.parametrize("role", ["admin", "root", "", "viewer\0"])
def test_no_token_is_made_above_ones_own_role(make_user: MakeUser, signed_in: SignIn, role: str) -> None:
    browser = signed_in(make_user("ann", Role.OPERATOR))
    assert browser.post("/settings/account/tokens/", {"name": "x", "role": role}).status_code == 400
    assert not Token.objects.exists()


@pytest.mark.parametrize("name", ["", "x" * 81, "nul\0"])
def test_a_token_has_a_name(make_user: MakeUser, signed_in: SignIn, name: str) -> None:
    browser = signed_in(make_user("ann"))
    assert browser.post("/settings/account/tokens/", {"name": name, "role": "viewer"}).status_code == 400
    assert not Token.objects.exists()


def test_ones_own_token_can_be_revoked(make_user: MakeUser, signed_in: SignIn) -> None:
    user = make_user("ann")
    secret = tokens.make(user)
    path = f"/settings/account/tokens/{Token.objects.get().pk}/revoke/"
    assert signed_in(user).post(path).status_code == 302
    assert tokens.authenticate_sync(secret) is None
    assert signed_in(user).post(path).status_code == 404


def test_somebody_elses_token_can_not(make_user: MakeUser, signed_in: SignIn) -> None:
    secret = tokens.make(make_user("ann"))
    path = f"/settings/account/tokens/{Token.objects.get().pk}/revoke/"
    assert signed_in(make_user("bob", Role.ADMIN)).post(path).status_code == 404
    assert tokens.authenticate_sync(secret) is not None
