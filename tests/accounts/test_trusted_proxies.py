"""Forwarded headers count only from a trusted proxy, for HTTP and websockets alike."""

from typing import Any

import pytest

from netviz.accounts.proxies import TrustedProxies

FORWARDED = {
    "x-forwarded-for": "203.0.113.7",
    "x-forwarded-proto": "https",
    "x-forwarded-host": "netviz.example.org",
}


async def seen(trusted: list[str], client: str, headers: dict[str, str], kind: str = "http") -> dict[str, Any]:
    """The scope as the application gets it."""
    got: list[dict[str, Any]] = []

    async def app(scope: dict[str, Any], _receive: Any, _send: Any) -> None:
        got.append(scope)

    raw = [(b"host", b"inside:8000")] + [(name.encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": kind, "client": [client, 5], "scheme": "ws" if kind == "websocket" else "http", "headers": raw}
    await TrustedProxies(app, trusted)(scope, None, None)
    return got[0]


async def test_a_strangers_headers_are_removed() -> None:
    scope = await seen(["10.0.0.1"], "192.0.2.9", FORWARDED | {"forwarded": "for=1.2.3.4", "x-forwarded-port": "1"})
    assert (scope["client"], scope["scheme"], scope["headers"]) == (
        ["192.0.2.9", 5],
        "http",
        [(b"host", b"inside:8000")],
    )


@pytest.mark.parametrize("trusted", ["10.0.0.1", "10.0.0.0/8", "::/0,0.0.0.0/0"])
@pytest.mark.parametrize("client", ["10.0.0.1", "::ffff:10.0.0.1"])
async def test_a_trusted_proxy_is_believed(trusted: str, client: str) -> None:
    headers = FORWARDED
    if "0.0.0.0/0" in trusted:
        headers = FORWARDED | {"x-forwarded-for": "203.0.113.7"}
    scope = await seen(trusted.split(","), client, headers)
    assert scope["client"] == ["203.0.113.7", 5]
    assert scope["scheme"] == "https"
    assert scope["headers"] == [(b"host", b"netviz.example.org")]


async def test_a_websocket_becomes_wss() -> None:
    assert (await seen(["10.0.0.1"], "10.0.0.1", FORWARDED, "websocket"))["scheme"] == "wss"


@pytest.mark.parametrize(
    ("chain", "client"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("1.1.1.1, 203.0.113.7", "203.0.113.7"),
        ("203.0.113.7, 10.0.0.2", "203.0.113.7"),
        ("10.0.0.3, 10.0.0.2", "10.0.0.3"),
        ("203.0.113.7:4711", "203.0.113.7"),
        ("[2001:db8::1]:4711", "2001:db8::1"),
        ("2001:DB8::1", "2001:db8::1"),
        ("203.0.113.7, unknown", "10.0.0.1"),
        ("unknown, 10.0.0.2", "10.0.0.1"),
        ("<script>", "10.0.0.1"),
        ("", "10.0.0.1"),
        (",,", "10.0.0.1"),
        ("203.0.113.7, 10.0.0.2:99", "203.0.113.7"),
    ],
)
async def test_the_nearest_address_that_is_no_proxy_counts(chain: str, client: str) -> None:
    scope = await seen(["10.0.0.0/8"], "10.0.0.1", {"x-forwarded-for": chain})
    assert scope["client"] == [client, 5]


@pytest.mark.parametrize(
    ("said", "scheme"),
    [("https", "https"), ("HTTPS", "https"), ("http, https", "https"), ("javascript", "http"), ("", "http")],
)
async def test_only_known_schemes(said: str, scheme: str) -> None:
    assert (await seen(["10.0.0.1"], "10.0.0.1", {"x-forwarded-proto": said}))["scheme"] == scheme


async def test_the_last_host_counts() -> None:
    scope = await seen(["10.0.0.1"], "10.0.0.1", {"x-forwarded-host": "evil.example, netviz.example.org"})
    assert scope["headers"] == [(b"host", b"netviz.example.org")]


@pytest.mark.parametrize("text", ["x", "10.0.0.0/99", "", "10.0.0.1:80"])
def test_a_wrong_setting_is_said_at_once(text: str) -> None:
    with pytest.raises(ValueError, match=r"does not appear"):
        TrustedProxies(lambda *_: None, [text])  # type: ignore[arg-type,return-value]


async def test_lifespan_passes() -> None:
    called = []

    async def app(scope: dict[str, Any], _receive: Any, _send: Any) -> None:
        called.append(scope)

    await TrustedProxies(app, [])({"type": "lifespan"}, None, None)
    assert called == [{"type": "lifespan"}]
