"""/settings/engines/ and /about/."""

from types import SimpleNamespace

import pytest
from django.test import Client

from netviz.agent import engine_rows
from netviz.engine.errors import EngineError
from netviz.topology import lease, models

from .conftest import Kept, Objects
from .world import ENGINE, engine


def test_list_shows_state_and_reason(admin: Client, kept: Kept, world: Objects) -> None:
    kept.put(engine(state="unreachable", reason="no such file <b>"))
    page = admin.get("/settings/engines/").content.decode()
    assert "unreachable" in page
    assert "no such file &lt;b&gt;" in page


@pytest.mark.parametrize("path", ["", "add/", f"{ENGINE}/"])
def test_only_admins(operator: Client, world: Objects, path: str) -> None:
    assert operator.get(f"/settings/engines/{path}").status_code == 403
    for action in ("switch/", "remove/"):
        assert operator.post(f"/settings/engines/{ENGINE}/{action}").status_code == 403
    assert models.Engine.objects.get().enabled


def test_add(admin: Client, world: Objects) -> None:
    answer = admin.post("/settings/engines/add/", {"name": "host2", "url": "tcp://10.0.0.5:2376", "tls_ca": "/ca.pem"})
    assert answer.status_code == 303
    row = models.Engine.objects.get(name="host2")
    assert (row.url, row.tls_ca, row.enabled) == ("tcp://10.0.0.5:2376", "/ca.pem", True)


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("name", ""),
        ("name", "a b"),
        ("name", ENGINE),
        ("name", "add"),
        ("url", ""),
        ("url", "10.0.0.5"),
        ("url", "file:///etc/passwd"),
        ("url", "tcp://"),
        ("url", "http://[::"),
        ("tls_key", "/only-a-key.pem"),
    ],
)
def test_add_refuses_wrong_input(admin: Client, world: Objects, field: str, text: str) -> None:
    answer = admin.post("/settings/engines/add/", {"name": "host2", "url": "unix:///x", field: text})
    assert answer.status_code in {409, 422}
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert models.Engine.objects.count() == 1


def test_change_wakes_its_agent(admin: Client, world: Objects) -> None:
    before = models.Engine.objects.get().generation
    for _ in range(2):
        assert admin.post(f"/settings/engines/{ENGINE}/", {"url": "unix:///other.sock"}).status_code == 303
    row = models.Engine.objects.get()
    assert (row.url, row.generation) == ("unix:///other.sock", before + 1)


def test_test_shows_who_answers_and_saves_nothing(
    admin: Client, world: Objects, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def answers(settings: engine_rows.Settings) -> SimpleNamespace:
        assert settings.url == "unix:///new.sock"
        return SimpleNamespace(podman=True, version="5.4.2", host_name="box<b>", os="Debian")

    monkeypatch.setattr(engine_rows, "test", answers)
    page = admin.post("/settings/engines/add/", {"name": "n", "url": "unix:///new.sock", "test": "1"}).content.decode()
    assert "It answers." in page
    assert "Podman 5.4.2 · box&lt;b&gt;" in page
    assert models.Engine.objects.count() == 1


def test_test_shows_why_nobody_answers(admin: Client, world: Objects, monkeypatch: pytest.MonkeyPatch) -> None:
    async def refuses(settings: engine_rows.Settings) -> None:
        raise EngineError("unreachable", "connection refused")

    monkeypatch.setattr(engine_rows, "test", refuses)
    answer = admin.post(f"/settings/engines/{ENGINE}/", {"url": "tcp://127.0.0.1:1", "test": "1"})
    assert answer.status_code == 422
    assert "connection refused" in answer.content.decode()


@pytest.fixture
def nobody_watches(world: Objects) -> None:
    """Its agent has let it go: the lease is free."""
    lease.release_all()


def test_switch_off_and_on(admin: Client, nobody_watches: None) -> None:
    assert admin.post(f"/settings/engines/{ENGINE}/switch/", {"enabled": "off"}).status_code == 303
    row = models.Engine.objects.get()
    assert (row.enabled, row.data["state"]) == (False, "disabled")
    assert models.Network.objects.count() == 6  # what was last seen stays
    assert admin.post(f"/settings/engines/{ENGINE}/switch/", {"enabled": "on"}).status_code == 303
    assert models.Engine.objects.get().enabled


def test_remove_forgets_all_and_tells_the_journal(admin: Client, nobody_watches: None) -> None:
    assert admin.post(f"/settings/engines/{ENGINE}/remove/").status_code == 303
    assert not models.Engine.objects.exists()
    assert not models.Container.objects.exists()
    removed = models.Change.objects.filter(op="remove").values_list("kind", flat=True)
    assert {"engine", "network", "container", "endpoint", "interface"} == set(removed)


def test_busy_agent_is_said(admin: Client, world: Objects, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_rows, "LET_GO_S", 0.2)
    answer = admin.post(f"/settings/engines/{ENGINE}/remove/")
    assert answer.status_code == 409
    assert "did not let it go" in answer.content.decode()
    assert models.Engine.objects.exists()


def test_unknown_engine(admin: Client, world: Objects) -> None:
    assert admin.get("/settings/engines/nobody/").status_code == 404
    assert admin.post("/settings/engines/nobody/remove/").status_code == 404


def test_about_names_version_and_licences(viewer: Client, client: Client, transactional_db: None) -> None:
    page = viewer.get("/about/").content.decode()
    assert "htmx.org" in page
    assert "Apache-2.0" in page
    assert client.get("/about/").status_code == 302
