"""`manage.py web` and `manage.py agent --here`: what they need, and which engine they mean."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from channels_redis.core import RedisChannelLayer
from django.core.management import CommandError, call_command
from django.db import OperationalError

from netviz.agent import grown
from netviz.agent.configured import NoEngine, configure_engine_here
from netviz.topology.models import Engine
from tests.served import ROOT


@pytest.mark.parametrize("command", ["web", "agent"])
def test_alone_they_need_redis(command: str) -> None:
    with pytest.raises(CommandError, match="NETVIZ_REDIS_URL"):
        call_command(command)


@pytest.mark.parametrize("bind", ["nonsense", "127.0.0.1", "127.0.0.1:0", "127.0.0.1:65536", ":http"])
def test_where_nothing_can_be_served(bind: str) -> None:
    with pytest.raises(CommandError, match="give ADDR:PORT"):
        call_command("web", bind=bind)


@pytest.mark.django_db
def test_this_machines_engine_is_added_once_and_followed_when_it_moves() -> None:
    for url, generation in (("unix:///run/one.sock", 1), ("unix:///run/one.sock", 1), ("unix:///run/two.sock", 2)):
        assert configure_engine_here("host7", {"DOCKER_HOST": url}) == url
        (row,) = Engine.objects.all()
        assert (row.name, row.url, row.generation) == ("host7", url, generation)


@pytest.mark.django_db
def test_engines_of_other_names_are_left_alone() -> None:
    Engine.objects.create(name="host1", url="unix:///run/one.sock")
    configure_engine_here("host2", {"DOCKER_HOST": "unix:///run/two.sock"})
    assert dict(Engine.objects.values_list("name", "url")) == {
        "host1": "unix:///run/one.sock",
        "host2": "unix:///run/two.sock",
    }


@pytest.mark.django_db
def test_a_machine_without_an_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("netviz.agent.configured.find_engine", lambda environ: None)
    with pytest.raises(NoEngine):
        configure_engine_here("host7", {})
    assert not Engine.objects.exists()


def settings_say(code: str, environ: dict[str, str], data: Path) -> str:
    """What `print` writes in a process of its own, for settings are read once. `s` are the settings."""
    rest = {name: value for name, value in os.environ.items() if not name.startswith("NETVIZ_")}
    command = [sys.executable, "-c", f"from netviz import settings as s\nprint({code}, sep='|')"]
    environ = rest | environ | {"NETVIZ_DATA": str(data)}
    said = subprocess.run(command, cwd=ROOT, env=environ, check=True, capture_output=True, text=True)
    return said.stdout.strip()


def test_secrets_are_read_from_files(tmp_path: Path) -> None:
    """As an orchestrator hands them out."""
    contents = {
        "NETVIZ_SECRET_KEY": "not so secret",
        "NETVIZ_DATABASE_URL": "postgres://ada:p%40ss@db.example:5433/netviz",
        "NETVIZ_REDIS_URL": "redis://:word@cache.example:6379/0",
    }
    for name, content in contents.items():
        (tmp_path / name).write_text(content + "\n")
    files = {f"{name}_FILE": str(tmp_path / name) for name in contents}
    database, redis = "s.DATABASES['default']", "s.CHANNEL_LAYERS['default']['CONFIG']['hosts'][0]"
    code = f"s.SECRET_KEY, *({database}[name] for name in ('HOST', 'PORT', 'PASSWORD')), {redis}['address']"
    said = settings_say(code, files, tmp_path / "data")
    assert said == "not so secret|db.example|5433|p@ss|redis://:word@cache.example:6379/0"
    assert not (tmp_path / "data" / "secret_key").exists()


def test_redis_may_be_silent_for_longer_than_the_layer_waits_for_it(tmp_path: Path) -> None:
    """Were it not, each quiet page would lose its websocket sooner or later."""
    redis = "s.CHANNEL_LAYERS['default']['CONFIG']['hosts'][0]['socket_timeout']"
    said = settings_say(redis, {"NETVIZ_REDIS_URL": "redis://127.0.0.1:6379/0"}, tmp_path)
    assert float(said) >= 2 * RedisChannelLayer.brpop_timeout


@pytest.fixture
def with_redis(settings: Any) -> None:
    settings.CHANNEL_LAYERS = {"default": {"BACKEND": "channels_redis.core.RedisChannelLayer"}}


@pytest.mark.django_db
def test_a_database_as_it_should_be_is_not_waited_for(with_redis: None) -> None:
    said: list[str] = []
    grown.require(said.append, wait_s=0)
    assert said == []


@pytest.mark.django_db
def test_migrations_that_have_not_run_are_waited_for(with_redis: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another process makes them at the same time, as a stack starts everything at once."""
    plans = [["one", "two"], ["two"], []]
    monkeypatch.setattr(grown.MigrationExecutor, "migration_plan", lambda *_: plans.pop(0))
    monkeypatch.setattr(grown, "LOOK_EVERY_S", 0)
    said: list[str] = []
    grown.require(said.append)
    assert said == [f"waiting: manage.py migrate has not run: {count} migrations" for count in (2, 1)]


@pytest.mark.django_db
def test_a_database_that_stays_away_is_said(with_redis: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OperationalError("connection refused\nIs the server running?")

    monkeypatch.setattr(grown.MigrationExecutor, "__init__", refuse)
    monkeypatch.setattr(grown, "LOOK_EVERY_S", 0)
    monkeypatch.setattr(grown.connection, "close", lambda: None)
    with pytest.raises(CommandError, match="does not answer: connection refused, after 0 s"):
        grown.require(lambda _: None, wait_s=0)
