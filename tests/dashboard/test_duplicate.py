"""The form that makes another network like one that exists."""

from django.test import Client

from netviz.dashboard.facts import duplicate
from netviz.topology.schema import Subnet

from .conftest import Kept, Objects
from .test_host_page import world_of
from .world import engine, interface, network, object_id


def test_name_and_subnets_are_new_and_the_rest_is_the_same() -> None:
    labels = {"tier": "data", "com.docker.compose.project": "shop"}
    options = {"com.docker.network.driver.mtu": "1400", "com.docker.network.bridge.name": "br-mine"}
    original = network("shop", "172.20.0.0/24", internal=True, labels=labels, options=options)
    now = world_of(engine(), original, network("shop-2"), network("next", "172.20.0.128/25"))

    filled = duplicate.fields(original, now)
    assert (filled["name"], filled["driver"], filled["internal"]) == ("shop-3", "bridge", True)
    assert (filled["labels"], filled["options"]) == ("tier=data", "com.docker.network.driver.mtu=1400")
    assert duplicate.subnets(original, now) == [{"subnet": "172.20.1.0/24"}]


def test_a_subnet_that_the_host_has_a_route_to_is_not_proposed() -> None:
    original = network("n", "192.168.0.0/24")
    route = {"destination": "192.168.1.0/24"}
    now = world_of(engine(), original, interface("eth0", 2, "ethernet", routes=[route]))
    assert duplicate.subnets(original, now) == [{"subnet": "192.168.2.0/24"}]


def test_beyond_the_private_ranges_it_begins_in_them() -> None:
    original = network("n", subnets=(Subnet(subnet="8.8.8.0/24"), Subnet(subnet="fd00::/64")))
    now = world_of(engine(), original)
    assert duplicate.subnets(original, now) == [{"subnet": "172.16.0.0/24"}, {"subnet": "fd00:0:0:1::/64"}]


def test_the_page_is_filled_and_leads_to_an_ordinary_creation(operator: Client, viewer: Client, world: Objects) -> None:
    path = f"/networks/create/?like={object_id('shop_back')}"
    page = operator.get(path).content.decode()
    for text in ('value="shop_back-2"', 'value="172.21.1.0/24"', "tier=data", 'action="/networks/create/"'):
        assert text in page
    assert f'href="{path}"' in operator.get(f"/networks/{object_id('shop_back')}/").content.decode()
    assert viewer.get(path).status_code == 403
    assert operator.get("/networks/create/?like=nothing").status_code == 404


def test_the_engines_own_networks_are_not_duplicated(operator: Client, kept: Kept, world: Objects) -> None:
    assert "?like=" not in operator.get(f"/networks/{object_id('bridge')}/").content.decode()
