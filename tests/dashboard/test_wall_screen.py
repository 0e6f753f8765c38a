"""The wall screen: the map alone, framed only where a setting allows it."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from netviz.accounts import shares
from netviz.accounts.models import Role, User

from .conftest import Objects

pytestmark = pytest.mark.django_db(transaction=True)


def ancestors(client: Client, path: str) -> str:
    policy = client.get(path)["Content-Security-Policy"]
    return next(part.strip() for part in policy.split(";") if "frame-ancestors" in part)


def test_only_the_map(world: Objects, viewer: Client, operator: Client) -> None:
    for client in (viewer, operator):
        text = client.get("/map/?kiosk=1").content.decode()
        assert 'class="wall kiosk"' in text
        assert 'data-socket="/ws/topology/"' in text
        for part in ("<nav", "<form", "data-may-order", "csrf"):
            assert part not in text
    assert Client().get("/map/?kiosk=1").status_code == 302


@pytest.mark.parametrize(("query", "scheme"), [("", ""), ("&theme=dark", ' data-scheme="dark"'), ("&theme=%22x", "")])
def test_it_is_large_in_either_scheme(world: Objects, viewer: Client, query: str, scheme: str) -> None:
    assert f'data-theme="projector"{scheme}>' in viewer.get(f"/map/?kiosk=1{query}").content.decode()


def test_no_frame_unless_a_setting_allows_it(world: Objects, viewer: Client, settings: Settings) -> None:
    share = f"/share/{shares.make(User.objects.create(username='ada', role=Role.OPERATOR), timedelta(hours=1))[1]}/"
    assert ancestors(viewer, "/map/?kiosk=1") == ancestors(Client(), share) == "frame-ancestors 'none'"
    settings.FRAME_ANCESTORS = ("https://wiki.example.org", "'self'")
    allowed = "frame-ancestors https://wiki.example.org 'self'"
    assert ancestors(viewer, "/map/?kiosk=1") == ancestors(Client(), share) == allowed
    # What changes something is never framed.
    for path in ("/map/", "/containers/", "/settings/account/", "/sign-in/", "/share/wrong/"):
        assert ancestors(viewer, path) == "frame-ancestors 'none'", path


@pytest.mark.parametrize(
    ("given", "works"),
    [("", True), ("https://a.example, http://*.b.example:8080 'self'", True), ("https://a.example; script-src *", False), ("*", False), ("javascript:x", False), ("https://a.example/path", False)],
)  # fmt: skip
def test_the_setting_holds_sites_and_nothing_else(tmp_path: object, given: str, works: bool) -> None:
    environ = {**os.environ, "NETVIZ_FRAME_ANCESTORS": given, "NETVIZ_DATA": str(tmp_path)}
    result = subprocess.run(
        [sys.executable, "-c", "import netviz.settings"], env=environ, capture_output=True, check=False
    )
    assert (result.returncode == 0) is works
    assert works or b"NETVIZ_FRAME_ANCESTORS" in result.stderr


def test_its_times_are_the_persons_own(viewer: Client, world: Objects) -> None:
    User.objects.update(time_zone="Asia/Shanghai")
    assert 'data-time-zone="Asia/Shanghai"' in viewer.get("/map/?kiosk=1").content.decode()
