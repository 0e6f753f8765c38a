"""What a client may cost before netviz has seen its request: bytes, time, connections. On a server as people run it."""

import http.client
import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from netviz.accounts.bodies import MOST_BODY
from netviz.agent import bounded
from tests.served import ROOT, Served, serve
from tests.waiting import PATIENCE_S, until

CHUNK = b"x" * 65536


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serve(tmp_path_factory.mktemp("bounds"), None) as running:
        yield running
        assert not running.errors(), running.stderr


def connected(served: Served) -> socket.socket:
    return socket.create_connection(("127.0.0.1", served.port), PATIENCE_S)


def head(path: str, *fields: str, method: str = "POST") -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: netviz", "Content-Type: application/json", *fields]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def answer(sock: socket.socket) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of what the server says."""
    said = http.client.HTTPResponse(sock)
    said.begin()
    return said.status, {name.lower(): value for name, value in said.getheaders()}, said.read()


def is_too_large(sock: socket.socket) -> None:
    status, headers, body = answer(sock)
    assert status == 413
    assert headers["connection"] == "close"
    assert headers["content-security-policy"]
    assert sock.recv(1) == b"", "the server does not close"
    said = json.loads(body)
    assert said["code"] == "body_too_large" and str(MOST_BODY) in said["detail"]


def test_a_length_that_is_too_large_is_refused_before_the_body(served: Served) -> None:
    with closing(connected(served)) as sock:
        sock.sendall(head("/api/v1/networks", f"Content-Length: {MOST_BODY + 1}"))
        is_too_large(sock)


def test_the_body_is_not_invited(served: Served) -> None:
    """A client that asks first (curl does) never sends it."""
    with closing(connected(served)) as sock:
        sock.sendall(head("/api/v1/networks", f"Content-Length: {MOST_BODY + 1}", "Expect: 100-continue"))
        is_too_large(sock)


def test_a_client_that_sends_all_the_same_hears_why(served: Served) -> None:
    """Closed while its bytes come in, the connection would be reset, and the answer thrown away with it."""
    with closing(connected(served)) as sock:
        sock.sendall(head("/api/v1/networks", f"Content-Length: {64 * len(CHUNK)}"))
        for _ in range(64):
            sock.sendall(CHUNK)
        is_too_large(sock)


def test_a_body_without_a_length_is_cut_off_where_it_grows_too_large(served: Served) -> None:
    with closing(connected(served)) as sock:
        sock.sendall(head("/api/v1/networks", "Transfer-Encoding: chunked"))
        for _ in range(MOST_BODY // len(CHUNK) + 1):
            sock.sendall(b"%x\r\n%s\r\n" % (len(CHUNK), CHUNK))
        is_too_large(sock)


def test_a_page_says_it_as_a_page(served: Served) -> None:
    with closing(connected(served)) as sock:
        sock.sendall(head("/sign-in/", f"Content-Length: {MOST_BODY + 1}", "Accept-Language: zh-hans"))
        status, headers, body = answer(sock)
    assert status == 413
    assert headers["content-type"].startswith("text/html") and headers["content-language"] == "zh-hans"
    assert str(MOST_BODY).encode() in body


@pytest.mark.parametrize("fields", [[f"Content-Length: {MOST_BODY}"], ["Transfer-Encoding: chunked"]])
def test_the_largest_body_that_is_allowed_gets_through(served: Served, fields: list[str]) -> None:
    """To the door, which has no such caller."""
    content = b"x" * MOST_BODY
    body = content if "Length" in fields[0] else b"%x\r\n%s\r\n0\r\n\r\n" % (len(content), content)
    with closing(connected(served)) as sock:
        sock.sendall(head("/api/v1/networks", *fields, "Connection: close") + body)
        status, _, said = answer(sock)
    assert (status, json.loads(said)["code"]) == (401, "not_signed_in")


def test_the_connection_goes_on_after_a_body_that_is_allowed(served: Served) -> None:
    with closing(connected(served)) as sock:
        for _ in range(2):
            sock.sendall(head("/api/v1/networks", "Content-Length: 2") + b"{}")
            assert answer(sock)[0] == 401


SMALL = """
import django
django.setup()
from netviz.agent import bounded
bounded.REQUEST_WITHIN_S, bounded.MOST_CONNECTIONS = {within}, {connections}
from django.core.management import call_command
call_command("serve", bind="127.0.0.1:{port}")
"""


class Impatient(Served):
    """A server whose bounds are so small that a test can reach them."""

    within_s, connections = 2, 4

    @property
    def command(self) -> list[str]:
        code = SMALL.format(within=self.within_s, connections=self.connections, port=self.port)
        return [sys.executable, "-c", code]


@pytest.fixture
def impatient(tmp_path: Path) -> Iterator[Impatient]:
    with serve(tmp_path, None, Impatient) as running:
        yield running
        assert not running.errors(), running.stderr


def test_a_request_that_trickles_in_is_given_up(impatient: Impatient) -> None:
    """Each byte puts off the end of a silent connection; none puts off this."""
    with closing(connected(impatient)) as sock:
        sock.sendall(b"GET / HTTP/1.1\r\nX: ")
        sock.settimeout(0.2)
        end = time.monotonic() + PATIENCE_S
        said = b""
        while not said:
            assert time.monotonic() < end
            sock.sendall(b"x")
            try:
                said = sock.recv(1024)
            except TimeoutError:
                continue
    assert said.startswith(b"HTTP/1.1 408 ")


def is_well(served: Served) -> bool:
    try:
        with closing(connected(served)) as sock:
            sock.sendall(head("/healthz", "Connection: close", method="GET"))
            return answer(sock)[0] == 200
    except (OSError, http.client.HTTPException):
        # Turned away before it had said what it wants.
        return False


def test_too_many_connections_are_turned_away_and_taken_again(impatient: Impatient) -> None:
    held = [connected(impatient) for _ in range(impatient.connections)]
    with closing(connected(impatient)) as sock:
        assert sock.recv(1024).startswith(b"HTTP/1.1 503 ")
    for sock in held:
        sock.close()
    until(lambda: is_well(impatient))
    assert "4 connections are open" in impatient.stderr


def test_descriptors_are_left_for_the_engine_and_the_database() -> None:
    """In a process of its own: a limit once lowered can't be raised again."""
    code = (
        "import resource\nresource.setrlimit(resource.RLIMIT_NOFILE, (300, 300))\n"
        "import django\ndjango.setup()\nfrom netviz.agent import bounded\nprint(bounded.most_connections())"
    )
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True)
    assert said.stdout.strip() == "150"
    assert bounded.MOST_CONNECTIONS > 150
