"""Which addresses of a subnet are taken and by whom, and the map that shows it. Pure."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netviz.dashboard.facts import addresses
from netviz.dashboard.facts.addresses import Space, Taken, address_map, spaces
from netviz.topology.schema import Subnet

from .test_host_page import world_of
from .world import container, endpoint, engine, network


def taken(*numbers: int, by: str = "container", net: str = "10.0.0.0/24") -> tuple[Taken, ...]:
    first = ipaddress.ip_network(net).network_address
    return tuple(Taken(str(first + number), by, f"c{number}") for number in numbers)


def test_gateway_reserved_and_containers_take_addresses_and_stopped_ones_do_not() -> None:
    subnet = Subnet(subnet="10.0.0.0/29", gateway="10.0.0.1", aux_addresses={"router": "10.0.0.2"})
    net = network("n", subnets=(subnet,))
    running, stopped = container("run"), container("stop", state="exited")
    now = world_of(
        engine(),
        net,
        running,
        stopped,
        endpoint(running, net, "10.0.0.3"),
        endpoint(stopped, net, configured_ipv4="10.0.0.4"),
    )
    (space,) = spaces(net, now)

    assert [(item.address, item.by, item.name) for item in space.taken] == [
        ("10.0.0.1", "gateway", ""),
        ("10.0.0.2", "reserved", "router"),
        ("10.0.0.3", "container", "run"),
        ("10.0.0.4", "asked", "stop"),
    ]
    assert (space.size, space.used, space.free, space.level) == (6, 3, 3, "ok")
    (window,) = address_map(space).windows
    states = [cell.state for cell in window.cells]
    assert states == ["edge", "gateway", "reserved", "container", "asked", "free", "free", "edge"]


def test_who_has_an_address_stands_before_who_asks_for_it() -> None:
    net = network("n", "10.0.0.0/24")
    running, stopped = container("run"), container("stop", state="exited")
    now = world_of(
        engine(), net, running, stopped,
        endpoint(running, net, "10.0.0.9"), endpoint(stopped, net, configured_ipv4="10.0.0.9"),
    )  # fmt: skip
    (space,) = spaces(net, now)
    assert [item.name for item in space.taken if item.address == "10.0.0.9"] == ["run"]


def test_what_is_no_subnet_is_left_out() -> None:
    net = network("n", subnets=(Subnet(subnet="not a subnet"), Subnet(subnet="fd00::/64", gateway="nonsense")))
    (space,) = spaces(net, world_of(engine(), net))
    assert (space.subnet, space.used) == ("fd00::/64", 0)


@pytest.mark.parametrize(("subnet", "size"), [("10.0.0.0/24", 254), ("10.0.0.0/31", 2), ("10.0.0.0/32", 1)])
def test_size_of_small_subnets(subnet: str, size: int) -> None:
    assert Space(subnet, None, None, ()).size == size


def test_a_full_subnet_and_a_nearly_full_one_are_told() -> None:
    assert Space("10.0.0.0/29", None, None, taken(1, 2, 3, 4, 5, 6, net="10.0.0.0/29")).level == "bad"
    assert Space("10.0.0.0/29", None, None, taken(1, 2, 3, 4, 5, net="10.0.0.0/29")).level == "warn"


def test_what_lies_outside_the_range_is_given_only_by_hand() -> None:
    space = Space("10.0.0.0/28", None, "10.0.0.8/29", ())
    (window,) = address_map(space).windows
    assert [cell.state for cell in window.cells] == ["edge", *["outside"] * 7, *["free"] * 7, "edge"]


def test_a_large_subnet_is_a_strip_and_the_parts_in_which_something_is() -> None:
    space = Space("172.18.0.0/16", "172.18.0.1", None, taken(1, 2, 600, 70_000 % 65536, 50_000, net="172.18.0.0/16"))
    shown = address_map(space)

    assert (len(shown.strip), shown.part_size, sum(shown.strip)) == (256, 256, 5)
    assert [window.first for window in shown.windows] == ["172.18.0.0", "172.18.2.0", "172.18.17.0"]
    assert (shown.more_windows, shown.more_taken) == (1, 1)


@given(st.integers(0, 128), st.sets(st.integers(0, 2**128 - 1), max_size=30), st.booleans())
def test_every_taken_address_is_shown_once_or_counted(prefix: int, numbers: set[int], six: bool) -> None:
    bits = 128 if six else 32
    prefix = min(prefix, bits)
    size = 2 ** (bits - prefix)
    net = ipaddress.ip_network(f"{'::' if six else '0.0.0.0'}/{prefix}")
    found = {number % size for number in numbers}
    space = Space(str(net), None, None, taken(*found, net=str(net)))

    shown = address_map(space)
    cells = [cell for window in shown.windows for cell in window.cells]
    assert len([cell for cell in cells if cell.state == "container"]) + shown.more_taken == len(found)
    assert len(cells) == len({cell.address for cell in cells}) <= addresses.WINDOW * addresses.WINDOWS_SHOWN
    assert sum(shown.strip) == (len(found) if shown.strip else 0)
    assert space.used == len(found)
