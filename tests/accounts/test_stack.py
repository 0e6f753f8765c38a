"""The asynchronous stack does what Django's does, and makes no thread hop on the way."""

import gzip
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from asgiref.sync import SyncToAsync, sync_to_async
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import AsyncClient, override_settings
from django.urls import include, path

from netviz.accounts import links, tokens
from netviz.accounts.access import operator_required, viewer_required
from netviz.accounts.models import Role, User

from .conftest import PASSWORD, MakeUser

pytestmark = pytest.mark.django_db(transaction=True)


@viewer_required
async def where(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{request.principal.username} {threading.current_thread() is threading.main_thread()}")  # type: ignore[attr-defined]


@operator_required
async def order(request: HttpRequest) -> HttpResponse:
    return HttpResponse("done")


urlpatterns = [path("api/where", where), path("api/order", order), path("", include("netviz.urls"))]


@pytest.fixture(autouse=True)
def _addresses() -> Iterator[None]:
    with override_settings(ROOT_URLCONF=__name__):
        yield


@pytest.fixture
async def secret(make_user: MakeUser) -> str:
    return await sync_to_async(lambda: tokens.make(make_user("robot", Role.OPERATOR)))()


async def test_an_asynchronous_view_stays_in_the_loop(secret: str, monkeypatch: pytest.MonkeyPatch) -> None:
    hops: list[Any] = []
    call = SyncToAsync.__call__

    async def counted(self: Any, *args: Any, **kwargs: Any) -> Any:
        hops.append(self.func)
        return await call(self, *args, **kwargs)

    monkeypatch.setattr(SyncToAsync, "__call__", counted)
    answer = await AsyncClient().get("/api/where", headers={"authorization": f"Bearer {secret}"})
    assert answer.content == b"robot True"
    ours = [
        hop
        for hop in hops
        if "middleware" in getattr(hop, "__module__", "") or "accounts" in getattr(hop, "__module__", "")
    ]
    assert ours == []


async def test_csrf_is_enforced_for_sessions_and_not_for_tokens(secret: str, make_user: MakeUser) -> None:
    browser = AsyncClient(enforce_csrf_checks=True)
    user = await User.objects.aget(username="robot")
    await browser.aforce_login(user)
    assert (await browser.post("/api/order")).status_code == 403
    stranger = AsyncClient(enforce_csrf_checks=True)
    answer = await stranger.post("/api/order", headers={"authorization": f"Bearer {secret}"})
    assert answer.content == b"done"


async def test_sign_in_and_out(make_user: MakeUser) -> None:
    await sync_to_async(make_user)("ann")
    browser = AsyncClient()
    answer = await browser.post("/sign-in/", {"username": "ann", "password": PASSWORD, "next": "/api/where"})
    assert (answer.status_code, answer["Location"]) == (302, "/api/where")
    assert (await browser.get("/api/where")).content == b"ann True"
    assert (await browser.post("/sign-out/")).status_code == 302
    assert (await browser.get("/api/where")).status_code == 401


async def test_a_link_signs_in(make_user: MakeUser) -> None:
    address = await sync_to_async(lambda: links.make(make_user("ann")))()
    browser = AsyncClient()
    assert (await browser.get(address)).status_code == 200
    assert (await browser.post(address)).status_code == 302
    assert (await browser.get("/api/where")).content == b"ann True"


async def test_a_static_file_is_whole() -> None:
    address = settings.STATIC_URL + "accounts/bare.css"
    answer = await AsyncClient().get(address)
    assert answer.status_code == 200
    assert not answer.streaming
    assert answer.content == (settings.STATIC_DIR / "accounts/bare.css").read_bytes()
    assert "immutable" in answer["Cache-Control"]
    head = await AsyncClient().head(address)
    assert (head.status_code, head.content, head["Content-Length"]) == (200, b"", str(len(answer.content)))
    again = await AsyncClient().get(address, headers={"if-modified-since": answer["Last-Modified"]})
    assert (again.status_code, again.content) == (304, b"")
    part = await AsyncClient().get(address, headers={"range": "bytes=0-9"})
    assert (part.status_code, part.content) == (206, answer.content[:10])
    assert (await AsyncClient().get(settings.STATIC_URL + "nothing.css")).status_code == 404


async def test_a_static_text_is_compressed_for_who_can_read_it() -> None:
    address = settings.STATIC_URL + "accounts/bare.css"
    plain = await AsyncClient().get(address)
    packed = await AsyncClient().get(address, headers={"accept-encoding": "br, gzip"})
    assert (packed["Content-Encoding"], packed["Vary"]) == ("gzip", "Accept-Encoding")
    assert gzip.decompress(packed.content) == plain.content
    assert int(packed["Content-Length"]) == len(packed.content) < len(plain.content)
    assert (plain["Vary"], "Content-Encoding" in plain) == ("Accept-Encoding", False)


async def test_language_and_security_headers(make_user: MakeUser) -> None:
    answer = await AsyncClient().get("/sign-in/", headers={"accept-language": "zh-hans"})
    assert answer["Content-Language"] == "zh-hans"
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
