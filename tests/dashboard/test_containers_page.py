"""/containers/ and /containers/<id>/ as a person sees them."""

from django.test import Client

from netviz.topology.schema import Container, Endpoint, Network

from .conftest import Kept, Objects
from .world import container, endpoint, engine, network, object_id


def show(client: Client, name: str) -> str:
    answer = client.get(f"/containers/{object_id(name)}/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_table_shows_networks_addresses_ports_and_state(viewer: Client, world: Objects) -> None:
    page = viewer.get("/containers/").content.decode()

    assert page.count('data-kind="container"') == 5
    for text in ("172.20.0.3", "172.21.0.3", "8080 → 80/tcp", "9000/tcp", "exited", "shop/web:1.4", "default route"):
        assert text in page
    assert page.count("8080 → 80/tcp") == 1  # IPv4 and IPv6 of one port are told once


def test_sidecar_shows_whose_network_it_uses(viewer: Client, world: Objects) -> None:
    page = show(viewer, "sidecar")
    assert f'href="/containers/{object_id("web-1")}/"' in page
    assert "shares the network of" in page
    assert f'href="/containers/{object_id("sidecar")}/"' in show(viewer, "web-1")


def test_default_route_is_told_where_there_are_several_networks(viewer: Client, world: Objects) -> None:
    page = show(viewer, "web-1")
    assert "Traffic to the outside leaves through shop_front." in page
    assert "172.20.0.1" in page


def test_stopped_container_keeps_its_networks_and_last_address(viewer: Client, world: Objects) -> None:
    page = show(viewer, "db")
    assert "was 172.21.0.2" in page
    assert "exit code 137" in page
    assert "its network namespace is made when it starts" in page


def test_network_that_is_gone_is_marked(viewer: Client, kept: Kept, world: Objects) -> None:
    database, gone = world["db"], network("gone")
    assert isinstance(database, Container)
    kept.put(endpoint(database, gone, missing=True))

    assert "network is gone" in show(viewer, "db")
    assert "network is gone" in viewer.get("/containers/").content.decode()


def test_interfaces_are_listed_or_it_is_said_why_not(viewer: Client, kept: Kept, world: Objects) -> None:
    assert 'data-kind="interface"' in show(viewer, "web-1")
    kept.put(engine(namespaces={"available": False, "code": "not_root"}))
    assert "netviz does not run as root" in show(viewer, "alpine1")


def test_project_container_says_how_long_a_hand_made_connection_lasts(
    viewer: Client, kept: Kept, world: Objects
) -> None:
    web, lonely = world["web-1"], world["lonely"]
    assert "lasts until" not in show(viewer, "web-1")
    by_hand = Endpoint(
        engine=web.engine,
        id=f"{web.id}:{lonely.id}",
        container_id=web.id,
        network_id=lonely.id,
        network_name="lonely",
    )
    kept.put(by_hand)

    page = show(viewer, "web-1")
    assert "lasts until" in page
    assert "services:" in page


def test_viewer_sees_no_controls(viewer: Client, operator: Client, world: Objects) -> None:
    path = f"/containers/{object_id('web-1')}/"
    for action in ("connect/", "disconnect/", "rename/", "remove/", "do/stop/"):
        assert f'action="{path}{action}"' not in show(viewer, "web-1")
        assert f'action="{path}{action}"' in show(operator, "web-1")


def test_buttons_follow_the_state(operator: Client, kept: Kept, world: Objects) -> None:
    assert "/do/start/" in show(operator, "db")
    assert "/do/stop/" not in show(operator, "db")
    kept.put(container("alpine1", state="paused"))
    assert "/do/unpause/" in show(operator, "alpine1")


def test_search_finds_by_address_and_image(viewer: Client, world: Objects) -> None:
    assert "1 of 5 containers" in viewer.get("/containers/", {"q": "172.20.0.3"}).content.decode()
    assert "No container fits" in viewer.get("/containers/", {"q": "'; drop"}).content.decode()


def test_unknown_container_is_404(viewer: Client, world: Objects) -> None:
    answer = viewer.get("/containers/nothing/")
    assert answer.status_code == 404
    assert "not there (any more)" in answer.content.decode()


def test_natural_order(viewer: Client, kept: Kept, world: Objects) -> None:
    kept.put(container("web-10", project="shop"), container("web-2", project="shop"))
    page = viewer.get("/containers/").content.decode()
    assert page.index(">web-1<") < page.index(">web-2<") < page.index(">web-10<")


def test_a_connect_that_failed_is_told_apart_and_can_be_tried_again(
    operator: Client, kept: Kept, world: Objects
) -> None:
    """Docker 20.10 keeps naming the network in a running container, without an endpoint."""
    alpine, lonely = world["alpine1"], world["lonely"]
    assert isinstance(alpine, Container)
    assert isinstance(lonely, Network)
    kept.put(endpoint(alpine, lonely, None, mac=None, configured_ipv4="172.29.0.9"))

    page = show(operator, "alpine1")
    assert "connecting to it failed" in page
    assert "docker network connect lonely alpine1 &amp;&amp; docker network disconnect lonely alpine1" in page
    assert f'<option value="{lonely.id}">' in page
    network_page = operator.get(f"/networks/{lonely.id}/").content.decode()
    assert "connecting to it failed" in network_page
    assert f'action="/networks/{lonely.id}/remove/"' in network_page


def test_what_is_not_the_present_is_said_to_be_so(viewer: Client, kept: Kept, world: Objects) -> None:
    paths = ("/networks/", "/containers/", f"/networks/{object_id('lonely')}/", f"/containers/{object_id('web-1')}/")
    for path in paths:
        assert "does not answer" not in viewer.get(path).content.decode(), path
    kept.put(engine(state="unreachable", reason="connection <refused>", since="2026-01-01T10:00:00Z"))
    for path in paths:
        page = viewer.get(path).content.decode()
        assert "Engine host1 does not answer." in page, path
        assert "2026-01-01 10:00:00" in page, path
        assert "connection &lt;refused&gt;" in page, path


def test_an_engine_without_containers_is_not_waited_for(operator: Client, viewer: Client, kept: Kept) -> None:
    kept.put(engine())
    page = operator.get("/containers/").content.decode()
    assert "host1: it answers, and has none." in page
    assert 'href="/containers/run/">Run a container</a></p>' in page
    assert 'href="/containers/run/">Run a container</a></p>' not in viewer.get("/containers/").content.decode()
