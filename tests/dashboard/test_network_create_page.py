"""/networks/create/ and /networks/prune/."""

from typing import Any

import pytest
from django.test import Client

from .conftest import FakeAgent, Kept, Objects, SignIn
from .world import ENGINE, engine, network, object_id

NO_SUBNETS = {"subnets-TOTAL_FORMS": "3", "subnets-INITIAL_FORMS": "0"}


def sent(**fields: Any) -> dict[str, Any]:
    return {"engine": ENGINE, "name": "new", "driver": "bridge", **NO_SUBNETS, **fields}


def test_everything_is_passed_through(operator: Client, world: Objects, agent: FakeAgent) -> None:
    answer = operator.post(
        "/networks/create/",
        sent(
            driver="macvlan",
            parent="eth0.10",
            internal="on",
            ipv6="on",
            options="macvlan_mode=bridge",
            labels="a=b\nc=",
            **{
                "subnets-0-subnet": "172.30.0.0/24",
                "subnets-0-gateway": "172.30.0.1",
                "subnets-0-ip_range": "172.30.0.128/25",
                "subnets-0-aux_addresses": "router=172.30.0.2",
                "subnets-2-subnet": "fd00:1::/64",
            },
        ),
    )

    assert answer.status_code == 303, answer.content.decode()
    (asked,) = agent.asked
    assert asked["driver"] == "macvlan"
    assert asked["options"] == {"macvlan_mode": "bridge", "parent": "eth0.10"}
    assert asked["labels"] == {"a": "b", "c": ""}
    assert (asked["internal"], asked["ipv6"]) == (True, True)
    first, second = asked["subnets"]
    assert first["subnet"] == "172.30.0.0/24"
    assert first["gateway"] == "172.30.0.1"
    assert first["ip_range"] == "172.30.0.128/25"
    assert first["aux_addresses"] == {"router": "172.30.0.2"}
    assert second["subnet"] == "fd00:1::/64"


IGNORED_BY_PODMAN = (
    "attachable",
    "ipam_driver",
    "ipam_options",
    "config_only",
    "config_from",
    "ingress",
    "aux_addresses",
)
PODMAN = {"product": "podman", "version": "5.4.2", "api_version": "1.41"}


def test_only_what_the_engine_heeds_is_offered(operator: Client, kept: Kept, world: Objects) -> None:
    offered = [name for name in IGNORED_BY_PODMAN if f'{name}"' in operator.get("/networks/create/").content.decode()]
    assert offered == list(IGNORED_BY_PODMAN)
    kept.put(engine(**PODMAN))
    page = operator.get("/networks/create/").content.decode()
    assert [name for name in IGNORED_BY_PODMAN if f'{name}"' in page] == []
    assert "Not offered, as this engine would ignore it: attachable networks" in page


def test_of_two_engines_the_chosen_one_decides(operator: Client, world: Objects, agent: FakeAgent) -> None:
    Kept("host2").put(engine("host2", **PODMAN))
    answer = operator.post("/networks/create/", sent(engine="host2", attachable="on"))
    assert answer.status_code == 422
    assert "This engine ignores attachable networks" in answer.content.decode()
    assert agent.asked == []
    assert operator.post("/networks/create/", sent(attachable="on")).status_code == 303


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"name": ""}, 'id="id_name_error"'),
        ({"driver": ""}, 'id="id_driver_error"'),
        ({"engine": "elsewhere"}, "Select a valid choice"),
        ({"options": "=x"}, 'id="id_options_error"'),
        ({"labels": "a=1\na=2"}, 'id="id_labels_error"'),
        ({"subnets-0-gateway": "172.30.0.1"}, "These need a subnet"),
        ({"parent": "eth0", "options": "parent=eth1"}, 'id="id_parent_error"'),
        ({"subnets-TOTAL_FORMS": "x"}, "ManagementForm"),
    ],
)
def test_wrong_input_is_shown_where_it_is(
    operator: Client, world: Objects, agent: FakeAgent, wrong: dict[str, str], where: str
) -> None:
    answer = operator.post("/networks/create/", sent(**wrong))
    assert answer.status_code == 422
    assert where in answer.content.decode()
    assert agent.asked == []


@pytest.mark.parametrize(
    ("code", "advice"),
    [
        ("pool_overlaps", "Choose another subnet"),
        ("pools_exhausted", "default-address-pools"),
        ("kernel_lacks", "modprobe"),
    ],
)
def test_engine_failures_say_what_to_do(
    operator: Client, world: Objects, agent: FakeAgent, code: str, advice: str
) -> None:
    agent.fails(code, "the engine's words")
    page = operator.post("/networks/create/", sent()).content.decode()
    assert "the engine&#x27;s words" in page
    assert advice in page
    assert 'value="new"' in page


def test_create_and_prune_are_for_operators(viewer: Client, world: Objects, agent: FakeAgent) -> None:
    for path in ("/networks/create/", "/networks/prune/"):
        assert viewer.get(path).status_code == 403
        assert viewer.post(path, sent()).status_code == 403
    assert agent.asked == []


def test_prune_lists_first_what_would_go(operator: Client, world: Objects, agent: FakeAgent) -> None:
    page = operator.get("/networks/prune/").content.decode()
    assert f'value="{object_id("lonely")}"' in page
    for used in ("shop_front", "shop_back", "bridge", "host", "none"):
        assert f'value="{object_id(used)}"' not in page
    assert agent.asked == []


def test_prune_removes_exactly_what_is_ticked(operator: Client, kept: Kept, world: Objects, agent: FakeAgent) -> None:
    kept.put(network("lonely2"), network("lonely3"))
    answer = operator.post(
        "/networks/prune/", {"engine": ENGINE, "networks": [object_id("lonely"), object_id("lonely3")]}
    )
    assert answer.status_code == 303
    assert agent.asked == [{"action": "network_prune", "networks": [object_id("lonely"), object_id("lonely3")]}]


@pytest.mark.parametrize("networks", [[], ["nothing"], [object_id("shop_front")]])
def test_prune_refuses_what_is_in_use(operator: Client, world: Objects, agent: FakeAgent, networks: list[str]) -> None:
    assert operator.post("/networks/prune/", {"engine": ENGINE, "networks": networks}).status_code == 422
    assert agent.asked == []


def test_nothing_to_prune_says_so(sign_in: SignIn, kept: Kept) -> None:
    kept.put(engine())
    assert "Every network is in use" in sign_in("operator").get("/networks/prune/").content.decode()


def test_what_a_prune_could_not_remove_is_listed(operator: Client, world: Objects, agent: FakeAgent) -> None:
    failed = {"id": object_id("lonely"), "code": "active_endpoints", "detail": "has active endpoints <b>"}
    agent.result = {"removed": [], "failed": [failed]}
    answer = operator.post("/networks/prune/", {"engine": ENGINE, "networks": [object_id("lonely")]})
    page = operator.get(answer["Location"]).content.decode()
    assert "1 network was not removed" in page
    assert "Containers are still connected to this network." in page
    assert "has active endpoints &lt;b&gt;" in page
