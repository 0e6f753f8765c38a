// On a projector, what just changed stands out for a while: the room should see what is talked about.

import { isProjector } from "./stage.js";

/** @typedef {import("../store.js").Change} Change */

const LIT_MS = 8000;

/** @param {ReturnType<typeof import("../draw.js").createDrawing>} drawing */
export function createSpotlight(drawing) {
  /** @type {Map<string, number>} what is lit, by engine and id, and until when */
  const lit = new Map();
  let dark = 0;
  let marked = false;

  function refresh() {
    if (!lit.size && !marked) return;
    const now = Date.now();
    for (const [key, until] of lit) if (until <= now) lit.delete(key);
    for (const { group, item } of drawing.groups()) {
      const on = lit.size > 0 && lit.has(`${item.engine} ${item.id}`);
      if (on !== group.hasAttribute("data-spot")) group.toggleAttribute("data-spot", on);
    }
    marked = lit.size > 0;
    clearTimeout(dark);
    if (lit.size) dark = window.setTimeout(refresh, Math.max(50, Math.min(...lit.values()) - now));
  }

  return {
    refresh,
    /** @param {Change[]} changes */
    show(changes) {
      if (!isProjector()) return;
      const until = Date.now() + LIT_MS;
      for (const change of changes) {
        if (change.op === "remove" || !["container", "network", "endpoint"].includes(change.kind)) continue;
        lit.set(`${change.engine} ${change.id}`, until);
        if (change.kind === "endpoint") lit.set(`${change.engine} ${change.data.container_id}`, until);
      }
      refresh();
    },
  };
}
