"""What deploy/ and docs/deploy.md say exists: settings, commands, secrets, files. Docker itself reads them without knowing."""

import http.server
import json
import re
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import CommandError, get_commands, load_command_class
from django.urls import resolve

from tests.served import ROOT

DEPLOY = ROOT / "deploy"
SETTING = re.compile(r"\bNETVIZ_[A-Z_]+\b")
FILE = "_FILE"
# Of the stack's own: what is put in its place when it is deployed.
OF_THE_STACK = {"NETVIZ_IMAGE", "NETVIZ_HOST"}
STACK: dict[str, Any] = yaml.safe_load((DEPLOY / "stack.yml").read_text())
OURS = {name: it for name, it in STACK["services"].items() if it["image"].startswith("${NETVIZ_IMAGE")}
CADDYFILE = (DEPLOY / "Caddyfile").read_text()
DOCKERFILE = (DEPLOY / "Dockerfile").read_text()


def known_settings() -> set[str]:
    return set(SETTING.findall((ROOT / "netviz" / "settings.py").read_text()))


def parsed(command: list[str]) -> Any:
    """The command's arguments as manage.py takes them; CommandError where it does not."""
    name, *arguments = command
    found = load_command_class(get_commands()[name], name)
    return found.create_parser("manage.py", name).parse_args(arguments)


def instructions(kind: str) -> list[str]:
    """The Dockerfile's instructions of one kind, each as one line."""
    joined = DOCKERFILE.replace("\\\n", " ")
    return [line.partition(" ")[2] for line in joined.splitlines() if line.startswith(f"{kind} ")]


def test_there_are_the_processes_of_the_grown_shape() -> None:
    assert {name: it["command"][0] for name, it in OURS.items()} == {
        "web": "web",
        "agent": "agent",
        "migrate": "migrate",
    }
    assert STACK["services"]["agent"]["deploy"]["mode"] == "global"


@pytest.mark.parametrize("name", OURS)
def test_every_command_exists_and_takes_its_arguments(name: str) -> None:
    assert parsed(OURS[name]["command"])


def test_an_argument_that_no_command_takes_would_be_found() -> None:
    with pytest.raises(CommandError):
        parsed(["web", "--no-such-argument"])


@pytest.mark.parametrize("name", OURS)
def test_every_setting_exists(name: str) -> None:
    named = {key.removesuffix(FILE) for key in OURS[name]["environment"]} - {"DOCKER_HOST"}
    assert named <= known_settings()
    assert (
        set(re.findall(r"\$\{(NETVIZ_[A-Z_]+)", (DEPLOY / "stack.yml").read_text())) <= known_settings() | OF_THE_STACK
    )


@pytest.mark.parametrize("name", STACK["services"])
def test_every_secret_file_is_a_secret_of_the_service(name: str) -> None:
    service = STACK["services"][name]
    files = {value for key, value in service.get("environment", {}).items() if key.endswith(FILE)}
    assert files <= {f"/run/secrets/{secret}" for secret in service.get("secrets", ())}
    assert set(service.get("secrets", ())) <= set(STACK["secrets"])


def test_only_agents_have_the_engines_socket_and_root() -> None:
    assert [name for name, it in STACK["services"].items() if "docker.sock" in str(it)] == ["agent"]
    assert [name for name, it in STACK["services"].items() if "user" in it] == ["agent"]


def test_the_proxy_leads_to_the_web_processes_and_is_trusted() -> None:
    service, port = re.findall(r"reverse_proxy (\w+):(\d+)", CADDYFILE)[0]
    assert parsed(STACK["services"][service]["command"]).bind == f"0.0.0.0:{port}"
    (network,) = STACK["networks"]["netviz"]["ipam"]["config"]
    assert STACK["services"]["web"]["environment"]["NETVIZ_TRUSTED_PROXIES"] == network["subnet"]
    assert Path(STACK["configs"]["caddyfile"]["file"]).name in {path.name for path in DEPLOY.iterdir()}


def test_the_image_has_what_it_runs() -> None:
    let_through = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    copied = {source for line in instructions("COPY") for source in line.split()[:-1]}
    assert copied == let_through
    assert all((ROOT / source).exists() for source in copied)
    (command,) = instructions("CMD")
    assert parsed(json.loads(command))
    assert {name for line in instructions("ENV") for name in SETTING.findall(line)} <= known_settings()


class _Web(http.server.BaseHTTPRequestHandler):
    status = 200

    def do_GET(self) -> None:
        assert resolve(self.path.partition("?")[0])
        self.send_response(self.status)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.mark.parametrize(("status", "code"), [(200, 0), (503, 1)])
def test_the_health_check_asks_netviz(status: int, code: int) -> None:
    (check,) = instructions("HEALTHCHECK")
    interpreter, *command = json.loads(check.partition("CMD ")[2])
    handler = type("Web", (_Web,), {"status": status})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as web:
        threading.Thread(target=web.serve_forever, daemon=True).start()
        here = [word.replace(":8000", f":{web.server_port}") for word in command]
        result = subprocess.run([sys.executable, *here], capture_output=True, text=True, check=False)
        web.shutdown()
    assert (interpreter, result.returncode, result.stderr) == ("python", code, "")


def test_processes_are_reached_by_their_own_addresses() -> None:
    """Behind a service's virtual address silent connections are forgotten after a quarter of an hour."""
    asked = re.findall(r"@([a-z]+):5432", (ROOT / "docs" / "deploy.md").read_text())
    asked += re.findall(r"redis://(\w+):", str(STACK)) + re.findall(r"reverse_proxy (\w+):", CADDYFILE)
    assert set(asked) == {"postgres", "redis", "web"}
    assert {STACK["services"][name]["deploy"]["endpoint_mode"] for name in asked} == {"dnsrr"}


def test_agents_on_hosts_replace_those_of_the_stack() -> None:
    other = yaml.safe_load((DEPLOY / "agents-on-hosts.yml").read_text())
    assert other["services"].keys() <= STACK["services"].keys()
    assert other["services"]["agent"]["deploy"]["placement"]["constraints"]
    for name, service in other["services"].items():
        secrets = set(service.get("secrets", ())) | set(STACK["services"][name].get("secrets", ()))
        assert set(re.findall(r"/run/secrets/(\w+)", str(service))) <= secrets
        assert secrets <= STACK["secrets"].keys() | other["secrets"].keys()
    # A value counts more than a file.
    assert other["services"]["web"]["environment"]["NETVIZ_REDIS_URL"] == ""


def test_the_settings_are_all_documented_and_all_there() -> None:
    text = (ROOT / "docs" / "deploy.md").read_text()
    documented = set(re.findall(r"^\| `(NETVIZ_[A-Z_]+)`", text, re.MULTILINE))
    named = {name.removesuffix(FILE) for name in SETTING.findall(text)}
    assert documented == known_settings(), "docs/deploy.md has a table of all settings"
    assert named <= documented | OF_THE_STACK
