"""The websocket as daphne serves it: what a client may do wrong is answered and closed, and never becomes an error of ours."""

from collections.abc import Iterator

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from netviz.dashboard import sockets
from tests.served import Served, serve


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """netviz without an engine."""
    with serve(tmp_path_factory.mktemp("served"), None) as served:
        yield served
    assert not (errors := served.errors()), "netviz wrote errors:\n" + "\n".join(errors)


def opened(server: Served, path: str = "/ws/topology/", **headers: str) -> ClientConnection:
    return connect(server.base.replace("http", "ws", 1) + path, additional_headers=headers)


@pytest.fixture(scope="module")
def token(server: Served) -> str:
    return server.token("viewer")


@pytest.fixture
def client(server: Served, token: str) -> Iterator[ClientConnection]:
    with opened(server, Authorization=f"Bearer {token}") as socket:
        assert '"snapshot"' in str(socket.recv(5))[:30]
        yield socket


def close_code(socket: ClientConnection) -> int | None:
    while True:
        try:
            socket.recv(5)
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else None


@pytest.mark.parametrize("message", ["", "garbage", b"", b"\xff\x00", '{"type": ["ping"]}', "[" * 10_000])
def test_garbage_is_answered(client: ClientConnection, message: str | bytes) -> None:
    client.send(message)
    assert '"invalid"' in str(client.recv(5))
    client.send('{"type": "ping"}')
    assert str(client.recv(5)) == '{"type": "pong"}'


def test_too_big(client: ClientConnection) -> None:
    client.send("x" * (sockets.MAX_MESSAGE + 1))
    assert close_code(client) == sockets.TOO_BIG


def test_far_too_big(client: ClientConnection) -> None:
    """Cut off before it is read to its end."""
    with pytest.raises(ConnectionClosed):
        client.send("x" * 10_000_000)
        client.recv(5)


def test_too_many(client: ClientConnection) -> None:
    for _ in range(sockets.MAX_MESSAGES_PER_10_S + 1):
        client.send('{"type": "ping"}')
    assert close_code(client) == sockets.TOO_MANY


def test_half_a_character(client: ClientConnection) -> None:
    client.send(b"\xe4\xbd", text=True)
    with pytest.raises(ConnectionClosed):
        client.recv(5)


def test_a_client_that_vanishes(client: ClientConnection) -> None:
    client.socket.close()


@pytest.mark.parametrize("path", ["/ws/topology/", "/ws/", "/ws/nothing/?since=1"])
def test_a_stranger(server: Served, path: str) -> None:
    with pytest.raises(InvalidStatus) as refused, opened(server, path):
        pass
    assert refused.value.response.status_code == 403


def test_a_browser_that_is_not_signed_in(server: Served) -> None:
    with opened(server, Origin=server.base) as socket:
        assert close_code(socket) == sockets.NOT_SIGNED_IN
