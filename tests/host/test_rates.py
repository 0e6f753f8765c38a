"""Counters as rates."""

from hypothesis import given
from hypothesis import strategies as st

from netviz.host.rates import Counters, Rate, news, rates


def test_rates_are_per_second() -> None:
    found = rates({"host:3": Counters(100, 1000, 1, 10)}, {"host:3": Counters(300, 1000, 5, 10)}, 2.0)
    assert found == {"host:3": Rate(100.0, 0.0, 2.0, 0.0)}
    assert found["host:3"].data() == {
        "rx_bytes_per_s": 100.0,
        "tx_bytes_per_s": 0.0,
        "rx_packets_per_s": 2.0,
        "tx_packets_per_s": 0.0,
    }


def test_a_new_a_gone_and_a_reset_interface_have_none() -> None:
    before = {"gone": Counters(1, 1, 1, 1), "reset": Counters(500, 1, 1, 1)}
    after = {"new": Counters(1, 1, 1, 1), "reset": Counters(3, 1, 1, 1)}
    assert rates(before, after, 1.0) == {}


def test_no_time_no_rate() -> None:
    same = {"host:3": Counters(1, 1, 1, 1)}
    assert rates(same, same, 0.0) == {}


@given(*(st.integers(0, 2**64 - 1) for _ in range(4)))
def test_swapping_twice_changes_nothing(rx: int, tx: int, rx_packets: int, tx_packets: int) -> None:
    one = Counters(rx, tx, rx_packets, tx_packets)
    assert one.swapped() == Counters(tx, rx, tx_packets, rx_packets)
    assert one.swapped().swapped() == one


def test_only_what_changed_is_news() -> None:
    idle, busy = Rate(0.0, 0.0, 0.0, 0.0), Rate(1.0, 2.0, 3.0, 4.0)
    assert news({}, {"a": idle, "b": busy}) == {"a": idle, "b": busy}
    assert news({"a": idle, "b": busy}, {"a": idle, "b": idle}) == {"b": idle}
    assert news({"a": idle, "b": busy}, {"a": idle, "b": busy}) == {}
