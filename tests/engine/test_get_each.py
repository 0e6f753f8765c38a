"""Many GETs at a time: over a unix socket by one thread, over TCP by several; what goes wrong with one concerns that one alone."""

import json
import socketserver
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from netviz.engine.client import EngineClient
from netviz.engine.errors import EngineError
from netviz.engine.observation import Observation
from tests.agent.simulated import SimulatedEngine

AT_A_TIME = 4


class Handler(BaseHTTPRequestHandler):
    """Answers with the path's last part; /hang once the test is over, /cut not at all, /gone with 404; /last and closes."""

    protocol_version = "HTTP/1.1"
    server: "Server"

    def do_GET(self) -> None:
        last = self.path.rpartition("/")[2]
        if last == "cut":
            self.close_connection = True
            return
        if last == "hang":
            self.server.over.wait(30)
        with self.server.lock:
            self.server.at_once += 1
            self.server.most_at_once = max(self.server.most_at_once, self.server.at_once)
        time.sleep(0.002)
        with self.server.lock:
            self.server.at_once -= 1
        self._answer(404 if last == "gone" else 200, {"message": "no such"} if last == "gone" else last)
        self.close_connection = last == "last"

    def _answer(self, status: int, body: object) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Api-Version", "1.41")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass

    def address_string(self) -> str:
        return "a client"


class Server(socketserver.ThreadingMixIn, socketserver.TCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, address: object) -> None:
        self.over = threading.Event()
        self.lock = threading.Lock()
        self.at_once = self.most_at_once = 0
        super().__init__(address, Handler)  # type: ignore[arg-type]


class UnixServer(socketserver.UnixStreamServer, Server):  # type: ignore[misc]
    pass


@pytest.fixture(params=["unix", "tcp"])
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Server, str]]:
    if request.param == "unix":
        server: Server = UnixServer(str(tmp_path / "s"))
        url = f"unix://{tmp_path / 's'}"
    else:
        server = Server(("127.0.0.1", 0))
        url = f"tcp://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield server, url
    server.over.set()
    server.shutdown()
    server.server_close()


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        yield pool


def paths(*names: str) -> list[tuple[str, str]]:
    return [(name, f"/things/{name}") for name in names]


def test_each_answer_comes_under_its_key(server: tuple[Server, str], pool: ThreadPoolExecutor) -> None:
    names = [f"n{number}" for number in range(60)]
    found = dict(EngineClient(server[1]).get_each(paths(*names), pool, AT_A_TIME))
    assert found == {name: name for name in names}
    assert 1 < server[0].most_at_once <= AT_A_TIME


def test_nothing_to_ask_for_is_answered_with_nothing(server: tuple[Server, str], pool: ThreadPoolExecutor) -> None:
    assert list(EngineClient(server[1]).get_each([], pool, AT_A_TIME)) == []


def test_a_path_is_taken_just_before_it_is_asked_for(server: tuple[Server, str], pool: ThreadPoolExecutor) -> None:
    taken = 0

    def counted() -> Iterator[tuple[str, str]]:
        nonlocal taken
        for key, path in paths(*(f"n{number}" for number in range(40))):
            taken += 1
            yield key, path

    for answered, _ in enumerate(EngineClient(server[1]).get_each(counted(), pool, AT_A_TIME)):
        assert taken - answered <= 2 * AT_A_TIME


def test_what_goes_wrong_with_one_concerns_that_one(server: tuple[Server, str], pool: ThreadPoolExecutor) -> None:
    engine = EngineClient(server[1])
    found = dict(engine.get_each(paths("a", "gone", "b", "cut", "last", "c", "d", "e"), pool, AT_A_TIME))
    assert {name: found[name] for name in ("a", "b", "c", "d", "e", "last")} == {
        name: name for name in ("a", "b", "c", "d", "e", "last")
    }
    assert isinstance(found["gone"], EngineError)
    assert found["gone"].status == 404
    assert isinstance(found["cut"], EngineError)
    assert found["cut"].code == "unreachable"
    assert dict(engine.get_each(paths("x", "y"), pool, AT_A_TIME)) == {"x": "x", "y": "y"}


def test_one_that_hangs_holds_nobody_up(server: tuple[Server, str], pool: ThreadPoolExecutor) -> None:
    engine = EngineClient(server[1], timeout_s=1)
    names = [f"n{number}" for number in range(30)]
    came = list(engine.get_each(paths("hang", *names), pool, AT_A_TIME))
    assert {key for key, _ in came[:-1]} == set(names)
    assert came[-1][0] == "hang"
    assert isinstance(came[-1][1], EngineError)
    assert came[-1][1].code == "timeout"
    server[0].over.set()
    assert dict(engine.get_each(paths(*names), pool, AT_A_TIME)) == {name: name for name in names}


def test_answers_that_nobody_waited_for_are_not_those_of_later_calls(
    server: tuple[Server, str], pool: ThreadPoolExecutor
) -> None:
    engine = EngineClient(server[1])
    names = [f"n{number}" for number in range(12)]
    for _ in engine.get_each(paths(*names), pool, AT_A_TIME):
        break
    others = [f"m{number}" for number in range(12)]
    assert dict(engine.get_each(paths(*others), pool, AT_A_TIME)) == {name: name for name in others}


def test_an_engine_that_is_not_there_is_said_for_each(tmp_path: Path, pool: ThreadPoolExecutor) -> None:
    engine = EngineClient(f"unix://{tmp_path / 'nobody'}")
    with pytest.raises(EngineError) as failed:
        list(engine.get_each(paths("a", "b"), pool, AT_A_TIME))
    assert failed.value.code == "unreachable"


def test_a_failed_pass_leaves_nothing_in_the_way_of_the_next(tmp_path: Path, pool: ThreadPoolExecutor) -> None:
    """Though somebody holds its error, and with it the place where it stopped, while others were still asked for."""
    with SimulatedEngine(tmp_path / "engine.sock") as engine:
        ids = [engine.container(f"c{number}", engine.network(f"n{number}")) for number in range(12)]
        observation = Observation("e", EngineClient(f"unix://{engine.path}"))
        engine.fault(f"GET /containers/{ids[5]}/json", hang_up=True)
        with pytest.raises(EngineError) as failed:
            observation.everything(pool)
        assert failed.value.code == "unreachable"
        engine.faults.clear()
        assert {key[1] for key in observation.everything(pool) if key[0] == "container"} >= set(ids)
