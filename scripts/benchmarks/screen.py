"""A browser that looks at netviz's map: when it was drawn, what a change costs its script, how many frames a second it moves at."""

import contextlib
import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

from playwright.sync_api import sync_playwright

from scripts.benchmarks.lab import Lab
from scripts.benchmarks.simulated import Simulated, simulated
from tests.browsers import BROWSER_FLAGS, browser_path
from tests.served import Served

VIEW = {"width": 1440, "height": 900}
PATIENCE_S = 60.0
SHOWN_S = 1.5

# When the first network is in the page and painted: milliseconds since the navigation began.
DRAWN = """new MutationObserver((_, observer) => {
  if (!document.querySelector("#map .i-header, #map .i-fold")) return;
  observer.disconnect();
  requestAnimationFrame(() => setTimeout(() => { window.drawnAt = performance.now(); }));
}).observe(document, { childList: true, subtree: true });"""

# Moves what is shown a little before every frame for `seconds`, and counts the frames.
FRAMES = """([move, seconds]) => new Promise((done) => {
  const scroll = document.getElementById("scroll");
  let frames = 0, down = 6;
  const pan = () => {
    if (scroll.scrollTop + scroll.clientHeight >= scroll.scrollHeight - 2) down = -6;
    if (scroll.scrollTop <= 0) down = 6;
    scroll.scrollTop += down;
    scroll.scrollLeft += down;
  };
  const zoom = () => scroll.dispatchEvent(new WheelEvent("wheel", {
    deltaY: Math.floor(frames / 40) % 2 ? -6 : 6, ctrlKey: true, clientX: 600, clientY: 400, bubbles: true, cancelable: true }));
  const start = performance.now();
  const tick = (now) => {
    frames += 1;
    (move === "pan" ? pan : zoom)();
    if (now - start < seconds * 1000) requestAnimationFrame(tick);
    else done(frames / ((now - start) / 1000));
  };
  requestAnimationFrame(tick);
})"""


class Screen:
    """One signed-in page of a browser."""

    def __init__(self, page: Any, served: Served) -> None:
        self.page = page
        self.served = served
        self._devtools = page.context.new_cdp_session(page)
        # In processor time of the page's thread: what else the machine does is not the page's.
        self._devtools.send("Performance.enable", {"timeDomain": "threadTicks"})

    def open_map(self) -> float:
        """Loads the map; milliseconds from the start of the load until it was drawn."""
        self.page.goto(f"{self.served.base}/map/")
        self.wait(lambda: self.page.evaluate("() => window.drawnAt > 0"))
        return float(self.page.evaluate("() => window.drawnAt"))

    def counts(self, containers: int) -> None:
        """Until the map says that it shows so many."""
        self.wait(lambda: f"{containers} containers" in self.page.locator("#map-title").inner_text())

    def wait(self, condition: Callable[[], bool]) -> None:
        """Until it holds. The page's policy forbids the browser's own way, which evaluates text."""
        end = time.monotonic() + PATIENCE_S
        while not condition():
            if time.monotonic() > end:
                raise TimeoutError("the page did not get there")
            time.sleep(0.02)

    def script_ms(self) -> float:
        """Script that the page has run so far."""
        return self._spent_ms("ScriptDuration")

    def work_ms(self) -> float:
        """All that the page's thread has done so far: script, style, layout, paint."""
        return self._spent_ms("TaskDuration")

    def _spent_ms(self, metric: str) -> float:
        metrics = self._devtools.send("Performance.getMetrics")["metrics"]
        return float(next(one["value"] for one in metrics if one["name"] == metric)) * 1000

    def change_ms(self, change: Callable[[], object], rounds: int) -> float:
        """Script per change, the median: `change` makes one, which the page must show as a new revision."""
        costs = []
        for _ in range(rounds):
            before, script = self.revision(), self.script_ms()
            change()
            # Not asked in between: asking is script too.
            time.sleep(SHOWN_S)
            costs.append(self.script_ms() - script)
            if self.revision() == before:
                raise TimeoutError(f"the page did not show the change within {SHOWN_S} s")
        return statistics.median(costs)

    def revision(self) -> int:
        return int(self.page.evaluate("() => Number(document.body.dataset.revision)"))

    def fit(self) -> None:
        self.page.locator("#fit").click()
        self.page.wait_for_timeout(400)

    def frames_per_s(self, move: str, seconds: float = 3.0) -> float:
        """`move`: pan or zoom."""
        return float(self.page.evaluate(FRAMES, [move, seconds]))


@contextlib.contextmanager
def screen(served: Served, role: str = "viewer") -> Iterator[Screen]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=list(BROWSER_FLAGS))
        page = browser.new_page(viewport=VIEW)
        page.goto(served.link(role))
        page.get_by_role("button").last.click()
        page.wait_for_url("**/map/**")
        page.add_init_script(DRAWN)
        try:
            yield Screen(page, served)
        finally:
            browser.close()


@contextlib.contextmanager
def crowded(lab: Lab, containers: int, networks: int) -> Iterator[tuple[Simulated, Screen]]:
    """A page that shows the whole map of a simulated engine with so many."""
    with (
        simulated(lab.data, containers, networks) as engine,
        lab.served(engine.url) as served,
        screen(served) as shown,
    ):
        shown.counts(containers)
        yield engine, shown
