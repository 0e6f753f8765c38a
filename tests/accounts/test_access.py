"""Who may open which page: every role at every view, strangers, tokens, and the decorators themselves."""

import json
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.test import Client, RequestFactory

from netviz.accounts import access, links, tokens
from netviz.accounts.models import Role, User

from .conftest import MakeUser, People, SignIn

pytestmark = pytest.mark.django_db

PERSONS_PAGES = ["/settings/account/"]
PERSONS_ACTS = ["/settings/account/preferences/", "/settings/account/password/", "/settings/account/tokens/"]
ADMINS_PAGES = ["/settings/users/", "/settings/users/{}/"]
ADMINS_ACTS = ["/settings/users/{}/" + act + "/" for act in ("role", "active", "link", "revoke")]


def ask(browser: Client, method: str, path: str, **headers: str) -> Any:
    return getattr(browser, method)(path, headers=headers)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("path", PERSONS_PAGES + ADMINS_PAGES)
def test_pages(people: People, signed_in: SignIn, role: Role, path: str) -> None:
    answer = signed_in(people[role]).get(path.format(people["viewer"].pk))
    allowed = path in PERSONS_PAGES or role == Role.ADMIN
    assert answer.status_code == (200 if allowed else 403)
    if not allowed:
        assert "Admin" in answer.content.decode()


@pytest.mark.parametrize("role", [Role.VIEWER, Role.OPERATOR])
@pytest.mark.parametrize("path", ["/settings/users/", *ADMINS_ACTS])
def test_acts_of_admins_are_refused_to_others(people: People, signed_in: SignIn, role: Role, path: str) -> None:
    data = {"role": "admin", "active": "0", "username": "new"}
    answer = signed_in(people[role]).post(path.format(people["viewer"].pk), data)
    assert answer.status_code == 403
    assert User.objects.count() == 3
    person = User.objects.get(username="viewer1")
    assert (person.role, person.is_active, person.session_epoch) == (Role.VIEWER, True, 0)
    assert not person.links.exists()


@pytest.mark.parametrize("path", PERSONS_PAGES + ADMINS_PAGES)
def test_strangers_are_led_to_sign_in(people: People, client: Client, path: str) -> None:
    path = path.format(people["viewer"].pk)
    assert client.get(path).url.startswith("/sign-in/?next=")
    assert ask(client, "get", path, accept="application/json").status_code == 401
    partly = ask(client, "get", path, **{"hx-request": "true"})
    assert (partly.status_code, partly["HX-Redirect"]) == (401, "/sign-in/")


@pytest.mark.parametrize("path", PERSONS_ACTS + ADMINS_ACTS)
def test_acts_of_strangers_are_refused(people: People, client: Client, path: str) -> None:
    answer = client.post(path.format(people["viewer"].pk))
    assert (answer.status_code, answer.url) == (302, "/sign-in/")


@pytest.mark.parametrize("path", PERSONS_ACTS + ADMINS_ACTS)
def test_acts_need_post(people: People, signed_in: SignIn, path: str) -> None:
    assert signed_in(people["admin"]).get(path.format(people["viewer"].pk)).status_code == 405


@pytest.mark.parametrize("path", [*PERSONS_ACTS, *ADMINS_ACTS, "/settings/users/", "/sign-out/"])
def test_acts_need_their_csrf_token(people: People, signed_in: SignIn, path: str) -> None:
    browser = signed_in(people["admin"], csrf=True)
    answer = browser.post(path.format(people["viewer"].pk), {"role": "admin", "active": "0"})
    assert answer.status_code == 403
    assert "nothing was done" in answer.content.decode()
    assert User.objects.get(username="viewer1").role == Role.VIEWER


@pytest.mark.parametrize("path", PERSONS_PAGES + PERSONS_ACTS + ADMINS_PAGES + ADMINS_ACTS)
def test_a_token_makes_no_further_ways_in(people: People, client: Client, path: str) -> None:
    secret = tokens.make(people["admin"])
    method = "get" if path in PERSONS_PAGES + ADMINS_PAGES else "post"
    answer = ask(client, method, path.format(people["viewer"].pk), authorization=f"Bearer {secret}")
    assert (answer.status_code, answer.json()["code"]) == (403, "token_not_enough")


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Bearer nv_wrong", "bearer \xff", "Bearer " + "x" * 9000])
def test_a_bad_token_is_not_helped_by_a_session(people: People, signed_in: SignIn, header: str) -> None:
    answer = ask(signed_in(people["admin"]), "get", "/settings/account/", authorization=header)
    assert (answer.status_code, answer.json()["code"]) == (401, "bad_token")
    assert answer["WWW-Authenticate"] == "Bearer"


