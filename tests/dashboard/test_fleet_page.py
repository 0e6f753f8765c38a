"""/fleet/: findings, the last visit, what changed lately."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from netviz.accounts import visits
from netviz.accounts.models import User
from netviz.dashboard.facts import findings as facts
from netviz.dashboard.facts.overlaps import overlapping
from netviz.topology import models
from netviz.topology.schema import Observed, Port

from .conftest import Kept, Objects
from .test_host_page import world_of
from .world import container, endpoint, engine, interface, network, object_id


def found(
    *objects: Observed, drift: dict[str, int] | None = None, **described: Any
) -> list[tuple[str, dict[str, Any]]]:
    """Codes and parameters of what is found on one engine with these objects."""
    now = world_of(engine(**described), *objects)
    return [
        (item.code, dict(item.params))
        for item in facts.findings(now.engines["host1"], now, drift or {}, overlapping(now))
    ]


def test_nothing_is_found_where_all_is_well() -> None:
    web, net = container("web", health="healthy"), network("n", "10.1.0.0/24")
    assert found(web, net, endpoint(web, net, "10.1.0.2")) == []


def test_an_engine_that_does_not_answer_and_a_clock_that_is_off() -> None:
    codes = [code for code, _ in found(state="unreachable", reason="refused", clock_skew_s=90.0)]
    assert codes == ["unreachable", "clock"]


def test_what_can_not_be_seen_is_told_once_somebody_has_looked() -> None:
    blind = {"available": False, "code": "not_root"}
    assert found(namespaces=blind) == [("unseen", {"what": "namespaces", "why": "not_root"})]
    assert found(namespaces={"available": False, "code": "not_yet"}) == []


def test_a_subnet_without_a_free_address() -> None:
    net = network("n", "10.1.0.0/30")
    only = container("c")
    assert found(net, only, endpoint(only, net, "10.1.0.2")) == [("full", {"network": "n", "subnet": "10.1.0.0/30"})]


def test_each_pair_of_equal_or_overlapping_subnets_once() -> None:
    a, b, c = network("a", "10.1.0.0/24"), network("b", "10.1.0.0/24"), network("c", "10.1.0.128/25")
    told = found(a, b, c)
    assert ("same_subnet", {"network": "a", "other": "b"}) in told
    assert sorted(code for code, _ in told) == ["overlap", "overlap", "same_subnet"]


def test_a_route_of_the_host_that_leads_elsewhere() -> None:
    net = network("n", "10.1.0.0/24")
    route = {"destination": "10.1.0.0/16"}
    vpn = interface("tun0", 9, "tun", routes=[route, {"destination": "default"}])
    assert found(net, vpn) == [("route", {"network": "n", "subnet": "10.1.0.0/16", "interface": "tun0"})]
    own = interface("br-n", 9, "bridge", network_id=net.id, routes=[{"destination": "10.1.0.0/24"}])
    assert found(net, own) == []
    assert found(network("m", "10.1.0.0/24", driver="macvlan"), vpn) == []


@pytest.mark.parametrize(
    ("wanted", "held", "told"),
    [
        (Port(port=80, host_ip="0.0.0.0", host_port=8080), Port(port=1, host_ip="0.0.0.0", host_port=8080), True),
        (Port(port=80, host_ip="127.0.0.1", host_port=8080), Port(port=1, host_ip="0.0.0.0", host_port=8080), True),
        (Port(port=80, host_port=8080), Port(port=1, host_ip="127.0.0.1", host_port=8080), True),
        (Port(port=80, host_ip="127.0.0.1", host_port=8080), Port(port=1, host_ip="127.0.0.2", host_port=8080), False),
        (Port(port=80, host_ip="::", host_port=8080), Port(port=1, host_ip="127.0.0.1", host_port=8080), False),
        (Port(port=80, host_port=8080), Port(port=1, host_port=8080, protocol="udp"), False),
        (Port(port=80, host_port=8081), Port(port=1, host_port=8080), False),
    ],
)
def test_a_port_that_a_stopped_container_can_not_get(wanted: Port, held: Port, told: bool) -> None:
    stopped, holder = container("late", state="exited", ports=(wanted,)), container("first", ports=(held,))
    expected = [("port_taken", {"container": "late", "holder": "first", "port": 8080})]
    assert found(stopped, holder) == (expected if told else [])


def test_containers_that_are_ill_or_can_not_start() -> None:
    ill, again = container("ill", health="unhealthy"), container("again", state="restarting")
    lost, gone = container("lost", state="exited"), network("gone")
    codes = [code for code, _ in found(ill, again, lost, endpoint(lost, gone, missing=True))]
    assert codes == ["restarting", "unhealthy", "network_gone"]


def test_worst_first_and_drift_last() -> None:
    codes = [
        code for code, _ in found(container("ill", health="unhealthy"), clock_skew_s=5.0, drift={"endpoint.add": 2})
    ]
    assert codes == ["unhealthy", "clock", "drift"]


def test_page_has_a_row_per_host_and_what_changed(viewer: Client, kept: Kept, world: Objects) -> None:
    second = Kept("host2")
    second.put(engine("host2", state="unreachable", reason="<b>refused</b>", since="2026-01-01T10:00:00Z"))
    kept.put(container("alpine1", image="alpine", state="paused"), action="pause")
    page = viewer.get("/fleet/").content.decode()

    assert page.count('<tr data-kind="engine"') == 2
    assert page.index('data-id="host2"') < page.index('data-id="host1"')  # who needs somebody stands first
    assert "The engine does not answer: &lt;b&gt;refused&lt;/b&gt;" in page
    assert "alpine1 was paused" in page
    assert f"/containers/{object_id('alpine1')}/?engine=host1" in page
    assert (
        "alpine1 was paused" not in viewer.get("/fleet/", {"engine": "host2"}).content.decode().partition("Changed")[2]
    )
    assert "Nothing of this changed" in viewer.get("/fleet/", {"about": "nobody"}).content.decode()


def test_what_is_older_than_asked_for_is_not_shown(viewer: Client, kept: Kept, world: Objects) -> None:
    models.Change.objects.update(time=timezone.now() - timedelta(minutes=40))
    assert "Nothing changed in that time" in viewer.get("/fleet/").content.decode()
    assert "Found network shop_front" in viewer.get("/fleet/", {"within": "1h"}).content.decode()


def test_first_page_and_navigation_only_with_several_engines(viewer: Client, client: Client, kept: Kept) -> None:
    assert viewer.get("/")["Location"] == "/map/"
    assert 'href="/fleet/"' not in viewer.get("/activity/").content.decode()
    Kept("host2")
    assert viewer.get("/")["Location"] == "/fleet/"
    assert 'href="/fleet/"' in viewer.get("/activity/").content.decode()
    assert client.get("/")["Location"] == "/map/"  # a stranger is told nothing
    assert client.get("/fleet/").status_code == 302


def test_since_my_last_visit(viewer: Client, kept: Kept, world: Objects) -> None:
    assert "Since my last visit" not in viewer.get("/fleet/").content.decode()
    User.objects.filter(username="viewer1").update(last_look=timezone.now() - timedelta(hours=3))
    kept.put(container("alpine1", image="alpine", state="paused"))
    models.Change.objects.filter(kind="network").update(time=timezone.now() - timedelta(hours=4))
    page = viewer.get("/fleet/", {"within": "visit"}).content.decode()
    assert "Since my last visit" in page
    assert "alpine1 was paused" in page
    assert "Found network" not in page


def test_looks_that_are_near_to_each_other_are_one_visit(transactional_db: None) -> None:
    user = User.objects.create(username="ada")
    noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
    assert visits.look(user, noon) is None
    assert visits.look(user, noon + timedelta(minutes=20)) is None
    later = noon + timedelta(hours=2)
    assert visits.look(user, later) == noon + timedelta(minutes=20)
    assert visits.look(User.objects.get(), later + timedelta(minutes=5)) == noon + timedelta(minutes=20)


def test_paused_containers_are_told_apart_from_running_ones(kept: Kept, viewer: Client) -> None:
    states = ("running", "restarting", "paused", "exited")
    kept.put(engine(), *(container(f"c-{state}", state=state) for state in states))
    page = " ".join(viewer.get("/fleet/").content.decode().split())
    assert re.search(
        r"engine=host1\">2 <span class=\"quiet\">\+ 1 paused</span> <span class=\"quiet\">\+ 1 stopped</span>", page
    )


def test_many_findings_are_folded_after_the_worst(kept: Kept, viewer: Client) -> None:
    kept.put(engine(), *(container(f"sick-{number}", health="unhealthy") for number in range(6)))
    page = viewer.get("/fleet/").content.decode()
    before, folded = page.split('<details class="minor" id="findings-1">')
    assert before.count("is unhealthy") == 3
    assert "<summary>3 more</summary>" in folded
    assert folded.count("is unhealthy") == 3


def test_one_more_finding_is_not_folded(kept: Kept, viewer: Client) -> None:
    kept.put(engine(), *(container(f"sick-{number}", health="unhealthy") for number in range(4)))
    page = viewer.get("/fleet/").content.decode()
    assert page.count("is unhealthy") == 4
    assert 'id="findings-1"' not in page
