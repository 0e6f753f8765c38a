"""Every answer carries the headers that bind the browser; every error has a page in plain words, or JSON."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client, RequestFactory
from django.test.utils import override_settings

from netviz.accounts import errors
from netviz.accounts.models import Role

from .conftest import MakeUser, People, SignIn

pytestmark = pytest.mark.django_db
STATIC = settings.STATIC_URL + "accounts/bare.css"


@pytest.mark.parametrize("path", ["/sign-in/", "/no-such-page/", "/sign-in/link/x/", "/settings/account/", STATIC])
def test_every_answer_binds_the_browser(client: Client, path: str) -> None:
    answer = client.get(path)
    policy = answer["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "camera=()" in answer["Permissions-Policy"]
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"


def test_pages_are_this_browsers_alone(client: Client) -> None:
    assert "no-store" in client.get("/sign-in/")["Cache-Control"]
    assert "private" in client.get("/no-such-page/")["Cache-Control"]


def test_static_files_are_kept_for_good(client: Client) -> None:
    answer = client.get(STATIC)
    assert answer.status_code == 200
    assert "immutable" in answer["Cache-Control"]
    assert answer["Content-Type"].startswith("text/css")
    assert answer.getvalue() == (settings.STATIC_DIR / "accounts/bare.css").read_bytes()


@pytest.mark.parametrize(
    "name", ["../netviz/settings.py", "..%2f..%2fnetviz/settings.py", "accounts/", "", "nothing.css"]
)
def test_only_static_files_are_served(client: Client, name: str) -> None:
    assert client.get(settings.STATIC_URL + name).status_code == 404


def test_cookies_are_out_of_reach(make_user: MakeUser, client: Client) -> None:
    make_user("ann")
    client.post("/sign-in/", {"username": "ann", "password": "correct horse battery"})
    session = client.cookies["netviz_session"]
    assert session["httponly"]
    assert session["samesite"] == "Lax"


@pytest.mark.parametrize("role", Role)
def test_no_page_has_anything_inline(people: People, signed_in: SignIn, role: Role) -> None:
    browser = signed_in(people[role])
    for path in (
        "/settings/account/",
        "/sign-out/",
        "/settings/users/",
        f"/settings/users/{people['viewer'].pk}/",
        "/x/",
    ):
        page = browser.get(path).content.decode()
        # A block of JSON is data: nothing runs it.
        assert not re.search(r"<script(?![^>]*\b(src=|type=\"application/json\"))", page), path
        assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", page), path


def test_every_field_has_a_label(people: People, signed_in: SignIn) -> None:
    browser = signed_in(people["admin"])
    for path in ("/settings/account/", "/settings/users/", f"/settings/users/{people['viewer'].pk}/"):
        page = browser.get(path).content.decode()
        main = page[page.index("<main") :]
        for tag in re.findall(r"<(?:input|select)\b[^>]*>", main):
            if 'type="hidden"' in tag or " hidden" in tag:
                continue
            field = re.search(r'id="([^"]+)"', tag)
            assert field, tag
            assert f'<label for="{field[1]}"' in main, tag


def test_ids_are_unique(people: People, signed_in: SignIn) -> None:
    for path in ("/settings/account/", "/settings/users/"):
        ids = re.findall(r'\sid="([^"]+)"', signed_in(people["admin"]).get(path).content.decode())
        assert len(ids) == len(set(ids)), path


@pytest.mark.parametrize(("path", "code"), [("/no-such-page/", "not_found"), ("/settings/users/", "forbidden")])
def test_errors_are_json_for_programs(people: People, signed_in: SignIn, path: str, code: str) -> None:
    answer = signed_in(people["viewer"]).get(path, headers={"accept": "application/json"})
    assert answer.json()["code"] == code
    assert answer.json()["detail"]


def test_a_fault_has_a_page_and_tells_nothing(rf: RequestFactory) -> None:
    page = errors.fault(rf.get("/x"))
    assert page.status_code == 500
    assert "log" in page.content.decode()
    assert errors.fault(rf.get("/api/v1/x")).headers["Content-Type"] == "application/json"


def test_a_fault_in_a_view_is_that_page(people: People, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("netviz.accounts.views.account._page", broken)
    browser = signed_in(people["viewer"])
    browser.raise_request_exception = False
    answer = browser.get("/settings/account/")
    assert answer.status_code == 500
    assert "secret detail" not in answer.content.decode()
    assert "Content-Security-Policy" in answer


@override_settings(ALLOWED_HOSTS=["netviz.example.org"])
def test_a_wrong_host_is_refused(client: Client) -> None:
    assert client.get("/sign-in/", headers={"host": "evil.example"}).status_code == 400


@pytest.mark.parametrize("language", ["zh-hans", "en", "xx", "../../etc", "zh-hans,en;q=0.5"])
def test_any_language_asked_for_is_no_fault(client: Client, language: str) -> None:
    answer = client.get("/sign-in/", headers={"accept-language": language})
    assert answer.status_code == 200
    assert answer["Content-Language"] in {"en", "zh-hans"}


def test_templates_speak_through_gettext() -> None:
    """Every visible word of this room's templates is inside a translation tag."""
    for path in Path(settings.BASE_DIR, "templates", "accounts").glob("*.html"):
        text = re.sub(
            r"{%\s*comment.*?endcomment\s*%}|{%\s*blocktranslate.*?endblocktranslate\s*%}",
            "",
            path.read_text(),
            flags=re.S,
        )
        text = re.sub(r"{#.*?#}|<code>.*?</code>|{%.*?%}|{{.*?}}|<[^>]*>", " ", text, flags=re.S)
        words = set(re.findall(r"[A-Za-z]{2,}", text)) - {"netviz"}
        assert not words, f"{path.name}: {words}"
