"""`scripts/run` on a machine of its own: a network, processes and a /run where no engine is."""

import os
import re
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
# Runs scripts/run as the machine's only program, then notes how it ended and what it left running.
MACHINE = """
mount -t tmpfs tmpfs /run && ip link set lo up
scripts/run "$@" >"$FOLDER/out" 2>"$FOLDER/err"
echo $? >"$FOLDER/status"
times >"$FOLDER/times"
for ((k = 0; k < 600; k++)); do pgrep -x dockerd >/dev/null || break; sleep 0.1; done
ps -eo comm= >"$FOLDER/left"
"""
LINK = re.compile(r"http://127\.0\.0\.1:\d+/sign-in/link/[\w-]+/")
Start = Callable[..., "Machine"]


class Machine:
    def __init__(self, folder: Path, arguments: tuple[str, ...], environ: dict[str, str]) -> None:
        self.folder = folder
        folder.mkdir(exist_ok=True)
        for name in ("out", "err", "status", "times", "left"):
            (folder / name).unlink(missing_ok=True)
        namespaces = ["--net", "--mount", "--propagation", "private", "--pid", "--fork", "--kill-child", "--mount-proc"]
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("DOCKER_", "NETVIZ_"))}
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            ["unshare", *namespaces, "bash", "-c", MACHINE, "machine", *arguments],
            cwd=ROOT,
            env={**kept, "NETVIZ_DATA": str(folder / "data"), "FOLDER": str(folder), **environ},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )

    def served(self) -> None:
        """Waits until the sign-in link is its output's last line."""
        while not LINK.fullmatch(self.lines()[-1] if self.lines() else ""):
            assert self.process.poll() is None, f"scripts/run ended: {self.text('out')} {self.text('err')}"
            assert time.monotonic() - self.started < 120, f"no link: {self.text('out')} {self.text('err')}"
            time.sleep(0.02)

    def ctrl_c(self) -> int:
        """Signals all of its processes, as a terminal does; scripts/run's exit status."""
        os.killpg(self.process.pid, signal.SIGINT)
        return self.ended()

    def ended(self) -> int:
        self.process.wait(120)
        return int(self.text("status"))

    def work_s(self) -> float:
        """Once it has ended: the processor time that it took, in seconds. A busy machine changes that little."""
        minutes_and_seconds = re.findall(r"(\d+)m([\d.]+)s", self.text("times"))
        return sum(60 * int(minutes) + float(seconds) for minutes, seconds in minutes_and_seconds)

    def inside(self, *command: str) -> str:
        """The output of a command in the machine's network."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        result = subprocess.run(
            ["nsenter", "--target", children.split()[0], "--net", "--mount", "--pid", *command],
            capture_output=True,
            text=True,
            check=False,
        )
        assert result.returncode == 0, result.stderr
        return result.stdout

    def lines(self) -> list[str]:
        return self.text("out").splitlines()

    def left(self) -> list[str]:
        """What ran on the machine after scripts/run had ended, but for the machine's own two."""
        return [name for name in self.text("left").split() if name not in ("bash", "ps")]

    def text(self, name: str) -> str:
        path = self.folder / name
        return path.read_text() if path.exists() else ""

    def close(self) -> None:
        self.process.kill()
        self.process.wait()


@pytest.fixture
def start(tmp_path: Path, engine_url: str) -> Iterator[Start]:
    """Starts scripts/run; `engine_url` is not used, but says that this is a place where engines may be started."""
    machines: list[Machine] = []

    def start(*arguments: str, **environ: str) -> Machine:
        machines.append(Machine(tmp_path, arguments, environ))
        return machines[-1]

    yield start
    for machine in machines:
        machine.close()


pytestmark = pytest.mark.engine


