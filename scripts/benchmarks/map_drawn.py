"""The map of 300 containers in 50 networks: loaded, changed, panned and zoomed, beside a force-directed graph of the same data."""

import itertools

from scripts.benchmarks import peer
from scripts.benchmarks.lab import Lab
from scripts.benchmarks.screen import crowded
from scripts.benchmarks.table import Row, median

CONTAINERS, NETWORKS = 300, 50
LOADS, CHANGES = 5, 15


def measure(lab: Lab) -> list[Row]:
    with crowded(lab, CONTAINERS, NETWORKS) as (engine, shown):
        shown.open_map()
        drawn = median([shown.open_map() for _ in range(LOADS)])
        numbers = itertools.count()
        change = shown.change_ms(lambda: engine.toggle(next(numbers), 7), CHANGES)
        shown.fit()
        pan, zoom = shown.frames_per_s("pan"), shown.frames_per_s("zoom")
        beside = peer.measure(shown.page, shown.served, shown.served.token("viewer"))
    return [
        Row("map 300/50: load to drawn", drawn, "ms", "<= 700 ms", drawn <= 700, beside.drawn_ms),
        Row("map 300/50: script for one change", change, "ms", "<= 8 ms", change <= 8, beside.change_ms),
        Row("map 300/50, fitted: pan", pan, "frames/s", ">= 55", pan >= 55, beside.pan),
        Row("map 300/50, fitted: zoom", zoom, "frames/s", ">= 55", zoom >= 55, beside.zoom),
    ]
