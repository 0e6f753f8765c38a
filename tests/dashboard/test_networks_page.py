"""/networks/ and /networks/<id>/."""

import pytest
from django.test import Client

from .conftest import FakeAgent, Kept, Objects, SignIn
from .world import container, endpoint, engine, interface, network, object_id

HOSTILE = '<script>alert("x")</script>'


def test_table_shows_each_network_with_what_is_known(viewer: Client, world: Objects) -> None:
    page = viewer.get("/networks/").content.decode()

    assert page.count('data-kind="network"') == 6
    assert f'data-id="{object_id("shop_front")}"' in page
    for text in ("172.20.0.0/24", "172.20.0.1", "internal", "no DNS names", "unused", "shop"):
        assert text in page


def test_search_finds_by_subnet_and_by_label(viewer: Client, world: Objects) -> None:
    by_label = viewer.get("/networks/", {"q": "tier=data"}).content.decode()
    assert "shop_back" in by_label
    assert "lonely" not in by_label
    assert "1 of 6 networks" in by_label
    assert "No network fits" in viewer.get("/networks/", {"q": "nothing-like-this"}).content.decode()


def test_empty_says_what_to_do(admin: Client, viewer: Client) -> None:
    assert "/settings/engines/" in admin.get("/networks/").content.decode()
    assert "Ask an administrator" in viewer.get("/networks/").content.decode()


def test_page_shows_addresses_endpoints_commands_and_changes(viewer: Client, world: Objects) -> None:
    page = viewer.get(f"/networks/{object_id('shop_back')}/").content.decode()

    assert "172.21.0.3" in page
    assert "was 172.21.0.2" in page  # the stopped container's last address
    assert "docker network inspect shop_back" in page
    assert "Found network shop_back" in page
    assert "Found web-1 connected to shop_back as 172.21.0.3" in page


def test_two_networks_of_one_name_are_two(viewer: Client, kept: Kept, world: Objects) -> None:
    kept.put(network("shop_front", "172.40.0.0/24", id=object_id("other")))

    assert viewer.get("/networks/").content.decode().count(">shop_front</a>") == 2
    ambiguous = viewer.get("/networks/shop_front/")
    assert ambiguous.status_code == 404
    assert f"/networks/{object_id('other')}/" in ambiguous.content.decode()


def test_shared_subnets_are_told(viewer: Client, kept: Kept, world: Objects) -> None:
    kept.put(network("twin", "172.20.0.0/25"))

    page = viewer.get(f"/networks/{object_id('shop_front')}/").content.decode()
    assert "overlaps with twin" in page
    assert f'href="/networks/{object_id("twin")}/"' in page
    kept.put(network("twin", "172.20.0.0/24"))
    assert "same subnet as twin" in viewer.get("/networks/").content.decode()


def test_unknown_network_is_404(viewer: Client, world: Objects) -> None:
    assert viewer.get("/networks/feedfeedfeed/").status_code == 404


def test_strangers_are_sent_to_sign_in(client: Client, world: Objects) -> None:
    answer = client.get("/networks/")
    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/sign-in/")


def test_viewer_sees_no_controls_and_may_not_post(viewer: Client, world: Objects, agent: FakeAgent) -> None:
    path = f"/networks/{object_id('shop_front')}/"
    page = viewer.get(path).content.decode()

    assert f'action="{path}connect/' not in page
    assert f'action="{path}remove/' not in page
    assert viewer.post(f"{path}connect/", {"container": object_id("alpine1")}).status_code == 403
    assert viewer.post(f"{path}remove/").status_code == 403
    assert agent.asked == []


def test_orders_need_post(operator: Client, world: Objects) -> None:
    assert operator.get(f"/networks/{object_id('lonely')}/remove/").status_code == 405
    assert operator.post("/networks/").status_code == 405


def test_connect_gives_an_order(operator: Client, world: Objects, agent: FakeAgent) -> None:
    path = f"/networks/{object_id('shop_front')}/"
    sent = {"container": object_id("alpine1"), "ipv4": "172.20.0.9", "aliases": "one, two", "driver_opts": "a=b\nc=d=e"}
    answer = operator.post(f"{path}connect/", sent)

    assert answer.status_code == 303
    assert answer["Location"].startswith(f"{path}?order=")
    assert agent.asked == [
        {
            "action": "connect",
            "container": object_id("alpine1"),
            "network": object_id("shop_front"),
            "ipv4": "172.20.0.9",
            "aliases": ["one", "two"],
            "driver_opts": {"a": "b", "c": "d=e"},
        }
    ]
    banner = operator.get(answer["Location"]).content.decode()
    assert 'data-state="done"' in banner
    assert "docker network connect" in banner


def test_connect_refuses_wrong_input_next_to_its_field(operator: Client, world: Objects, agent: FakeAgent) -> None:
    path = f"/networks/{object_id('shop_front')}/connect/"
    sent = {
        "container": object_id("sidecar"),  # has no networks of its own
        "ipv4": "172.20.0.300",
        "ipv6": "172.20.0.1",
        "driver_opts": "no equals sign",
        "gw_priority": "x",
    }
    answer = operator.post(path, sent)

    assert answer.status_code == 422
    page = answer.content.decode()
    for field in ("container", "ipv4", "ipv6", "driver_opts", "gw_priority"):
        assert f'id="id_{field}_error"' in page
    assert agent.asked == []


