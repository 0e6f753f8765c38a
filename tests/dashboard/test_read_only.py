"""NETVIZ_READ_ONLY=1: pages without controls, and every order refused."""

import pytest
from django.test import Client
from pytest_django import Settings

from .conftest import FakeAgent, Objects
from .world import ENGINE, object_id

NETWORK, CONTAINER = f"/networks/{object_id('lonely')}/", f"/containers/{object_id('web-1')}/"


@pytest.fixture(autouse=True)
def _read_only(settings: Settings) -> None:
    settings.READ_ONLY = True


@pytest.mark.parametrize("path", ["/networks/", NETWORK, "/containers/", CONTAINER, "/activity/"])
def test_pages_show_no_controls(operator: Client, world: Objects, path: str) -> None:
    page = operator.get(path).content.decode()
    for control in ("/connect/", "/disconnect/", "/remove/", "/rename/", "/do/", "/create/", "/prune/", "/run/"):
        assert control not in page.partition("<main")[2]


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        (f"{NETWORK}connect/", {"container": object_id("alpine1")}),
        (f"{NETWORK}remove/", {}),
        (f"{CONTAINER}do/stop/", {}),
        (f"{CONTAINER}rename/", {"name": "other"}),
        ("/networks/prune/", {"engine": ENGINE, "networks": [object_id("lonely")]}),
        ("/containers/run/", {"engine": ENGINE, "image": "busybox"}),
    ],
)
def test_every_order_is_refused(
    operator: Client, world: Objects, agent: FakeAgent, path: str, sent: dict[str, object]
) -> None:
    answer = operator.post(path, sent)
    assert answer.status_code == 403
    assert "read-only" in answer.content.decode()
    assert agent.asked == []
