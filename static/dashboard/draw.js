// Puts a picture into the page's SVG: each item is a group known by its key, made once, moved when its place changes, changed where
// it differs. Only what is near the view is in the page.

import { shapeOf } from "./draw/shapes.js";
import { make, patch } from "./draw/tree.js";

/** @typedef {import("./types.js").Item} Item */
/** @typedef {import("./types.js").Picture} Picture */
/** @typedef {{left: number, top: number, right: number, bottom: number}} Box in the map's coordinates */
/** @typedef {{group: SVGElement, item: Item, signature: string}} Drawn */

const LAYERS = 5;
const LEAVING_MS = 200;

/** @param {SVGSVGElement} svg */
export function createDrawing(svg) {
  const layers = Array.from({ length: LAYERS }, () => svg.appendChild(make(["g", {}])));
  /** @type {Map<string, Drawn>} */
  const drawn = new Map();
  let first = true;

  /** @param {Picture} picture @param {Box} near what must be in the page */
  function draw(picture, near) {
    svg.setAttribute("viewBox", `0 0 ${picture.width} ${picture.height}`);
    const visible = picture.items.filter((item) => item.trunk || touches(item, near) || drawn.get(item.key)?.group.contains(document.activeElement));
    const keys = new Set(visible.map((item) => item.key));
    for (const [key, old] of drawn) {
      if (!keys.has(key)) remove(key, old, picture);
    }
    for (const [index, layer] of layers.entries()) drawLayer(layer, visible.filter((item) => item.layer === index));
    first = false;
  }

  /** @param {SVGElement} layer @param {Item[]} items in order */
  function drawLayer(layer, items) {
    /** @type {Element | null} */
    let cursor = layer.firstElementChild;
    for (const item of items) {
      while (cursor?.classList.contains("leaving")) cursor = cursor.nextElementSibling;
      const group = drawItem(item);
      if (group === cursor) cursor = cursor.nextElementSibling;
      else layer.insertBefore(group, cursor);
    }
  }

  /** @param {Item} item */
  function drawItem(item) {
    const old = drawn.get(item.key);
    const signature = JSON.stringify({ ...item, x: 0, y: 0 });
    const group = old?.group ?? /** @type {SVGElement} */ (make(["g", {}]));
    if (old?.signature !== signature) {
      const [, attributes, ...children] = shapeOf(item);
      patch(group, { ...attributes, ...kept(group) }, children);
    }
    if (!old || old.item.x !== item.x || old.item.y !== item.y) group.style.transform = `translate(${item.x}px, ${item.y}px)`;
    if (!old && !first) arrive(group);
    drawn.set(item.key, { group, item, signature });
    return group;
  }

  /** @param {string} key @param {Drawn} old @param {Picture} picture */
  function remove(key, old, picture) {
    drawn.delete(key);
    // What only went out of view goes without a word; what is gone fades.
    if (picture.items.some((item) => item.key === key)) old.group.remove();
    else leave(old.group);
  }

  return {
    draw,
    /** The item that an element on the map belongs to. @param {Element} element */
    itemOf(element) {
      const group = element.closest(".item");
      for (const one of drawn.values()) if (one.group === group) return one.item;
      return null;
    },
    /** A trunk's head stays in view as long as its line does. @param {number} top of the view, in the map's coordinates */
    stick(top) {
      for (const { group, item } of drawn.values()) {
        if (item.type !== "card" || !item.trunk) continue;
        const y = Math.min(Math.max(item.y, top + 6), item.y + item.reach);
        group.style.transform = `translate(${item.x}px, ${y}px)`;
      }
    },
    /** Everything drawn, for marking. */
    groups: () => drawn.values(),
  };
}

/** States that others set on a group and that a redraw must not take away. @param {SVGElement} group */
function kept(group) {
  /** @type {Record<string, string>} */
  const states = {};
  for (const name of ["aria-pressed", "data-pending", "data-failed", "data-dim", "data-drop", "data-target"]) {
    const value = group.getAttribute(name);
    if (value !== null) states[name] = value;
  }
  return states;
}

/** @param {SVGElement} group */
function arrive(group) {
  group.animate?.([{ opacity: 0 }, { opacity: 1 }], { duration: still() ? 0 : 220 });
}

/** @param {SVGElement} group */
function leave(group) {
  for (const name of group.getAttributeNames()) if (/^(data-|role|tabindex|aria-)/.test(name)) group.removeAttribute(name);
  group.classList.add("leaving");
  const fade = still() ? null : group.animate?.([{ opacity: 1 }, { opacity: 0 }], { duration: LEAVING_MS });
  if (fade) fade.finished.finally(() => group.remove());
  else group.remove();
}

const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** @param {Item} item @param {Box} near */
function touches(item, near) {
  return item.x <= near.right && item.x + item.w >= near.left && item.y <= near.bottom && item.y + item.h >= near.top;
}
