"""How calls reach an engine: over one kept connection, and what happens to it when an answer is cut off, abandoned or refused."""

import re
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from netviz.engine import client
from netviz.engine.client import EngineClient
from netviz.engine.errors import EngineError

Serving = Callable[..., "Server"]


class Server:
    """Answers each request with the next of `answers`, bytes as they are; None closes the connection without a word."""

    def __init__(self, listener: socket.socket, url: str, answers: list[bytes | None]) -> None:
        self.url = url
        self.connections = 0
        self.requests: list[bytes] = []
        self._listener, self._answers = listener, answers
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        while self._answers:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return  # the test is over
            self.connections += 1
            with connection:
                self._serve(connection)

    def _serve(self, connection: socket.socket) -> None:
        while self._answers:
            asked = b""
            while not _is_whole(asked):
                received = connection.recv(65536)
                if not received:
                    return
                asked += received
            self.requests.append(asked)
            answer = self._answers.pop(0)
            if answer is None:
                return
            connection.sendall(answer)
            if b"Connection: close" in answer:
                return


def _is_whole(asked: bytes) -> bool:
    head, end, body = asked.partition(b"\r\n\r\n")
    length = re.search(rb"content-length: (\d+)", head.lower())
    return bool(end) and len(body) >= (int(length[1]) if length else 0)


@pytest.fixture(params=["unix", "tcp"])
def serving(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Serving]:
    family = socket.AF_UNIX if request.param == "unix" else socket.AF_INET
    listener = socket.socket(family)
    listener.bind(str(tmp_path / "s") if family == socket.AF_UNIX else ("127.0.0.1", 0))
    listener.listen()
    name = listener.getsockname()
    url = f"unix://{name}" if family == socket.AF_UNIX else f"tcp://127.0.0.1:{name[1]}"
    yield lambda *answers: Server(listener, url, [PING, *answers])
    listener.close()


def answer(content: bytes, *headers: str, status: str = "200 OK", length: int | None = None) -> bytes:
    head = [f"HTTP/1.1 {status}", f"Content-Length: {len(content) if length is None else length}", *headers]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + content


# What each client asks first: the version to speak.
PING = answer(b"OK", "Api-Version: 1.41")


def test_calls_share_one_connection(serving: Serving) -> None:
    server = serving(answer(b"[1]"), answer(b"[2]"), answer(b"{}", status="404 Not Found"), answer(b"[3]"))
    engine = EngineClient(server.url)
    assert engine.get("/a") == [1]
    assert engine.get("/b") == [2]
    with pytest.raises(EngineError) as refused:
        engine.get("/c")
    assert refused.value.status == 404
    assert engine.get("/d") == [3]
    assert server.connections == 1


def test_parameters_are_sent_unless_they_are_none(serving: Serving) -> None:
    server = serving(answer(b"{}"))
    EngineClient(server.url).post("/x", {"a": 1}, t=None, name="a b", changes=["one", "two"])
    line, _, rest = server.requests[-1].partition(b"\r\n")
    assert line == b"POST /v1.41/x?name=a+b&changes=one&changes=two HTTP/1.1"
    assert b"content-type: application/json" in rest.lower()


def test_a_connection_that_the_engine_ended_is_made_anew(serving: Serving) -> None:
    server = serving(answer(b"[1]", "Connection: close"), answer(b"[2]"))
    engine = EngineClient(server.url)
    assert engine.get("/a") == [1]
    assert engine.get("/b") == [2]
    assert server.connections == 2


@pytest.mark.parametrize(
    "cut",
    [
        answer(b"[1", "Connection: close", length=30),
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n20\r\n[1",
        None,
        b"rubbish\r\n\r\nConnection: close",
    ],
    ids=["length", "chunk", "nothing", "no HTTP"],
)
def test_an_answer_that_is_cut_off_is_no_answer(serving: Serving, cut: bytes | None) -> None:
    server = serving(cut, answer(b"[2]"))
    engine = EngineClient(server.url)
    with pytest.raises(EngineError) as failed:
        engine.get("/a")
    assert failed.value.code == "unreachable"
    assert engine.get("/b") == [2]


def test_what_is_left_of_an_abandoned_answer_is_not_the_next_one(
    serving: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "MOST_BYTES", 1000)
    server = serving(answer(b"x" * 4000), answer(b"[2]"))
    engine = EngineClient(server.url)
    with pytest.raises(EngineError) as failed:
        engine.get("/a")
    assert failed.value.code == "too_large"
    assert engine.get("/b") == [2]


def test_a_stream_ends_when_another_thread_ends_it(serving: Serving) -> None:
    server = serving(b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n{"a": 1}\n\r\n')
    engine = EngineClient(server.url)
    seen = []
    with pytest.raises(EngineError):
        for item in engine.stream("/events"):
            seen.append(item)
            threading.Thread(target=engine.end_stream).start()
    assert seen == [{"a": 1}]


def test_a_web_server_is_no_engine(tmp_path: Path) -> None:
    """Its words are a whole page, and about something else."""
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(tmp_path / "s"))
    listener.listen()
    page = answer(b"<!doctype html><h1>Not found</h1>", status="404 Not Found")
    Server(listener, f"unix://{tmp_path / 's'}", [page, page])
    with pytest.raises(EngineError, match="is not a container engine") as found:
        EngineClient(f"unix://{tmp_path / 's'}").get("/networks")
    listener.close()
    assert found.value.code == "unreachable"
