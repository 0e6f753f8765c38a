"""What a container's page asks the engine to do."""

import pytest
from django.test import Client

from .conftest import FakeAgent, Kept, Objects
from .world import engine, object_id

WEB = f"/containers/{object_id('web-1')}/"


def test_connect(operator: Client, world: Objects, agent: FakeAgent) -> None:
    sent = {"network": object_id("lonely"), "ipv6": "fd00::0005", "gw_priority": "7"}
    answer = operator.post(f"{WEB}connect/", sent)

    assert answer.status_code == 303
    assert agent.asked == [
        {
            "action": "connect",
            "container": object_id("web-1"),
            "network": object_id("lonely"),
            "ipv6": "fd00::5",
            "gw_priority": 7,
        }
    ]


def test_connect_with_a_mac_address(operator: Client, kept: Kept, world: Objects, agent: FakeAgent) -> None:
    kept.put(engine(product="podman", version="5.4.2", api_version="1.41"))
    operator.post(f"{WEB}connect/", {"network": object_id("lonely"), "mac": "02-42-AC-11-00-09"})
    assert [order["mac"] for order in agent.asked] == ["02:42:ac:11:00:09"]


@pytest.mark.parametrize("network", ["", "nothing", object_id("host"), object_id("shop_front")])
def test_connect_refuses_networks_that_can_not_be_chosen(
    operator: Client, world: Objects, agent: FakeAgent, network: str
) -> None:
    answer = operator.post(f"{WEB}connect/", {"network": network})

    assert answer.status_code == 422
    assert 'id="id_network_error"' in answer.content.decode()
    assert agent.asked == []


def test_disconnect_by_force_and_back_to_the_network(operator: Client, world: Objects, agent: FakeAgent) -> None:
    sent = {"network": object_id("shop_back"), "force": "on", "back": "network"}
    answer = operator.post(f"{WEB}disconnect/", sent)

    assert answer["Location"].startswith(f"/networks/{object_id('shop_back')}/?order=")
    assert agent.asked == [
        {
            "action": "disconnect",
            "container": object_id("web-1"),
            "network": object_id("shop_back"),
            "force": True,
        }
    ]


def test_disconnect_from_a_network_that_it_is_not_on(operator: Client, world: Objects, agent: FakeAgent) -> None:
    answer = operator.post(f"{WEB}disconnect/", {"network": object_id("lonely")})
    assert answer.status_code == 409
    assert "not connected to this network" in answer.content.decode()
    assert operator.post(f"{WEB}disconnect/").status_code == 422
    assert agent.asked == []


@pytest.mark.parametrize("action", ["stop", "restart", "pause"])
def test_lifecycle(operator: Client, world: Objects, agent: FakeAgent, action: str) -> None:
    answer = operator.post(f"{WEB}do/{action}/")
    assert answer.status_code == 303
    assert agent.asked == [{"action": action, "container": object_id("web-1")}]


def test_what_is_so_already_is_said(operator: Client, world: Objects, agent: FakeAgent) -> None:
    answer = operator.post(f"{WEB}do/start/")
    assert answer.status_code == 409
    assert "It is so already" in answer.content.decode()


def test_no_other_actions(operator: Client, world: Objects, agent: FakeAgent) -> None:
    assert operator.post(f"{WEB}do/explode/").status_code == 404
    assert operator.get(f"{WEB}do/stop/").status_code == 405
    assert operator.post("/containers/nothing/do/stop/").status_code == 404


def test_rename(operator: Client, world: Objects, agent: FakeAgent) -> None:
    refused = operator.post(f"{WEB}rename/", {"name": "no spaces please"})
    assert refused.status_code == 422
    assert 'id="id_name_error"' in refused.content.decode()
    assert operator.post(f"{WEB}rename/", {"name": "web-2"}).status_code == 303
    assert agent.asked == [{"action": "rename", "container": object_id("web-1"), "name": "web-2"}]


def test_remove(operator: Client, world: Objects, agent: FakeAgent) -> None:
    answer = operator.post(f"{WEB}remove/", {"force": "on"})
    assert answer["Location"].startswith("/containers/?order=")
    assert agent.asked == [{"action": "container_remove", "container": object_id("web-1"), "force": True}]


def test_a_failure_keeps_what_was_typed(operator: Client, world: Objects, agent: FakeAgent) -> None:
    agent.fails("conflict", 'name "/db" is already in use')
    answer = operator.post(f"{WEB}rename/", {"name": "db"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "name &quot;/db&quot; is already in use" in page
    assert 'value="db"' in page
    assert "Choose another name" in page


@pytest.mark.parametrize("path", ["connect/", "disconnect/", "rename/", "remove/", "do/stop/"])
def test_viewer_may_not(viewer: Client, world: Objects, agent: FakeAgent, path: str) -> None:
    assert viewer.post(WEB + path, {"network": object_id("lonely"), "name": "x"}).status_code == 403
    assert agent.asked == []


def test_a_form_without_its_csrf_token_does_nothing(operator: Client, world: Objects, agent: FakeAgent) -> None:
    operator.handler.enforce_csrf_checks = True
    assert operator.post(f"{WEB}do/stop/").status_code == 403
    assert agent.asked == []
