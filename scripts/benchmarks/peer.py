"""A force-directed graph of the same data, Cytoscape.js with its fcose layout, as most container maps are drawn. For the bench only."""

import os
import urllib.request
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

PAN = """(seconds) => new Promise((done) => {
  let frames = 0;
  const start = performance.now();
  const tick = (now) => {
    frames += 1;
    window.graph.panBy({ x: frames % 80 < 40 ? 6 : -6, y: frames % 80 < 40 ? 6 : -6 });
    if (now - start < seconds * 1000) requestAnimationFrame(tick);
    else done(frames / ((now - start) / 1000));
  };
  requestAnimationFrame(tick);
})"""


def packages() -> Path | None:
    """Where scripts/bench put them; None where they could not be fetched."""
    folder = os.environ.get("NETVIZ_PEERS")
    return Path(folder) if folder and (Path(folder) / "cytoscape").is_dir() else None


def measure(page: Any, served: Served, token: str) -> tuple[float, float] | None:
    """Milliseconds from the data to the drawing, and frames a second while it is panned; None without the packages."""
    found = packages()
    if found is None:
        return None
    request = urllib.request.Request(f"{served.base}/api/v1/topology", headers={"Authorization": f"Bearer {token}"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        data = answer.read().decode()
    page.goto("about:blank")
    page.set_content('<div id="graph" style="position: fixed; inset: 0"></div>')
    page.add_script_tag(path=found / "cytoscape/dist/cytoscape.min.js")
    for script in SCRIPTS:
        page.add_script_tag(path=found / script)
    drawn = float(page.evaluate(f"(text) => ({DRAW})(JSON.parse(text))", data))
    return drawn, float(page.evaluate(PAN, 3.0))
