"""The patch panel of 10,000 containers and 300 networks: opened, scrolled down and across, one change drawn."""

from typing import Any

from scripts.benchmarks.lab import Lab
from scripts.benchmarks.screen import Screen, screen
from scripts.benchmarks.simulated import container_id, network_id, simulated
from scripts.benchmarks.table import Row, median

CONTAINERS, NETWORKS = 10_000, 300
LOADS, CHANGES = 3, 10
SECONDS = 3.0

# When the first crossing is in the page and painted: milliseconds since the navigation began.
DRAWN = """new MutationObserver((_, observer) => {
  if (!document.querySelector("#panel [role=gridcell]")) return;
  observer.disconnect();
  requestAnimationFrame(() => setTimeout(() => { window.panelAt = performance.now(); }));
}).observe(document, { childList: true, subtree: true });"""

# Scrolls by so many pixels before every frame for `seconds`, and counts the frames.
SCROLL = """([across, down, seconds]) => new Promise((done) => {
  const panel = document.getElementById("panel");
  let frames = 0;
  const start = performance.now();
  const tick = (now) => {
    frames += 1;
    panel.scrollBy(across, down);
    if (now - start < seconds * 1000) requestAnimationFrame(tick);
    else done(frames / ((now - start) / 1000));
  };
  requestAnimationFrame(tick);
})"""


def measure(lab: Lab) -> list[Row]:
    with (
        simulated(lab.data, CONTAINERS, NETWORKS) as engine,
        lab.served(engine.url) as served,
        screen(served) as shown,
    ):
        page = shown.page
        page.add_init_script(DRAWN)
        open_panel(shown)
        # All of it is observed once its last container is.
        shown.wait(lambda: page.locator(".p-corner").inner_text().startswith(f"{CONTAINERS} containers"))
        opened = median([open_panel(shown) for _ in range(LOADS)])
        nodes = int(page.evaluate("() => document.querySelectorAll('#panel [role=gridcell]').length"))
        # 3,000 px/s: a hundred rows a second; across, sixty columns.
        down, down_work = scroll(shown, 0, 50)
        across, across_work = scroll(shown, 50, 0)
        page.evaluate("() => document.getElementById('panel').scrollTo(0, 0)")
        change = shown.change_ms(lambda: engine.toggle(0, 1), CHANGES)
        _shows(page)
    return [
        Row("patch panel 10,000 x 300: load to drawn", opened, "ms", "<= 1.5 s", opened <= 1500),
        Row("patch panel 10,000 x 300: scroll down, 3,000 px/s", down, "frames/s", ">= 55", down >= 55),
        Row("patch panel 10,000 x 300: scroll across, 3,000 px/s", across, "frames/s", ">= 55", across >= 55),
        Row("patch panel 10,000 x 300: work for a frame down", down_work, "ms", "", True),
        Row("patch panel 10,000 x 300: work for a frame across", across_work, "ms", "", True),
        Row("patch panel 10,000 x 300: script for one change", change, "ms", "", True),
        Row("patch panel 10,000 x 300: crossings in the page", nodes, "", "<= 1500", nodes <= 1500),
    ]


def open_panel(shown: Screen) -> float:
    """Loads the panel; milliseconds from the start of the load until it was drawn."""
    shown.page.goto(f"{shown.served.base}/panel/")
    shown.wait(lambda: shown.page.evaluate("() => window.panelAt > 0"))
    return float(shown.page.evaluate("() => window.panelAt"))


def scroll(shown: Screen, across: int, down: int) -> tuple[float, float]:
    """Frames a second, and what each costs the page's thread (ms), while it scrolls by so many pixels a frame."""
    before = shown.work_ms()
    frames_per_s = float(shown.page.evaluate(SCROLL, [across, down, SECONDS]))
    return frames_per_s, (shown.work_ms() - before) / (frames_per_s * SECONDS)


def _shows(page: Any) -> None:
    """The change is there: container 0 joined and left network 1 an even number of times, and is in network 0. AssertionError."""
    cell = page.locator(f'[data-container="{container_id(0)}"][data-network="{network_id(0)}"]')
    assert cell.get_attribute("aria-selected") == "true"
