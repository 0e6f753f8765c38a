// Marks over the map's drawing: what was added, removed and changed between two moments, each with its sign.

import { make, patch } from "../draw/tree.js";
import { marked } from "./past.js";

/** @typedef {import("../draw/tree.js").Node} Node */

const SIGNS = { add: "M-4 0h8M0-4v8", remove: "M-4 0h8", update: "M-4-2h8M-4 2h8M-3 4.5l6-9" };

/** @param {SVGSVGElement} svg */
export function createOverlay(svg) {
  const layer = make(["g", { class: "difference-marks", "aria-hidden": "true" }]);
  return {
    /** @param {import("../types.js").Item[]} items @param {ReadonlyMap<string, import("./past.js").Op>} ops */
    draw(items, ops) {
      if (!ops.size && !layer.isConnected) return;
      // Last in the picture: over everything that is drawn.
      if (svg.lastElementChild !== layer) svg.append(layer);
      patch(layer, { class: "difference-marks", "aria-hidden": "true" }, marked(items, ops).map(({ item, op }) => markOf(item, op)));
      if (!ops.size) layer.remove();
    },
  };
}

/** @param {import("../types.js").Item} item @param {import("./past.js").Op} op @returns {Node} */
function markOf(item, op) {
  const joint = item.type === "joint";
  const outline = /** @type {Node} */ (joint ? ["circle", { class: "outline", cx: item.w / 2, cy: item.h / 2, r: 9 }] : ["rect", { class: "outline", x: -3, y: -3, width: item.w + 6, height: item.h + 6, rx: 10 }]);
  const [x, y] = joint ? [item.w / 2 - 11, item.h / 2 - 11] : [item.w - 2, 1];
  return ["g", { class: `difference ${op}`, transform: `translate(${item.x} ${item.y})` }, outline, ["g", { transform: `translate(${x} ${y})` }, ["circle", { class: "sign-ground", r: 8 }], ["path", { class: "sign", d: SIGNS[op] }]]];
}
