"""Sign-in with a password: who comes in, who doesn't, what is said, and where it leads."""

import logging
import time
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from pytest_django import Settings

from netviz.accounts.models import Attempts, Role, User

from .conftest import PASSWORD, MakeUser, SignIn

pytestmark = pytest.mark.django_db
WRONG = "The user name or the password is not right."


def attempt(client: Client, username: str, password: str, **extra: Any) -> Any:
    return client.post("/sign-in/", {"username": username, "password": password, **extra})


def signed(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_the_page_has_labels_and_says_how_to_get_a_link(client: Client) -> None:
    page = client.get("/sign-in/").content.decode()
    assert '<label for="id_username">' in page
    assert '<label for="id_password">' in page
    assert "autofocus" in page
    assert "manage.py link" in page
    assert "<script" not in page
    assert "style=" not in page


def test_the_page_says_that_a_session_is_over_to_whom_it_was(client: Client) -> None:
    assert "You were signed out" not in client.get("/sign-in/?next=/map/").content.decode()
    page = client.get("/sign-in/?ended=1&next=/map/").content.decode()
    assert "You were signed out" in page
    assert 'value="/map/"' in page


def test_the_right_password_signs_in(make_user: MakeUser, client: Client) -> None:
    make_user("ann")
    answer = attempt(client, "ann", PASSWORD)
    assert (answer.status_code, answer.url) == (302, "/")
    assert signed(client)


def test_a_session_is_new(make_user: MakeUser, client: Client) -> None:
    make_user("ann")
    session = client.session
    session["planted"] = 1
    session.save()
    attempt(client, "ann", PASSWORD)
    assert client.session.session_key != session.session_key


@pytest.mark.parametrize("case", ["wrong", "unknown", "unusable", "deactivated"])
def test_every_failure_says_the_same(make_user: MakeUser, client: Client, case: str) -> None:
    make_user("ann", password=None if case == "unusable" else PASSWORD, is_active=case != "deactivated")
    answer = attempt(client, "nobody" if case == "unknown" else "ann", PASSWORD if case == "deactivated" else "not it")
    assert answer.status_code == 400
    assert WRONG in answer.content.decode()
    assert not signed(client)


def test_every_failure_takes_as_long(make_user: MakeUser, client: Client, settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    make_user("ann")
    make_user("bob", password=None)
    make_user("out", is_active=False)

    def took_s(username: str) -> float:
        begin = time.thread_time()
        attempt(client, username, "not it")
        return time.thread_time() - begin

    known = min(took_s("ann") for _ in range(2))
    for username in ("nobody", "bob", "out"):
        assert min(took_s(username) for _ in range(2)) == pytest.approx(known, rel=0.5)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"username": "ann"},
        {"password": "x"},
        {"username": "x" * 151, "password": "x"},
        {"username": "ann", "password": "x" * 513},
        {"username": "nul\0", "password": "x"},
        {"username": "ann", "password": "nul\0"},
        {"username": ["a", "b"], "password": ["", ""]},
    ],
)
def test_bad_input_is_said_at_the_field(make_user: MakeUser, client: Client, data: dict[str, Any]) -> None:
    make_user("ann")
    answer = client.post("/sign-in/", data)
    assert answer.status_code == 400
    assert 'class="error"' in answer.content.decode() or data.get("next") == "/" + "x" * 3000
    assert not signed(client)
    assert not Attempts.objects.exists()


@pytest.mark.parametrize(
    "username", ["<script>alert(1)</script>", "ann' OR '1'='1", "日本", "\ud83d\ude00", "{{ 7*7 }}"]
)
def test_hostile_names_are_shown_as_text(client: Client, username: str) -> None:
    answer = client.post(
        "/sign-in/", {"username": username.encode("utf-16", "surrogatepass").decode("utf-16"), "password": "x"}
    )
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "<script>alert" not in page
    assert ">49<" not in page


