"""Replay: from a press on the time bar to that moment drawn, anywhere in 100,000 changes; beside reading the present from the API."""

import random
import subprocess
import sys
from typing import Any

from scripts.benchmarks.lab import Lab
from scripts.benchmarks.screen import screen
from scripts.benchmarks.table import Row, median, percentile
from tests.served import Served

CHANGES, CONTAINERS, NETWORKS = 100_000, 300, 50
ROUNDS = 40

# Presses the bar at a place (0 to 1); milliseconds until another moment is drawn and painted. What is written on <body> when a moment
# is shown is seen once its drawing is done.
PRESS = """(place) => new Promise((done) => {
  const track = document.querySelector(".timebar .track"), box = track.getBoundingClientRect();
  const at = { clientX: box.left + 8 + place * (box.width - 30), clientY: box.top + 15, pointerId: 1, button: 0, bubbles: true };
  const start = performance.now();
  const observer = new MutationObserver(() => {
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
  });
  observer.observe(document.body, { attributes: true, attributeFilter: ["data-past"] });
  track.setPointerCapture = () => {};
  track.dispatchEvent(new PointerEvent("pointerdown", at));
  track.dispatchEvent(new PointerEvent("pointerup", at));
})"""

READ = """async () => {
  const start = performance.now();
  await (await fetch("/api/v1/topology?view=map")).json();
  return performance.now() - start;
}"""


def measure(lab: Lab) -> list[Row]:
    with lab.served(engine=False) as served:
        fill(served)
        with screen(served) as shown:
            shown.open_map()
            page: Any = shown.page
            page.locator(".track-length").select_option("all")
            shown.wait(lambda: page.locator(".track .tick").count() > 100)
            chance = random.Random(7)
            times = [float(page.evaluate(PRESS, chance.random())) for _ in range(ROUNDS)]
            floor = median([float(page.evaluate(READ)) for _ in range(9)])
    worst = percentile(times, 95)
    return [
        Row(
            "replay, 100,000 changes: any moment, median", median(times), "ms", "<= 300 ms", median(times) <= 300, floor
        ),
        Row("replay, 100,000 changes: any moment, p95", worst, "ms", "<= 300 ms", worst <= 300, floor),
    ]


def fill(served: Served) -> None:
    """Writes the journal into the served netviz's database, in a process of its own."""
    script = (
        "import django; django.setup(); from scripts.benchmarks.long_journal import write; "
        f"write({CHANGES}, {CONTAINERS}, {NETWORKS})"
    )
    environ = {**served.environ, "DJANGO_SETTINGS_MODULE": "netviz.settings"}
    subprocess.run([sys.executable, "-c", script], env=environ, check=True)