def test_engine_failure_shows_its_own_words_and_what_to_do(operator: Client, world: Objects, agent: FakeAgent) -> None:
    agent.fails("address_in_use", "Address already in use <b>")
    sent = {"container": object_id("alpine1"), "ipv4": "172.20.0.3"}
    answer = operator.post(f"/networks/{object_id('shop_front')}/connect/", sent)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Address already in use &lt;b&gt;" in page
    assert "Choose another address" in page
    assert 'id="id_ipv4_error"' in page


def test_the_same_form_sent_twice_is_one_order(operator: Client, world: Objects, agent: FakeAgent) -> None:
    sent = {"container": object_id("alpine1"), "key": "once"}
    for _ in range(2):
        assert operator.post(f"/networks/{object_id('shop_front')}/connect/", sent).status_code == 303
    assert len(agent.asked) == 1


@pytest.mark.parametrize(
    ("described", "offered"),
    [
        ({"version": "28.5.2", "api_version": "1.51"}, {"driver_opts", "gw_priority"}),
        ({"version": "20.10.24", "api_version": "1.41"}, {"driver_opts"}),
        ({"product": "podman", "version": "5.4.2", "api_version": "1.41"}, {"mac"}),
    ],
)
def test_only_what_the_engine_heeds_is_offered(
    operator: Client, kept: Kept, world: Objects, described: dict[str, str], offered: set[str]
) -> None:
    kept.put(engine(**described))
    page = operator.get(f"/networks/{object_id('shop_front')}/").content.decode()
    assert {name for name in ("mac", "driver_opts", "gw_priority") if f'name="{name}"' in page} == offered
    assert "Not offered, as this engine would ignore it" in page


def test_a_mac_address_that_is_none(operator: Client, kept: Kept, world: Objects, agent: FakeAgent) -> None:
    kept.put(engine(product="podman", version="5.4.2", api_version="1.41"))
    sent = {"container": object_id("alpine1"), "mac": "zz"}
    answer = operator.post(f"/networks/{object_id('shop_front')}/connect/", sent)
    assert answer.status_code == 422
    assert 'id="id_mac_error"' in answer.content.decode()
    assert agent.asked == []


def test_remove_tells_what_it_would_do(operator: Client, world: Objects, agent: FakeAgent) -> None:
    in_use = operator.get(f"/networks/{object_id('shop_front')}/").content.decode()
    assert "disconnect them first" in in_use
    assert 'remove/"' not in in_use
    own = operator.get(f"/networks/{object_id('bridge')}/").content.decode()
    assert "can&#x27;t be removed" in own

    path = f"/networks/{object_id('lonely')}/remove/"
    assert f'action="{path}"' in operator.get(f"/networks/{object_id('lonely')}/").content.decode()
    answer = operator.post(path)
    assert answer["Location"].startswith("/networks/?order=")
    assert agent.asked == [{"action": "network_remove", "network": object_id("lonely")}]


def test_hostile_text_is_shown_literally(operator: Client, kept: Kept, world: Objects) -> None:
    evil = network(HOSTILE, id=object_id("evil"), labels={HOSTILE: HOSTILE}, options={"o": HOSTILE}, project=HOSTILE)
    member = container(HOSTILE, id=object_id("member"), image=HOSTILE, labels={"x": HOSTILE})
    kept.put(evil, member, endpoint(member, evil, aliases=(HOSTILE,)))

    for path in ("/networks/", f"/networks/{evil.id}/", "/containers/", f"/containers/{member.id}/", "/activity/"):
        page = operator.get(path).content.decode()
        assert HOSTILE not in page, path
        assert "&lt;script&gt;" in page, path


def test_several_engines_are_named_and_addressed(sign_in: SignIn, kept: Kept, world: Objects) -> None:
    second = Kept("host2")
    second.put(engine("host2"), network("shop_front", "10.9.0.0/24", engine="host2", id=object_id("shop_front")))
    viewer = sign_in("viewer")

    page = viewer.get("/networks/").content.decode()
    assert f"/networks/{object_id('shop_front')}/?engine=host2" in page
    assert viewer.get(f"/networks/{object_id('shop_front')}/").status_code == 404  # which one?
    assert "10.9.0.0/24" in viewer.get(f"/networks/{object_id('shop_front')}/", {"engine": "host2"}).content.decode()


def test_a_gateway_that_the_engine_chose_is_shown_all_the_same(viewer: Client, kept: Kept, world: Objects) -> None:
    """`docker network create --subnet` without a gateway leaves it out of the configuration; the bridge has it."""
    chosen = network("chosen", subnets=({"subnet": "172.50.0.0/24"},))
    addresses = [{"address": "fe80::1", "prefix_len": 64}, {"address": "172.50.0.1", "prefix_len": 24}]
    kept.put(chosen, interface("br-x", 30, "bridge", network_id=chosen.id, addresses=addresses))

    assert "172.50.0.1" in viewer.get("/networks/", {"q": "chosen"}).content.decode()
    assert "172.50.0.1" in viewer.get(f"/networks/{chosen.id}/").content.decode()


def test_networks_stand_in_the_order_of_containers_and_panel(kept: Kept, viewer: Client) -> None:
    """By project, those without one after them, the engine's own last."""
    names = {"zeta": {"project": "shop"}, "alpha": {}, "beta": {"project": "blog"}, "bridge": {"predefined": True}}
    kept.put(*(network(name, **fields) for name, fields in names.items()))
    page = viewer.get("/networks/").content.decode()
    assert sorted(names, key=lambda name: page.index(f">{name}</a>")) == ["beta", "zeta", "alpha", "bridge"]