def test_first_and_second_start_with_an_engine_of_its_own(start: Start) -> None:
    first = start("--demo", "--bind", "127.0.0.1:8123")
    first.served()
    assert "no engine answers: netviz gets one of its own" in first.text("out")
    assert "demo: container alpine1 made" in first.text("out")
    socket = re.search(r"unix://(/run/netviz-\d+/docker\.sock)", first.text("out"))
    assert socket
    names = first.inside("docker", "-H", f"unix://{socket[1]}", "ps", "--format", "{{.Names}}").split()
    assert {"alpine1", "alpine2", "alpine3"} <= set(names)
    assert first.ctrl_c() == 0
    assert first.left() == []

    second = start("--bind", "127.0.0.1:8123")
    second.served()
    assert "http://127.0.0.1:8123/sign-in/link/" in second.lines()[-1]
    assert "demo:" not in second.text("out")
    assert second.ctrl_c() == 0
    # So it is there within five seconds, where nothing else keeps the machine busy.
    assert 0 < second.work_s() < 5
    assert second.left() == []
    assert "Traceback" not in second.text("err")


def test_killed_it_takes_its_engine_with_it(start: Start) -> None:
    machine = start()
    machine.served()
    # The pid in the lock is that inside the machine.
    machine.inside("kill", "-KILL", (machine.folder / "data" / "lock").read_text().strip())
    assert machine.ended() == 128 + signal.SIGKILL
    assert machine.left() == []


def test_no_engine_forbids_to_start_one(start: Start) -> None:
    machine = start("--no-engine")
    machine.served()
    assert "--no-engine" in machine.text("out")
    assert "dockerd" not in machine.inside("ps", "-eo", "comm=").split()
    assert machine.ctrl_c() == 0


def test_a_named_engine_that_does_not_answer_is_said_and_kept(start: Start) -> None:
    machine = start(DOCKER_HOST="unix:///nowhere.sock")
    machine.served()
    assert "does not answer" in machine.text("out")
    assert "No such file or directory" in machine.text("out")
    assert machine.ctrl_c() == 0


def test_the_folder_is_served_once(start: Start) -> None:
    first = start("--no-engine")
    first.served()
    second = subprocess.run(
        ["scripts/run", "--no-engine", "--bind", "127.0.0.1:8124"],
        cwd=ROOT,
        env={**os.environ, "NETVIZ_DATA": str(first.folder / "data")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert second.returncode == 1
    assert "is in use by process" in second.stderr
    assert first.ctrl_c() == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--nonsense"], "unknown argument '--nonsense'"),
        (["--bind"], "netviz: --bind needs ADDR:PORT"),
        (["--bind", "--no-engine"], "netviz: --bind needs ADDR:PORT"),
        (["--no-engine", "--bind", "nowhere"], "give ADDR:PORT"),
    ],
)
def test_bad_arguments(tmp_path: Path, arguments: list[str], words: str) -> None:
    result = subprocess.run(
        ["scripts/run", *arguments],
        cwd=ROOT,
        env={**os.environ, "NETVIZ_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode != 0
    assert words in result.stderr
    assert "Traceback" not in result.stderr


def test_the_distribution_is_asked_for_no_package_that_is_there(tmp_path: Path) -> None:
    """Asking it takes a second, at each start with an engine of its own."""
    for name, does in (("docker", ""), ("apt-get", ""), ("apt-cache", "echo asked")):
        command = tmp_path / name
        command.write_text(f"#!/bin/sh\n{does}\n")
        command.chmod(0o755)
    environ = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    traced = ["bash", "-xc", ". scripts/setup.sh; docker_cli"]
    result = subprocess.run(traced, cwd=ROOT, env=environ, capture_output=True, text=True, check=True)
    assert result.stdout == "docker.io\n"
    assert "apt-cache" not in result.stderr


@pytest.mark.parametrize("after_s", [0.1, 0.4, 0.8, 1.2])
def test_ctrl_c_at_any_stage_ends_it_without_a_traceback(tmp_path: Path, after_s: float) -> None:
    """Whatever it is about then: looking for an engine, the database, the start of the server."""
    process = subprocess.Popen(
        ["env", "--default-signal=INT", "scripts/run", "--no-engine", "--bind", "127.0.0.1:8125"],
        cwd=ROOT,
        env={**os.environ, "NETVIZ_DATA": str(tmp_path / "data"), "DOCKER_HOST": f"unix://{tmp_path}/none.sock"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    time.sleep(after_s)
    os.killpg(process.pid, signal.SIGINT)
    # Its output ends when the last of what it has started has ended.
    _, error = process.communicate(timeout=60)
    assert process.returncode in {0, -signal.SIGINT, 128 + signal.SIGINT}
    assert "Traceback" not in error
