// What differs between two moments: the list in the server's words, and which objects the map has to mark.

import { html, render } from "../../vendor/lit.js";
import { clock, fill, gettext } from "../i18n.js";
import { latest } from "./moments.js";
import { opKey } from "./past.js";

/** @typedef {import("./past.js").Op} Op */

/**
 * @param {HTMLElement} panel
 * @param {{onOps: (ops: Map<string, Op>) => void, onPick: (selection: {kind: string, engine: string, id: string}) => void, onClose: () => void}} given
 */
export function createCompare(panel, { onOps, onPick, onClose }) {
  const list = document.createElement("div");
  list.className = "compare-list";
  // A line leads to its object; the kernel's interfaces have no place of their own on the map.
  list.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    const line = /** @type {HTMLElement | null | undefined} */ (button?.closest("li[data-object]"));
    if (line) pick(line);
  });

  /** @param {HTMLElement} line */
  function pick({ dataset: { of = "", engine = "", object = "" } }) {
    if (of === "endpoint") onPick({ kind: "container", engine, id: object.slice(0, object.indexOf(":")) });
    else if (of === "container" || of === "network") onPick({ kind: of, engine, id: object });
  }

  const load = latest(async (/** @type {{start: number, end: number}} */ { start, end }) => {
    try {
      const response = await fetch(`/map/difference/?start=${start}&end=${end}`);
      if (!response.ok) throw new Error(String(response.status));
      // The server escapes what engines report; the policy of the page forbids scripts in it.
      list.innerHTML = await response.text();
    } catch {
      list.textContent = gettext("The changes could not be read.");
    }
    onOps(opsIn(list));
  });

  return {
    /** @param {import("./past.js").Moment} from @param {import("./past.js").Moment} to */
    show(from, to) {
      const [start, end] = from.state.revision <= to.state.revision ? [from, to] : [to, from];
      render(html`<div class="compare-head"><h2>${fill(gettext("From %(start)s to %(end)s"), { start: clock(start.time), end: clock(end.time) })}</h2>
        <button type="button" class="link" @click=${onClose}>${gettext("Close")}</button></div>
        <p class="compare-legend"><span><i class="op add">+</i> ${gettext("added")}</span><span><i class="op remove">−</i> ${gettext("removed")}</span><span><i class="op update">≠</i> ${gettext("changed")}</span></p>${list}`, panel);
      panel.hidden = false;
      load({ start: start.state.revision, end: end.state.revision });
    },
    hide() {
      panel.hidden = true;
      list.replaceChildren();
      onOps(new Map());
    },
  };
}

/** @param {Element} list @returns {Map<string, Op>} */
function opsIn(list) {
  const ops = new Map();
  for (const { dataset } of /** @type {NodeListOf<HTMLElement>} */ (list.querySelectorAll("li[data-object]"))) {
    ops.set(opKey(dataset.of ?? "", dataset.engine ?? "", dataset.object ?? ""), /** @type {Op} */ (dataset.op));
  }
  return ops;
}