def test_a_proxys_basic_password_does_not_stand_in_the_way(people: People, signed_in: SignIn) -> None:
    assert ask(signed_in(people["viewer"]), "get", "/settings/account/", authorization="Basic eDp5").status_code == 200


@pytest.mark.parametrize("user_id", [0, 999_999, 2**63 - 1, 2**63, 10**30])
@pytest.mark.parametrize("path", ADMINS_PAGES[1:] + ADMINS_ACTS)
def test_nobody_there(people: People, signed_in: SignIn, user_id: int, path: str) -> None:
    method = "get" if path in ADMINS_PAGES else "post"
    answer = ask(signed_in(people["admin"]), method, path.format(user_id))
    assert answer.status_code in {400, 404}


def sync_view(request: HttpRequest) -> HttpResponse:
    return HttpResponse("done")


async def async_view(request: HttpRequest) -> HttpResponse:
    return HttpResponse("done")


DECORATORS = {
    Role.VIEWER: access.viewer_required,
    Role.OPERATOR: access.operator_required,
    Role.ADMIN: access.admin_required,
}


def call(view: Any, request: HttpRequest) -> HttpResponse:
    return (async_to_sync(view) if view is not sync_view and "async" in view.__name__ else view)(request)


@pytest.mark.parametrize("view", [sync_view, async_view])
@pytest.mark.parametrize("needed", Role)
@pytest.mark.parametrize("has", Role)
def test_decorators(rf: RequestFactory, view: Any, needed: Role, has: Role) -> None:
    request = rf.get("/api/v1/x")
    request.principal = access.Principal(1, "ann", has, is_token=True)  # type: ignore[attr-defined]
    answer = call(DECORATORS[needed](view), request)
    if has.includes(needed):
        assert answer.content == b"done"
    else:
        assert (answer.status_code, json.loads(answer.content)["code"]) == (403, "forbidden")


@pytest.mark.parametrize("view", [sync_view, async_view])
def test_decorators_know_strangers(rf: RequestFactory, view: Any) -> None:
    answer = call(access.viewer_required(view), rf.get("/api/v1/x"))
    assert (answer.status_code, json.loads(answer.content)["code"]) == (401, "not_signed_in")


@pytest.mark.parametrize("is_token", [True, False])
def test_csrf_counts_for_sessions_in_exempt_views_too(is_token: bool) -> None:
    """django-ninja's views are exempt from Django's own check."""
    rf = RequestFactory(enforce_csrf_checks=True)  # type: ignore[call-arg]
    request = rf.post("/api/v1/x")
    request._dont_enforce_csrf_checks = False  # type: ignore[attr-defined]
    request.principal = access.Principal(1, "ann", Role.ADMIN, is_token=is_token)  # type: ignore[attr-defined]
    why = access.refusal(request, Role.VIEWER)
    assert (why is None) == is_token
    if why:
        assert (why.status, why.code) == (403, "csrf")


def test_csrf_accepts_the_real_token(rf: RequestFactory) -> None:
    first = rf.get("/")
    CsrfViewMiddleware(sync_view).process_request(first)
    from django.middleware.csrf import get_token

    token = get_token(first)
    request = rf.post("/api/v1/x", headers={"x-csrftoken": token})
    request._dont_enforce_csrf_checks = False  # type: ignore[attr-defined]
    request.COOKIES["csrftoken"] = first.META["CSRF_COOKIE"]
    request.principal = access.Principal(1, "ann", Role.ADMIN)  # type: ignore[attr-defined]
    assert access.refusal(request, Role.VIEWER) is None


def test_links_are_no_way_round_the_roles(make_user: MakeUser, client: Client) -> None:
    client.post(links.make(make_user("ann")))
    assert client.get("/settings/users/").status_code == 403
