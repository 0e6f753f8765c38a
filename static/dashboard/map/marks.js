// What is marked on the drawing without being part of the picture: selection, orders under way, what a search did not find.

import { fill, gettext } from "../i18n.js";
import { hitsIn, isLit } from "./narrow.js";

/** @param {ReturnType<typeof import("../draw.js").createDrawing>} drawing @param {ReturnType<typeof import("../orders.js").createOrders>} orders */
export function createMarks(drawing, orders) {
  /** @type {Set<string> | null} null: nothing is narrowed */
  let lit = null;
  /** @type {import("../inspector.js").Selection | null} */
  let selection = null;
  // Whether the drawing may carry a mark of each sort: looked through only then.
  const marked = { dim: false, pressed: false, asked: false };

  /** @param {import("../inspector.js").Selection | null} wanted */
  function refresh(wanted) {
    selection = wanted;
    pass("dim", lit !== null, (group, item) => {
      toggle(group, "data-dim", lit !== null && !isLit(item, lit), "");
      if (item.type === "fold") count(group, item);
    });
    pass("pressed", selection !== null, (group, item) => toggle(group, "aria-pressed", group.hasAttribute("role") && item.id === selection?.id && item.engine === selection?.engine, "true"));
    pass("asked", orders.any(), (group, item) => {
      if (!group.hasAttribute("role")) return;
      toggle(group, "data-pending", isPending(item), "");
      toggle(group, "data-failed", hasFailed(item), "");
    });
  }

  /** Once more after the last reason for it, to take the marks away. @param {keyof typeof marked} sort @param {boolean} reason @param {(group: SVGElement, item: import("../types.js").Item) => void} mark */
  function pass(sort, reason, mark) {
    if (!reason && !marked[sort]) return;
    marked[sort] = reason;
    for (const { group, item } of drawing.groups()) mark(group, item);
  }

  /** A folded card says how many of its containers are looked at. @param {SVGElement} group @param {import("../types.js").Item} item */
  function count(group, item) {
    const name = group.querySelector(".card-name, .pill-name");
    const hits = lit === null ? 0 : hitsIn(/** @type {any} */ (item), lit);
    const words = hits ? fill(gettext("%(count)s of %(all)s found"), { count: hits, all: item.ids.length }) : item.name;
    if (name && name.textContent !== words) name.textContent = words;
    if (hits) group.setAttribute("aria-label", `${words}. ${item.label}`);
    else if (group.getAttribute("aria-label") !== item.label) group.setAttribute("aria-label", item.label);
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
