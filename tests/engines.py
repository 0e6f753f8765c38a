"""The tests' engine from outside netviz: the docker CLI, the daemon itself, and what a test leaves in it."""

import os
import signal
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class Docker:
    """The docker CLI against one engine."""

    def __init__(self, url: str) -> None:
        self.url = url

    def __call__(self, *args: str, check: bool = True) -> str:
        """The command's output without the last line's end; AssertionError with the CLI's own words when it fails."""
        result = subprocess.run(
            ["docker", "-H", self.url, *args], capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
        )
        assert not check or result.returncode == 0, f"docker {' '.join(args)}: {result.stderr.strip()}"
        return result.stdout.strip()

    def run(self, name: str, *options: str, command: tuple[str, ...] = ("sleep", "600")) -> str:
        """Starts a container of the tests' image; its full id."""
        return self("run", "-d", "--stop-timeout", "0", "--name", name, *options, "busybox", *command)

    def ids(self, *command: str) -> set[str]:
        return set(self(*command, "-q", "--no-trunc").split())


class Dockerd:
    """The tests' daemon."""

    def __init__(self, name: str, docker: Docker) -> None:
        self.name = name
        self.docker = docker

    def stop(self) -> None:
        self._namespace("stop")

    def start(self) -> None:
        """Starts it and waits until it answers; nothing happens when it runs."""
        self._namespace("start")

    def kill(self) -> None:
        """As a crash does: no event, no farewell."""
        os.kill(self.pid, signal.SIGKILL)
        # Its containerd dies with it. Where nobody reaps that one, the next dockerd would take it for alive, and wait for it.
        (self._folder / "exec/containerd/containerd.pid").unlink(missing_ok=True)

    def freeze(self) -> None:
        """It hangs: its sockets stay open, and nobody answers."""
        os.kill(self.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        os.kill(self.pid, signal.SIGCONT)

    @property
    def pid(self) -> int:
        return int((self._folder / "dockerd.pid").read_text())

    @property
    def _folder(self) -> Path:
        return Path(self.docker.url.removeprefix("unix://")).parent

    def _namespace(self, command: str) -> None:
        # No pipes: the daemon would inherit them, and reading would wait for its end.
        subprocess.run(
            [ROOT / "scripts" / "namespace", command, self.name],
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )


class Leftovers:
    """What is in the engine now and wasn't when this was made: a test's doing."""

    def __init__(self, docker: Docker) -> None:
        self._docker = docker
        self._before = self._all()

    def remove(self) -> None:
        now = self._all()
        for kind, command in (("containers", ("rm", "-f", "-v")), ("networks", ("network", "rm"))):
            if new := now[kind] - self._before[kind]:
                # A container that a test's own clean-up removes meanwhile is no failure; what stays would be, in the next test.
                self._docker(*command, *sorted(new), check=False)

    def _all(self) -> dict[str, set[str]]:
        return {"containers": self._docker.ids("ps", "-a"), "networks": self._docker.ids("network", "ls")}