def test_an_unparsable_body_is_no_fault(client: Client) -> None:
    answer = client.post("/sign-in/", b"\xff\xfe%%%", content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 400
    answer = client.post("/sign-in/", b"--x\r\nbad", content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 400


def test_csrf_is_enforced(make_user: MakeUser) -> None:
    make_user("ann")
    browser = Client(enforce_csrf_checks=True)
    answer = attempt(browser, "ann", PASSWORD)
    assert answer.status_code == 403
    assert "load the page again" in answer.content.decode()
    assert not signed(browser)
    token = str(browser.get("/sign-in/").context["csrf_token"])
    assert attempt(browser, "ann", PASSWORD, csrfmiddlewaretoken=token).status_code == 302


@pytest.mark.parametrize("target", ["/networks/", "/why/?source=a&target=b", "/containers/x/#y"])
def test_next_leads_back(make_user: MakeUser, client: Client, target: str) -> None:
    make_user("ann")
    assert attempt(client, "ann", PASSWORD, next=target).url == target
    assert client.get("/sign-in/", {"next": target}).url == target


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "/\t/evil.example/",
        "/\n/evil.example/",
        " //evil.example",
        "javascript:alert(1)",
        "http:evil.example",
        "evil.example",
        "/" + "x" * 3000,
        "/nul\0",
        "@evil.example",
        "\x08//evil.example",
    ],
)
def test_next_never_leads_away(make_user: MakeUser, client: Client, target: str) -> None:
    make_user("ann")
    assert attempt(client, "ann", PASSWORD, next=target).url == "/"
    assert client.get("/sign-in/", {"next": target}).url == "/"


def test_strangers_are_led_to_sign_in_and_back(make_user: MakeUser, client: Client) -> None:
    make_user("ann")
    answer = client.get("/settings/account/?x=1")
    assert answer.url == "/sign-in/?next=%2Fsettings%2Faccount%2F%3Fx%3D1"
    page = client.get(answer.url)
    assert page.context["next"] == "/settings/account/?x=1"


def test_failures_and_successes_are_logged_on_one_line(
    make_user: MakeUser, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="netviz.accounts")
    make_user("ann", Role.ADMIN)
    attempt(client, "evil\nINFO forged", "x")
    attempt(client, "ann", PASSWORD)
    lines = [record.getMessage() for record in caplog.records if record.name == "netviz.accounts"]
    assert lines == [
        "sign-in.failed address='127.0.0.1' user='evil\\nINFO forged'",
        "sign-in address='127.0.0.1' user='ann' way='password'",
    ]
    assert "correct horse" not in caplog.text


def test_sign_out_ends_the_session(make_user: MakeUser, signed_in: SignIn) -> None:
    browser = signed_in(make_user("ann"))
    stolen = Client()
    stolen.cookies["netviz_session"] = browser.cookies["netviz_session"].value
    assert stolen.get("/sign-out/").status_code == 200
    assert browser.get("/sign-out/").status_code == 200
    assert signed(browser)
    assert browser.post("/sign-out/").url == "/sign-in/"
    assert not signed(browser)
    assert stolen.get("/sign-out/").status_code == 302


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options"])
@pytest.mark.parametrize("path", ["/sign-in/", "/sign-out/", "/sign-in/link/x/"])
def test_other_methods_are_refused(client: Client, method: str, path: str) -> None:
    assert getattr(client, method)(path).status_code == 405


def test_a_deactivated_user_is_out_at_once(make_user: MakeUser, signed_in: SignIn) -> None:
    browser = signed_in(make_user("ann"))
    assert browser.get("/sign-out/").status_code == 200
    User.objects.update(is_active=False)
    assert browser.get("/sign-out/").status_code == 302


def test_expired_sessions_are_swept(make_user: MakeUser, client: Client, signed_in: SignIn) -> None:
    user = make_user("ann")
    signed_in(user)
    Session.objects.update(expire_date="2020-01-01T00:00:00Z")
    attempt(client, "ann", PASSWORD)
    assert [session.session_key for session in Session.objects.all()] == [client.session.session_key]
