"""Byte counters as rates. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Counters:
    """Since the interface was made; as the interface itself counts them."""

    rx_bytes: int
    tx_bytes: int
    rx_packets: int
    tx_packets: int

    def swapped(self) -> Counters:
        """The other end of a veth pair: what one end sends the other receives."""
        return Counters(self.tx_bytes, self.rx_bytes, self.tx_packets, self.rx_packets)


@dataclass(frozen=True, slots=True)
class Rate:
    rx_bytes_per_s: float
    tx_bytes_per_s: float
    rx_packets_per_s: float
    tx_packets_per_s: float

    def data(self) -> dict[str, float]:
        """As plain JSON values."""
        return {
            "rx_bytes_per_s": self.rx_bytes_per_s,
            "tx_bytes_per_s": self.tx_bytes_per_s,
            "rx_packets_per_s": self.rx_packets_per_s,
            "tx_packets_per_s": self.tx_packets_per_s,
        }


NOTHING = Rate(0.0, 0.0, 0.0, 0.0)


def rates(before: Mapping[str, Counters], after: Mapping[str, Counters], elapsed_s: float) -> dict[str, Rate]:
    """The rate of each interface that is in both. None for one whose counters went back: another interface has taken its id."""
    if elapsed_s <= 0:
        return {}
    found = ((name, _rate(before[name], now, elapsed_s)) for name, now in after.items() if name in before)
    return {name: rate for name, rate in found if rate is not None}


def news(told: Mapping[str, Rate], found: Mapping[str, Rate]) -> dict[str, Rate]:
    """What somebody who knows `told` has to hear: most interfaces are silent, second after second."""
    return {name: rate for name, rate in found.items() if told.get(name) != rate}


def _rate(before: Counters, now: Counters, elapsed_s: float) -> Rate | None:
    if before == now:
        return NOTHING
    grown = [getattr(now, f.name) - getattr(before, f.name) for f in fields(Counters)]
    return None if min(grown) < 0 else Rate(*(value / elapsed_s for value in grown))
