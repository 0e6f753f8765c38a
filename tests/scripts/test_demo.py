"""The demo makes what the issue of its making lists, once, and takes away all and only that."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from netviz.agent import demo
from netviz.engine.client import EngineClient
from netviz.engine.images import NoBusybox, static_busybox
from tests.engines import Docker
from tests.waiting import until

pytestmark = pytest.mark.engine


@pytest.fixture
def client(engine_url: str) -> EngineClient:
    return EngineClient(engine_url)


def attachments(docker: Docker) -> dict[str, set[str]]:
    """Names of containers -> names of their networks; running ones only."""
    lines = docker("ps", "--format", "{{.Names}} {{.Networks}}").splitlines()
    return {name: set(networks.split(",")) for name, networks in (line.split(" ") for line in lines)}


def test_up_makes_each_way_of_being_connected(client: EngineClient, docker: Docker) -> None:
    steps = list(demo.up(client))
    assert [step for step in steps if step.error] == []
    assert attachments(docker) == {
        "alpine1": {"demo-network"},
        "alpine2": {"demo-network"},
        "alpine3": {"bridge"},
        "demo-web": {"host"},
        "demo-none": {"none"},
        "demo-app-1": {"demo_db"},
        "demo-mysql-1": {"demo_db"},
        "demo-helper-1": {"demo_default"},
    }
    labels = json.loads(docker("inspect", "demo-mysql-1", "--format", "{{json .Config.Labels}}"))
    assert labels["com.docker.compose.project"] == "demo"
    assert labels["com.docker.compose.service"] == "mysql"
    # The web server of the host, seen from a container of the default bridge.
    page = f"http://172.17.0.1:{demo.WEB_PORT}/"
    until(lambda: "netviz" in docker("exec", "alpine3", "wget", "-qO-", page, check=False))
    said = ("exec", "demo-app-1", "sh", "-c", "echo hello | nc -w 5 mysql 3306")
    until(lambda: docker(*said, check=False) == "hello")
    list(demo.down(client))


def test_up_again_makes_only_what_is_missing(client: EngineClient, docker: Docker) -> None:
    list(demo.up(client))
    assert {step.outcome for step in demo.up(client)} == {"kept"}
    docker("stop", "-t", "5", "alpine1")
    docker("rm", "-f", "alpine2")
    assert {(step.name, step.outcome) for step in demo.up(client) if step.outcome != "kept"} == {
        ("alpine1", "started"),
        ("alpine2", "made"),
    }
    list(demo.down(client))


def test_up_mends_a_network_that_somebody_removed(client: EngineClient, docker: Docker) -> None:
    list(demo.up(client))
    docker("stop", "-t", "5", "demo-mysql-1")
    docker("network", "disconnect", "-f", "demo_db", "demo-app-1")
    docker("network", "rm", "demo_db")
    steps = [step for step in demo.up(client) if step.outcome != "kept"]
    assert {(step.name, step.outcome) for step in steps} == {
        ("demo_db", "made"),
        ("demo-app-1", "connected"),
        ("demo-mysql-1", "connected"),
        ("demo-mysql-1", "started"),
    }
    assert {name: on for name, on in attachments(docker).items() if "demo_db" in on} == {
        "demo-app-1": {"demo_db"},
        "demo-mysql-1": {"demo_db"},
    }
    until(lambda: docker("exec", "demo-app-1", "nc", "-z", "-w", "2", "mysql", "3306", check=False) == "")
    assert {step.outcome for step in demo.up(client)} == {"kept"}
    list(demo.down(client))


def test_started_again_each_has_its_address(client: EngineClient, docker: Docker) -> None:
    list(demo.up(client))
    before = addresses(docker)
    assert before["alpine1"] < before["alpine2"]
    docker("stop", "-t", "5", *docker("ps", "-q").split())
    assert {step.outcome for step in demo.up(client)} == {"kept", "started"}
    assert addresses(docker) == before
    list(demo.down(client))


def addresses(docker: Docker) -> dict[str, str]:
    shown = "{{.Name}}={{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}"
    lines = docker("inspect", "-f", shown, *docker("ps", "-q").split()).splitlines()
    return dict(line.removeprefix("/").split("=") for line in lines)


def test_down_removes_all_and_only_the_demo(client: EngineClient, docker: Docker) -> None:
    before = docker.ids("network", "ls"), docker.ids("images")
    list(demo.up(client))
    # Somebody's own, on a network of the demo: it stays, the network goes.
    own = docker.run("own", "--network", "demo-network")
    assert [step for step in demo.down(client) if step.error] == []
    assert docker.ids("ps", "-a") == {own}
    assert (docker.ids("network", "ls"), docker.ids("images")) == before
    assert list(demo.down(client)) == []


def test_a_name_that_somebody_else_has_is_left_alone(client: EngineClient, docker: Docker) -> None:
    own = docker.run("alpine1")
    network = docker("network", "create", "demo_db")
    refused = {step.name for step in demo.up(client) if step.error}
    assert refused == {"alpine1", "demo_db", "demo-app-1", "demo-mysql-1"}
    list(demo.down(client))
    assert own in docker.ids("ps")
    assert network in docker.ids("network", "ls")


def test_a_dynamic_busybox_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert static_busybox().is_file()
    fake = tmp_path / "busybox"
    fake.write_bytes(Path("/bin/true").read_bytes())
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoBusybox, match="libraries"):
        static_busybox()
    fake.unlink()
    with pytest.raises(NoBusybox, match="missing"):
        static_busybox()


def test_the_command_needs_an_engine(tmp_path: Path) -> None:
    environ = {"NETVIZ_DATA": str(tmp_path), "DOCKER_HOST": "unix:///nowhere", "PATH": "/usr/bin:/bin"}
    for command in (["migrate", "--verbosity", "0"], ["demo", "up"]):
        result = subprocess.run([sys.executable, "manage.py", *command], env=environ, capture_output=True, text=True)
    assert result.returncode == 1
    assert "No such file or directory" in result.stderr
    assert "Traceback" not in result.stderr
