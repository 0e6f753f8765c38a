"""What a network's settings make of its traffic. Pure."""

from typing import Any

import pytest
from django.test import Client

from netviz.dashboard.facts.rules import rules
from netviz.dashboard.words.rules import RULES

from .conftest import Objects
from .world import engine, network, object_id

BRIDGE = "com.docker.network.bridge."


@pytest.mark.parametrize(
    ("fields", "codes"),
    [
        ({}, ("each_other", "nat", "ports_all", "isolated")),
        ({"internal": True}, ("each_other", "no_way_out", "isolated")),
        ({"options": {f"{BRIDGE}enable_icc": "false"}}, ("icc_off", "nat", "ports_all", "isolated")),
        ({"options": {f"{BRIDGE}enable_ip_masquerade": "false"}}, ("each_other", "routed", "ports_all", "isolated")),
        ({"options": {f"{BRIDGE}gateway_mode_ipv4": "routed"}}, ("each_other", "routed", "ports_all", "isolated")),
        ({"options": {f"{BRIDGE}host_binding_ipv4": "127.0.0.1"}}, ("each_other", "nat", "ports_bound", "isolated")),
        ({"driver": "macvlan"}, ("each_other", "on_the_wire", "no_host")),
        ({"driver": "ipvlan", "options": {"ipvlan_mode": "l3"}}, ("each_other", "routed_l3", "no_host")),
        ({"driver": "overlay", "options": {"encrypted": ""}}, ("each_other", "tunnel_encrypted", "gwbridge")),
        ({"driver": "host"}, ("host_stack",)),
        ({"driver": "null"}, ("nothing",)),
        ({"driver": "someones/plugin"}, ()),
    ],
)
def test_rules_of_docker(fields: dict[str, Any], codes: tuple[str, ...]) -> None:
    assert rules(network("n", **fields), engine()) == codes
    assert set(codes) <= RULES.keys()


def test_podman_isolates_only_when_asked() -> None:
    podman = engine(product="podman")
    assert rules(network("n"), podman)[-1] == "not_isolated"
    assert rules(network("n", options={"isolate": "true"}), podman)[-1] == "isolated"


def test_page_says_them(viewer: Client, world: Objects) -> None:
    page = viewer.get(f"/networks/{object_id('shop_back')}/").content.decode()
    assert "Out: nowhere. The network is internal." in page
    assert "published ports" not in page.partition("Rules of its traffic")[2].partition("What it is")[0]
