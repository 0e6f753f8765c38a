"""What is said of a container that Compose or Swarm made, and the lines of its Compose file: real YAML, whatever the names are."""

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from netviz.engine.orders import Connect, ContainerRemove, Disconnect, NetworkRemove, Stop
from netviz.engine.ownership import connection_yaml, disconnection_yaml, notes
from netviz.topology.schema import Container, Network

APP = Container(engine="e", id="c" * 64, name="shop-app-1", project="shop", service="app")
OWN = Network(engine="e", id="n" * 64, name="shop_back", driver="bridge", project="shop", compose_network="back")
FOREIGN = Network(engine="e", id="f" * 64, name="proxy", driver="bridge")
TASK = Container(
    engine="e", id="t" * 64, name="web.1.x", service="web", labels={"com.docker.swarm.service.name": "web"}
)
BY_HAND = Container(engine="e", id="h" * 64, name="alpine1")


def connect(**wished: Any) -> Connect:
    return Connect(container=APP.id, network=OWN.id, **wished)


def test_a_connection_to_the_projects_own_network() -> None:
    (note,) = notes(connect(), APP, OWN)
    assert (note.code, note.params["project"], note.params["service"]) == ("compose_connection", "shop", "app")
    # By the name that it has in the file, and nothing is declared twice.
    assert yaml.safe_load(note.params["yaml"]) == {"services": {"app": {"networks": {"back": {}}}}}


def test_a_connection_to_a_network_of_somebody_else() -> None:
    (note,) = notes(connect(), APP, FOREIGN)
    assert yaml.safe_load(note.params["yaml"]) == {
        "services": {"app": {"networks": {"proxy": {}}}},
        "networks": {"proxy": {"external": True, "name": "proxy"}},
    }


def test_all_that_was_wished_for_is_in_the_lines() -> None:
    wished = {
        "ipv4": "10.0.0.9",
        "ipv6": "fd00::9",
        "mac": "02:42:ac:1f:43:63",
        "gw_priority": 0,
        "aliases": ("web", "yes"),
        "driver_opts": {"com.example.on": "true", "a": "1"},
    }
    lasting = yaml.safe_load(connection_yaml(connect(**wished), APP, OWN))["services"]["app"]["networks"]["back"]
    assert lasting == {
        "ipv4_address": "10.0.0.9",
        "ipv6_address": "fd00::9",
        "mac_address": "02:42:ac:1f:43:63",
        "gw_priority": 0,
        "aliases": ["web", "yes"],
        "driver_opts": {"com.example.on": "true", "a": "1"},
    }


def test_a_disconnection_says_which_line_goes() -> None:
    (note,) = notes(Disconnect(container=APP.id, network=OWN.id), APP, OWN)
    assert note.code == "compose_disconnection"
    assert "#     back: remove this line" in note.params["yaml"].splitlines()
    assert yaml.safe_load(disconnection_yaml(APP, OWN)) == {"services": {"app": {"networks": None}}}


@pytest.mark.parametrize(
    ("spec", "container", "network", "codes"),
    [
        (Stop(container=APP.id), APP, None, ["compose_container"]),
        (ContainerRemove(container=APP.id), APP, None, ["compose_container"]),
        (NetworkRemove(network=OWN.id), None, OWN, ["compose_network"]),
        (NetworkRemove(network=FOREIGN.id), None, FOREIGN, []),
        (Stop(container=TASK.id), TASK, None, ["swarm_task"]),
        (Connect(container=TASK.id, network=FOREIGN.id), TASK, FOREIGN, ["swarm_task"]),
        (Connect(container=BY_HAND.id, network=OWN.id), BY_HAND, OWN, []),
        (Stop(container=BY_HAND.id), BY_HAND, None, []),
    ],
)
def test_whose_it_is(spec: Any, container: Container | None, network: Network | None, codes: list[str]) -> None:
    assert [note.code for note in notes(spec, container, network)] == codes


@given(
    service=st.text(min_size=1, max_size=30),
    name=st.text(min_size=1, max_size=30),
    # What a person wishes for; an order refuses a NUL in it.
    option=st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=30),
)
def test_whatever_an_engine_calls_them(service: str, name: str, option: str) -> None:
    """Labels are hostile text: no name ends a line, opens a comment or becomes another type."""
    container = APP.model_copy(update={"service": service})
    network = FOREIGN.model_copy(update={"name": name})
    lines = connection_yaml(connect(driver_opts={"key": option}), container, network)
    assert yaml.safe_load(lines) == {
        "services": {service: {"networks": {name: {"driver_opts": {"key": option}}}}},
        "networks": {name: {"external": True, "name": name}},
    }
    assert yaml.safe_load(disconnection_yaml(container, network)) == {"services": {service: {"networks": None}}}
