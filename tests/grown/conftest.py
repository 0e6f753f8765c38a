"""netviz grown: PostgreSQL, Redis, web processes, and agents of their own, all in the namespace of the tests.

The servers listen on the namespace's loopback and end with the test; none that runs on this machine is touched.
"""

import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from tests.served import STOP_S, Netviz, free_port

STARTS_WITHIN_S = 60


class Grown(Netviz):
    """The servers, and the processes of netviz that a test starts beside them."""

    def __init__(self, folder: Path, engine_url: str) -> None:
        self.folder = folder
        self.engine_url = engine_url
        self.postgres, self.redis = free_port(), free_port()
        self.processes: list[subprocess.Popen[bytes]] = []
        super().__init__(
            {
                "NETVIZ_DATA": str(folder / "netviz"),
                "NETVIZ_DATABASE_URL": f"postgres://netviz@127.0.0.1:{self.postgres}/netviz",
                "NETVIZ_REDIS_URL": f"redis://127.0.0.1:{self.redis}/0",
                "DJANGO_SETTINGS_MODULE": "netviz.settings",
            }
        )

    def start_servers(self) -> None:
        # PostgreSQL refuses to run as root.
        self.folder.chmod(0o755)
        data = self.folder / "postgres"
        data.mkdir()
        shutil.chown(data, "postgres", "postgres")
        bin_ = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1]
        user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
        subprocess.run(
            [*user, bin_ / "initdb", "-D", data, "-U", "netviz", "--auth=trust", "--no-sync"],
            check=True,
            cwd="/",
            stdout=subprocess.DEVNULL,
        )
        options = ["-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={data}", "-c", "fsync=off"]
        self.run([*user, str(bin_ / "postgres"), "-D", str(data), "-p", str(self.postgres), *options], "postgres.log")
        saved = ["--save", "", "--appendonly", "no", "--dir", str(self.folder)]
        self.run(["redis-server", "--bind", "127.0.0.1", "--port", str(self.redis), *saved], "redis.log")
        self._await_servers()

    def _await_servers(self) -> None:
        end = time.monotonic() + STARTS_WITHIN_S
        while True:
            try:
                with psycopg.connect(
                    host="127.0.0.1", port=self.postgres, user="netviz", dbname="postgres", autocommit=True
                ) as connection:
                    connection.execute("CREATE DATABASE netviz")
                redis.Redis(port=self.redis).ping()
            except (psycopg.OperationalError, redis.ConnectionError):
                assert time.monotonic() < end, (self.folder / "postgres.log").read_text()
                time.sleep(0.2)
            else:
                return

    def run(self, command: list[str], log: str) -> subprocess.Popen[bytes]:
        """Starts a process that ends with the test."""
        process = self.start_process(command, self.folder / log)
        self.processes.append(process)
        return process

    def agent(self, *engines: str) -> subprocess.Popen[bytes]:
        """`manage.py agent` for these engines, or for all."""
        named = [part for engine in engines for part in ("--engine", engine)]
        return self.run([sys.executable, "manage.py", "agent", *named], "agents.log")

    def agent_here(self, name: str) -> subprocess.Popen[bytes]:
        """`manage.py agent --here NAME`, on the machine of the tests' engine."""
        environ = ["env", f"DOCKER_HOST={self.engine_url}"]
        return self.run([*environ, sys.executable, "manage.py", "agent", "--here", name], "agents.log")

    def web(self) -> str:
        """A web process; its address, `127.0.0.1:port`."""
        address = f"127.0.0.1:{free_port()}"
        self.run([sys.executable, "manage.py", "web", "--bind", address], "web.log")
        return address

    def add_engine(self, name: str, url: str) -> None:
        self.manage(
            "shell",
            "-v0",
            "-c",
            f"from netviz.topology.models import Engine; Engine(name={name!r}, url={url!r}).save()",
        )

    def holds(self, expression: str, within_s: float = 60) -> None:
        """Waits until an expression over `truth`, `snapshot`, `models` and `Order` is true in a process of netviz."""
        code = (
            "import time\nfrom tests.agent import truth\nfrom netviz.agent.models import Order\n"
            "from netviz.topology import snapshot, models\n"
            f"end = time.monotonic() + {within_s}\nwhile not ({expression}):\n"
            "    assert time.monotonic() < end\n    time.sleep(0.2)\n"
        )
        self.manage("shell", "-v0", "-c", code)

    def stop(self) -> None:
        """Ends all, netviz's processes before the servers that they need. AssertionError when one does not end by itself."""
        stuck = []
        for process in reversed(self.processes):
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
                try:
                    process.wait(STOP_S)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
                    stuck.append(process.args)
        assert not stuck, f"did not end within {STOP_S:.0f} s of SIGINT: {stuck}"


@pytest.fixture
def grown(engine_url: str) -> Iterator[Grown]:
    """An empty, migrated netviz on servers of its own, with the tests' engine configured as `local`."""
    if shutil.which("redis-server") is None or not any(Path("/usr/lib/postgresql").glob("*/bin")):
        pytest.fail("This test needs PostgreSQL and Redis: run `scripts/test`, which installs them.", pytrace=False)
    # pytest's own folders are root's alone.
    folder = Path(tempfile.mkdtemp(prefix="netviz-grown-"))
    grown = Grown(folder, engine_url)
    try:
        grown.start_servers()
        grown.manage("migrate", "--verbosity", "0")
        grown.add_engine("local", engine_url)
        yield grown
    finally:
        try:
            grown.stop()
        finally:
            for log in sorted(folder.glob("*.log")):
                # pytest shows it where the test has failed.
                print(f"--- {log.name}\n{log.read_text(errors='replace')}")
            shutil.rmtree(folder)
