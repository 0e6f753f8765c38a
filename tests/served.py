"""netviz as people run it, for tests: `manage.py serve` in a process of its own with data of its own."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

ROOT = Path(__file__).resolve().parent.parent
# A slow machine that does other things meanwhile comes up, and ends, within these.
READY_S = 60.0
STOP_S = 30.0


class Netviz:
    """netviz's settings as environment variables, and its management commands under them."""

    def __init__(self, settings: Mapping[str, str]) -> None:
        self.environ = {name: value for name, value in os.environ.items() if not name.startswith("DOCKER_")}
        self.environ |= {"PYTHONUNBUFFERED": "1", **settings}

    def manage(self, *args: str) -> str:
        """A management command; what it printed."""
        result = subprocess.run(
            [sys.executable, "manage.py", *args],
            cwd=ROOT,
            env=self.environ,
            capture_output=True,
            text=True,
            check=False,
        )
        assert result.returncode == 0, f"manage.py {' '.join(args)}: {result.stderr}"
        return result.stdout.strip()

    def token(self, role: str = "admin", username: str | None = None) -> str:
        """An API token of a user of that role, who is made."""
        return self.manage("token", username or f"{role}-token", "--role", role).splitlines()[-1]

    def start_process(self, command: Sequence[str], log: Path, errors: Path | None = None) -> subprocess.Popen[bytes]:
        """A process of netviz's, writing to the end of `log`. It hears SIGINT, which a shell's background jobs, and theirs, don't."""
        deaf_no_more = ["env", "--default-signal=INT,QUIT", *command]
        with log.open("ab") as out, (errors or log).open("ab") as err:
            return subprocess.Popen(
                deaf_no_more, cwd=ROOT, env=self.environ, stdin=subprocess.DEVNULL, stdout=out, stderr=err
            )


class Served(Netviz):
    """A running server. `base` is its address, `data` its NETVIZ_DATA, `output` what it printed."""

    def __init__(self, data: Path, engine_url: str | None) -> None:
        super().__init__({"NETVIZ_DATA": str(data)} | ({"DOCKER_HOST": engine_url} if engine_url else {}))
        self.data = data
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def command(self) -> list[str]:
        return [sys.executable, "manage.py", "serve", "--bind", f"127.0.0.1:{self.port}"]

    def start(self) -> None:
        """Starts it (again) and returns once it answers."""
        self.process = self.start_process(self.command, self._out, self._err)
        end = time.monotonic() + READY_S
        while not self._answers():
            assert self.process.poll() is None, f"manage.py serve ended: {self.stderr}"
            assert time.monotonic() < end, f"manage.py serve did not answer within {READY_S:.0f} s: {self.stderr}"
            time.sleep(0.05)

    def stop(self, number: signal.Signals = signal.SIGTERM) -> None:
        """Ends it by its pid. SIGKILL is how a crash looks."""
        if self.process is None:
            return
        self.process.send_signal(number)
        try:
            status = self.process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise AssertionError(f"manage.py serve did not end within {STOP_S:.0f} s of {number.name}") from None
        finally:
            self.process = None
        assert number == signal.SIGKILL or status == 0, f"manage.py serve ended with {status}: {self.stderr}"

    def link(self, role: str = "admin", username: str | None = None) -> str:
        """A one-time sign-in link, whole, of a user of that role, who is made."""
        return self.manage("link", username or f"{role}-link", "--role", role, "--base", self.base).splitlines()[-1]

    @property
    def printed_link(self) -> str:
        """The first admin's link: the last line of the output."""
        return self._out.read_text().splitlines()[-1]

    @property
    def output(self) -> str:
        return self._out.read_text()

    @property
    def stderr(self) -> str:
        return self._err.read_text()

    def errors(self) -> list[str]:
        """Lines of its error output that a healthy server never writes."""
        return [line for line in self.stderr.splitlines() if line.startswith("Traceback") or " ERROR " in line]

    @property
    def _out(self) -> Path:
        return self.data / "stdout"

    @property
    def _err(self) -> Path:
        return self.data / "stderr"

    def socket(self, timeout_s: float = 15.0) -> socket.socket:
        """A connection to it. Raises OSError."""
        return socket.create_connection(("127.0.0.1", self.port), timeout_s)

    def connection(self, timeout_s: float = 15.0) -> http.client.HTTPConnection:
        """The same for HTTP. Raises OSError."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout_s)
        connection.sock = self.socket(timeout_s)
        return connection

    def _answers(self) -> bool:
        """Whether it serves; any HTTP answer counts."""
        try:
            with contextlib.closing(self.connection()) as connection:
                connection.request("GET", "/sign-in/")
                connection.getresponse().read()
        except (OSError, http.client.HTTPException):
            return False
        return True


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port


Running = TypeVar("Running", bound=Served)


@contextlib.contextmanager
def serve(data: Path, engine_url: str | None, kind: type[Running] = Served) -> Iterator[Running]:
    """A served netviz with an empty, migrated database. `engine_url`: None for one without an engine. `kind`: how it is run."""
    data.mkdir(parents=True, exist_ok=True)
    served = kind(data, engine_url)
    served.manage("migrate", "--verbosity", "0")
    try:
        served.start()
        yield served
    finally:
        served.stop()
