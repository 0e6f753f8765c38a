// What is marked on the drawing without being part of the picture: selection, orders under way, what a search did not find.

import { isLit } from "./narrow.js";

/** @param {ReturnType<typeof import("../draw.js").createDrawing>} drawing @param {ReturnType<typeof import("../orders.js").createOrders>} orders */
export function createMarks(drawing, orders) {
  /** @type {Set<string> | null} null: nothing is narrowed */
  let lit = null;
  /** @type {import("../inspector.js").Selection | null} */
  let selection = null;

  /** @param {import("../inspector.js").Selection | null} wanted */
  function refresh(wanted) {
    selection = wanted;
    for (const { group, item } of drawing.groups()) {
      toggle(group, "data-dim", lit !== null && !isLit(item, lit), "");
      if (!group.hasAttribute("role")) continue;
      toggle(group, "aria-pressed", item.id === selection?.id && item.engine === selection?.engine, "true");
      toggle(group, "data-pending", isPending(item), "");
      toggle(group, "data-failed", hasFailed(item), "");
    }
  }

  /** @param {import("../types.js").Item} item */
  function isPending(item) {
    if (item.type === "joint") return orders.pendingAt(item.engine, item.container, item.network) !== null;
    return orders.about(item.engine, item.id).some((/** @type {any} */ row) => row.action === "connect");
  }

  /** @param {import("../types.js").Item} item */
  function hasFailed(item) {
    if (item.type === "joint") return orders.failureAt(item.engine, item.container, item.network) !== null;
    return orders.about(item.engine, item.id).some((/** @type {any} */ row) => row.failure !== null);
  }

  return {
    refresh,
    /** @param {Set<string> | null} keys of what is looked at; null: everything is */
    dim(keys) {
      if (lit === null && keys === null) return;
      lit = keys;
      refresh(selection);
    },
  };
}

/** @param {Element} element @param {string} name @param {boolean} on @param {string} value */
function toggle(element, name, on, value) {
  if (on === element.hasAttribute(name)) return;
  if (on) element.setAttribute(name, value);
  else element.removeAttribute(name);
}
