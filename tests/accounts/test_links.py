"""One-time sign-in links: looking uses nothing up, pressing the button does, once."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from netviz.accounts import links
from netviz.accounts.models import Role, SignInLink, User

from .conftest import MakeUser, SignIn

pytestmark = pytest.mark.django_db


def who(client: Client) -> str | None:
    return User.objects.get(pk=client.session["_auth_user_id"]).username if "_auth_user_id" in client.session else None


def test_the_button_signs_in(make_user: MakeUser, client: Client) -> None:
    path = links.make(make_user("ann", password=None))
    page = client.get(path)
    assert page.status_code == 200
    assert "ann" in page.content.decode()
    answer = client.post(path)
    assert (answer.status_code, answer.url) == (302, "/")
    assert who(client) == "ann"


def test_looking_does_not_use_it_up(make_user: MakeUser, client: Client) -> None:
    path = links.make(make_user("ann"))
    for _ in range(3):
        assert client.get(path).status_code == 200
        assert client.head(path).status_code == 200
    assert who(client) is None
    assert client.post(path).status_code == 302


def test_it_works_once(make_user: MakeUser) -> None:
    path = links.make(make_user("ann"))
    assert Client().post(path).status_code == 302
    again = Client()
    assert again.post(path).status_code == 410
    assert again.get(path).status_code == 410
    assert who(again) is None


def test_it_lives_fifteen_minutes(make_user: MakeUser, client: Client) -> None:
    path = links.make(make_user("ann"))
    made = SignInLink.objects.get()
    assert made.expires - made.created == timedelta(minutes=15)
    SignInLink.objects.update(expires=timezone.now() - timedelta(seconds=1))
    assert client.get(path).status_code == 410
    assert client.post(path).status_code == 410
    assert who(client) is None


def test_only_a_hash_is_kept(make_user: MakeUser) -> None:
    secret = links.make(make_user("ann")).split("/")[-2]
    assert secret not in str(SignInLink.objects.values().get())


def test_a_deactivated_user_does_not_come_in(make_user: MakeUser, client: Client) -> None:
    user = make_user("ann")
    path = links.make(user)
    User.objects.update(is_active=False)
    assert client.post(path).status_code == 410
    assert who(client) is None


def test_the_button_needs_its_csrf_token(make_user: MakeUser) -> None:
    path = links.make(make_user("ann"))
    browser = Client(enforce_csrf_checks=True)
    assert browser.post(path).status_code == 403
    page = browser.get(path)
    token = str(page.context["csrf_token"])
    assert browser.post(path, {"csrfmiddlewaretoken": token}).status_code == 302


def test_a_planted_session_is_not_taken_over(make_user: MakeUser, client: Client) -> None:
    session = client.session
    session["planted"] = 1
    session.save()
    before = session.session_key
    client.post(links.make(make_user("ann")))
    assert client.session.session_key != before
    assert who(client) == "ann"


def test_it_replaces_who_was_signed_in(make_user: MakeUser, signed_in: SignIn) -> None:
    browser = signed_in(make_user("bob"))
    browser.post(links.make(make_user("ann")))
    assert who(browser) == "ann"


@pytest.mark.parametrize("secret", ["x", "x" * 5000, "%00", "..%2f", "é", "<script>"])
def test_hostile_links_are_gone(client: Client, secret: str) -> None:
    for answer in (client.get(f"/sign-in/link/{secret}/"), client.post(f"/sign-in/link/{secret}/")):
        assert answer.status_code in {404, 410}
        assert "<script>" not in answer.content.decode()


def test_old_links_are_swept(make_user: MakeUser) -> None:
    user = make_user("ann")
    links.make(user)
    SignInLink.objects.update(expires=timezone.now() - timedelta(days=2))
    links.make(user)
    assert SignInLink.objects.count() == 1


def test_first_admin_gets_a_link_until_one_has_signed_in(client: Client) -> None:
    first = links.first_admin_link()
    admin = User.objects.get()
    assert (admin.username, admin.role, admin.has_usable_password()) == ("admin", Role.ADMIN, False)
    second = links.first_admin_link()
    assert first and second and first != second
    assert client.get(first).status_code == 410
    assert client.post(second).status_code == 302
    assert links.first_admin_link() is None
    assert User.objects.count() == 1


def test_web_processes_that_start_together_withdraw_nothing(client: Client) -> None:
    first, second = links.first_admin_link(alone=False), links.first_admin_link(alone=False)
    assert first and second and first != second
    assert (client.get(first).status_code, client.post(second).status_code) == (200, 302)
    assert links.first_admin_link(alone=False) is None


def test_first_admin_is_one_that_is_there(make_user: MakeUser) -> None:
    make_user("chief", Role.ADMIN, password=None)
    assert links.first_admin_link()
    assert [user.username for user in User.objects.all()] == ["chief"]


def test_first_admin_link_outlives_a_viewer(make_user: MakeUser, client: Client) -> None:
    make_user("ann")
    client.post("/sign-in/", {"username": "ann", "password": "correct horse battery"})
    assert links.first_admin_link() is not None


def test_the_command_makes_the_user_and_prints_only_the_link(
    capsys: pytest.CaptureFixture[str], client: Client, settings: Settings
) -> None:
    settings.PUBLIC_URL = ""
    call_command("link", "ann", "--role", "operator")
    out, err = capsys.readouterr()
    assert err == ""
    assert out.startswith("http://127.0.0.1:8000/sign-in/link/")
    assert client.post(out.strip().removeprefix("http://127.0.0.1:8000")).status_code == 302
    assert User.objects.get().role == Role.OPERATOR


def test_the_command_uses_netviz_url_and_base(capsys: pytest.CaptureFixture[str], settings: Settings) -> None:
    settings.PUBLIC_URL = "https://netviz.example.org"
    call_command("link", "ann")
    assert capsys.readouterr().out.startswith("https://netviz.example.org/sign-in/link/")
    call_command("link", "ann", "--base", "http://10.0.0.1:9000/")
    assert capsys.readouterr().out.startswith("http://10.0.0.1:9000/sign-in/link/")


def test_the_commands_role_is_the_users_from_now_on(make_user: MakeUser, capsys: pytest.CaptureFixture[str]) -> None:
    make_user("ann", Role.ADMIN)
    call_command("link", "ann", "--role", "viewer")
    assert User.objects.get().role == Role.VIEWER
    assert "ann is now: viewer" in capsys.readouterr().err
