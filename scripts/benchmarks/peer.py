"""A force-directed graph of the same data, Cytoscape.js with its fcose layout, as most container maps are drawn. For the bench only."""

import os
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.served import Served

SCRIPTS = ("layout-base/layout-base.js", "cose-base/cose-base.js", "cytoscape-fcose/cytoscape-fcose.js")

DRAW = """(data) => new Promise((done) => {
  const start = performance.now();
  const nodes = [...data.networks, ...data.containers].map((one) => ({ data: { id: one.id, label: one.name } }));
  const edges = data.endpoints.map((one) => ({ data: { id: one.id, source: one.container_id, target: one.network_id } }));
  window.graph = cytoscape({
    container: document.getElementById("graph"), elements: [...nodes, ...edges], style: [{ selector: "node", style: { label: "data(label)" } }],
    layout: { name: "fcose", animate: false, randomize: true },
  });
  window.graph.ready(() => requestAnimationFrame(() => setTimeout(() => done(performance.now() - start))));
})"""

# A container joins a network: such a graph is laid out anew, from where it stands.
CHANGE = """() => new Promise((done) => {
  const start = performance.now();
  const nodes = window.graph.nodes();
  window.graph.add({ data: { id: `new-${window.graph.edges().length}`, source: nodes.last().id(), target: nodes.first().id() } });
  const layout = window.graph.layout({ name: "fcose", animate: false, randomize: false });
  layout.one("layoutstop", () => requestAnimationFrame(() => setTimeout(() => done(performance.now() - start))));
  layout.run();
})"""

FRAMES = """([move, seconds]) => new Promise((done) => {
  let frames = 0;
  const start = performance.now();
  const pan = (step) => window.graph.panBy({ x: 6 * step, y: 6 * step });
  const zoom = (step) => window.graph.zoom({ level: window.graph.zoom() * (1 + 0.01 * step), renderedPosition: { x: 600, y: 400 } });
  const tick = (now) => {
    frames += 1;
    (move === "pan" ? pan : zoom)(frames % 80 < 40 ? 1 : -1);
    if (now - start < seconds * 1000) requestAnimationFrame(tick);
    else done(frames / ((now - start) / 1000));
  };
  requestAnimationFrame(tick);
})"""

SECONDS = 3.0


@dataclass(frozen=True)
class Beside:
    """Milliseconds from the data to the drawing, and from one change to the new drawing; frames a second. None where it was not measured."""

    drawn_ms: float | None = None
    change_ms: float | None = None
    pan: float | None = None
    zoom: float | None = None


def packages() -> Path | None:
    """Where scripts/bench put them; None where they could not be fetched."""
    folder = os.environ.get("NETVIZ_PEERS")
    return Path(folder) if folder and (Path(folder) / "cytoscape").is_dir() else None


def measure(page: Any, served: Served, token: str, *, changed: bool = True, moved: bool = True) -> Beside:
    """The graph of what `served` has, drawn in `page`; where wished, changed, panned and zoomed. Nothing is measured without the packages."""
    found = packages()
    if found is None:
        return Beside()
    request = urllib.request.Request(f"{served.base}/api/v1/topology", headers={"Authorization": f"Bearer {token}"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        data = answer.read().decode()
    page.goto("about:blank")
    page.set_content('<div id="graph" style="position: fixed; inset: 0"></div>')
    page.add_script_tag(path=found / "cytoscape/dist/cytoscape.min.js")
    for script in SCRIPTS:
        page.add_script_tag(path=found / script)
    drawn_ms = float(page.evaluate(f"(text) => ({DRAW})(JSON.parse(text))", data))
    return Beside(
        drawn_ms,
        float(page.evaluate(CHANGE)) if changed else None,
        *(float(page.evaluate(FRAMES, [move, SECONDS])) if moved else None for move in ("pan", "zoom")),
    )
