"""/containers/run/."""

import pytest
from django.test import Client

from netviz.agent import questions
from netviz.topology.models import Engine

from .conftest import FakeAgent, Objects
from .world import ENGINE, object_id


def test_everything_is_passed_through(operator: Client, world: Objects, agent: FakeAgent) -> None:
    answer = operator.post(
        "/containers/run/",
        {
            "engine": ENGINE,
            "image": "busybox",
            "name": "probe",
            "command": "sh -c 'echo hi; sleep 5'",
            "network": object_id("lonely"),
            "ipv4": "172.29.0.7",
            "aliases": "a b",
            "ports": "8080:80\n127.0.0.1:53:53/udp\n[::1]:81:81\n9000",
            "env": "A=1\nB=x=y",
        },
    )

    assert answer.status_code == 303, answer.content.decode()
    (asked,) = agent.asked
    assert asked["command"] == ["sh", "-c", "echo hi; sleep 5"]
    assert (asked["image"], asked["name"], asked["network"]) == ("busybox", "probe", object_id("lonely"))
    assert (asked["ipv4"], asked["aliases"]) == ("172.29.0.7", ["a", "b"])
    assert asked["env"] == {"A": "1", "B": "x=y"}
    ports = [(port["host_ip"], port["host_port"], port["port"], port["protocol"]) for port in asked["ports"]]
    assert ports == [
        (None, 8080, 80, "tcp"),
        ("127.0.0.1", 53, 53, "udp"),
        ("::1", 81, 81, "tcp"),
        (None, None, 9000, "tcp"),
    ]


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("image", ""),
        ("name", "-bad"),
        ("command", "echo 'open"),
        ("network", "nothing"),
        ("ipv4", "fd00::1"),
        ("ports", "80:99999"),
        ("ports", "one"),
        ("ports", "1.2.3:80:80"),
        ("env", "NOEQUALS"),
        ("restart_policy", "sometimes"),
    ],
)
def test_wrong_input_is_shown_next_to_its_field(
    operator: Client, world: Objects, agent: FakeAgent, field: str, text: str
) -> None:
    answer = operator.post("/containers/run/", {"engine": ENGINE, "image": "busybox", field: text})
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert agent.asked == []


def test_only_operators(viewer: Client, world: Objects, agent: FakeAgent) -> None:
    assert viewer.get("/containers/run/").status_code == 403
    assert viewer.post("/containers/run/", {"engine": ENGINE, "image": "busybox"}).status_code == 403
    assert agent.asked == []


def test_form_offers_images_and_networks_that_are_there(operator: Client, world: Objects) -> None:
    page = operator.get("/containers/run/", {"network": object_id("lonely")}).content.decode()
    assert '<option value="mysql:8">' in page
    assert f'<option value="{object_id("lonely")}" selected>' in page
    assert f'<option value="{object_id("host")}"' in page


def test_a_container_that_was_made_but_did_not_start_is_shown(
    operator: Client, world: Objects, agent: FakeAgent
) -> None:
    agent.fails("command_missing", "exec: no such file", result={"id": object_id("web-1"), "warnings": []})
    answer = operator.post("/containers/run/", {"engine": ENGINE, "image": "busybox", "command": "nothing"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert f'href="/containers/{object_id("web-1")}/"' in page
    assert 'id="id_command_error"' in page


def test_done_leads_to_the_new_container(operator: Client, world: Objects, agent: FakeAgent) -> None:
    agent.result = {"id": object_id("web-1"), "warnings": ["a warning <b>"]}
    answer = operator.post("/containers/run/", {"engine": ENGINE, "image": "busybox"})
    page = operator.get(answer["Location"]).content.decode()
    assert f'<a href="/containers/{object_id("web-1")}/">To the new container</a>' in page
    assert "a warning &lt;b&gt;" in page


def test_images_of_the_engine_are_offered(operator: Client, world: Objects, monkeypatch: pytest.MonkeyPatch) -> None:
    async def images(engine: Engine) -> list[str]:
        return [f"only/on:{engine.name}", "<b>:1"]

    monkeypatch.setattr(questions, "images", images)
    page = operator.get("/containers/run/").content.decode()
    assert '<option value="only/on:host1">' in page
    assert 'data-pick="id_image" value="&lt;b&gt;:1"' in page
    assert "mysql:8" not in page  # a container was made from it, but the engine does not have it any more


def test_without_an_answer_those_that_containers_were_made_from(operator: Client, world: Objects) -> None:
    assert 'value="mysql:8"' in operator.get("/containers/run/").content.decode()
