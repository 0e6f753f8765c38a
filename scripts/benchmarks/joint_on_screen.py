"""From the engine's own connect call until the joint is on the map of a browser, beside a force-directed graph that is laid out anew."""

import time

from scripts.benchmarks import peer
from scripts.benchmarks.lab import Lab
from scripts.benchmarks.screen import screen
from scripts.benchmarks.table import Row, median, percentile

ROUNDS = 40
PAUSE_S = 0.4

# Resolves with the wall clock (ms) of the first frame that shows the joint.
SHOWN = """(id) => { window.joint = new Promise((done) => {
  const look = () => document.querySelector(`[data-kind="endpoint"][data-id="${id}"]`);
  const observer = new MutationObserver(() => {
    if (!look()) return;
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(() => done(performance.timeOrigin + performance.now())));
  });
  observer.observe(document.getElementById("map"), { childList: true, subtree: true, attributes: true, attributeFilter: ["data-id"] });
}); }"""


def measure(lab: Lab) -> list[Row]:
    fleet, raw = lab.fleet(), lab.raw
    times = []
    with lab.served() as served, screen(served) as shown:
        shown.open_map()
        shown.counts(len(fleet.containers))
        for number in range(ROUNDS):
            # Neighbours in the view's middle: what is out of sight is not drawn.
            container, network = fleet.containers[number], fleet.home(number + 1)
            shown.page.evaluate(SHOWN, f"{container}:{network}")
            raw.connect(network, container)
            returned = time.time() * 1000
            times.append(shown.page.evaluate("() => window.joint") - returned)
            time.sleep(PAUSE_S)
            raw.disconnect(network, container)
            time.sleep(PAUSE_S)
        beside = peer.measure(shown.page, served, served.token("viewer"), moved=False)
    middle, late = median(times), percentile(times, 95)
    return [
        Row("connect call to joint on screen, median", middle, "ms", "<= 50 ms", middle <= 50, beside.change_ms),
        Row("connect call to joint on screen, p95", late, "ms", "<= 100 ms", late <= 100, beside.change_ms),
    ]
