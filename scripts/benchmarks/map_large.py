"""The map of 5,000 containers in 300 networks, folded: opened, panned and zoomed, beside a force-directed graph of the same data."""

from scripts.benchmarks import peer
from scripts.benchmarks.lab import Lab
from scripts.benchmarks.screen import crowded
from scripts.benchmarks.table import Row, median

CONTAINERS, NETWORKS = 5000, 300
LOADS = 3


def measure(lab: Lab) -> list[Row]:
    with crowded(lab, CONTAINERS, NETWORKS) as (_, shown):
        shown.open_map()
        drawn = median([shown.open_map() for _ in range(LOADS)])
        pan, zoom = shown.frames_per_s("pan"), shown.frames_per_s("zoom")
        beside = peer.measure(shown.page, shown.served, shown.served.token("viewer"), changed=False)
    return [
        Row("map 5,000/300, folded: open", drawn, "ms", "<= 2 s", drawn <= 2000, beside.drawn_ms),
        Row("map 5,000/300, folded: pan", pan, "frames/s", ">= 50", pan >= 50, beside.pan),
        Row("map 5,000/300, folded: zoom", zoom, "frames/s", ">= 50", zoom >= 50, beside.zoom),
    ]
