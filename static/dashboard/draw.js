// Puts a picture into the page's SVG: each item is a group known by its key, made once, moved when its place changes, changed where
// it differs. Only what is near the view is in the page.

import { stayers } from "./draw/order.js";
import { shapeOf } from "./draw/shapes.js";
import { make, patch } from "./draw/tree.js";

/** @typedef {import("./types.js").Item} Item */
/** @typedef {import("./types.js").Picture} Picture */
/** @typedef {{left: number, top: number, right: number, bottom: number}} Box in the map's coordinates */
/** @typedef {{group: SVGElement, item: Item, turn: number, place: number}} Drawn `turn`: of the last drawing that had it; `place`: in its layer, then */
/** @typedef {{item: Item, old: Drawn | undefined}} Seen what must be in the page; where it is there already */

const LAYERS = 5;
const LEAVING_MS = 200;
// No eye follows more than so many things that come and go at once: another moment, another step. They are just there.
const FOLLOWED = 80;

/** @param {SVGSVGElement} svg */
export function createDrawing(svg) {
  const layers = Array.from({ length: LAYERS }, () => svg.appendChild(make(["g", {}])));
  /** @type {Map<string, Drawn>} */
  const drawn = new Map();
  /** @type {Picture | null} */
  let shown = null;
  /** @type {Set<string> | null} */
  let known = null;
  let turn = 0;
  let follows = false;

  /** @param {Picture} picture @param {Box} near what must be in the page */
  function draw(picture, near) {
    const box = `0 0 ${picture.width} ${picture.height}`;
    if (svg.getAttribute("viewBox") !== box) svg.setAttribute("viewBox", box);
    if (picture !== shown) index(picture);
    const held = document.activeElement;
    const { visible, come } = visibleOf(picture, near, held?.closest(".item") ?? null);
    const gone = goneOf();
    follows = turn > 1 && come + gone.length <= FOLLOWED;
    svg.classList.toggle("at-once", !follows);
    for (const [key, old] of gone) remove(key, old);
    layers.forEach((layer, at) => drawLayer(layer, visible[at]));
    // Who stands on what was moved within its layer still stands there.
    if (held && held !== document.activeElement && held.isConnected) /** @type {HTMLElement} */ (held).focus({ preventScroll: true });
  }

  /** @param {Picture} picture @param {Box} near @param {Element | null} focused @returns {{visible: Seen[][], come: number}} by layer; how many are not in the page yet */
  function visibleOf(picture, near, focused) {
    /** @type {Seen[][]} */
    const visible = layers.map(() => []);
    let come = 0;
    turn += 1;
    for (const item of picture.items) {
      const old = drawn.get(item.key);
      if (!item.trunk && !touches(item, near) && !(focused && old?.group === focused)) continue;
      if (old) old.turn = turn;
      else come += 1;
      visible[item.layer].push({ item, old });
    }
    return { visible, come };
  }

  /** What is in the page and no longer visible. @returns {[string, Drawn][]} */
  function goneOf() {
    /** @type {[string, Drawn][]} */
    const gone = [];
    for (const [key, old] of drawn) if (old.turn !== turn) gone.push([key, old]);
    return gone;
  }

  /** @param {Picture} picture */
  function index(picture) {
    shown = picture;
    known = null;
  }

  /** Whether a key is in the picture shown: asked only of what leaves the page. @param {string} key */
  function isKnown(key) {
    known ??= new Set(shown?.items.map((item) => item.key));
    return known.has(key);
  }

  /** @param {SVGElement} layer @param {Seen[]} seen in order */
  function drawLayer(layer, seen) {
    const row = seen.map(({ item, old }) => (old ? redraw(old, item) : drawNew(item)));
    const stay = stayers(row.map((one) => (one.group.parentNode === layer ? one.place : -1)));
    /** @type {SVGElement | null} */
    let next = null;
    for (let at = row.length - 1; at >= 0; at -= 1) {
      const { group } = row[at];
      if (!stay[at]) layer.insertBefore(group, next);
      row[at].place = at;
      next = group;
    }
  }

  /** @param {Drawn} old @param {Item} item @returns {Drawn} */
  function redraw(old, item) {
    // Layout gives the same object again where nothing about it is another.
    if (old.item === item) return old;
    if (!alike(old.item, item)) {
      const [, attributes, ...children] = shapeOf(item);
      patch(old.group, { ...attributes, ...kept(old.group) }, children);
    }
    if (old.item.x !== item.x || old.item.y !== item.y) moveTo(old.group, item);
    old.item = item;
    return old;
  }

  /** @param {Item} item @returns {Drawn} */
  function drawNew(item) {
    const group = make(shapeOf(item));
    moveTo(group, item);
    if (follows) arrive(group);
    const made = { group, item, turn, place: -1 };
    drawn.set(item.key, made);
    return made;
  }

  /** @param {string} key @param {Drawn} old */
  function remove(key, old) {
    drawn.delete(key);
    // What only went out of view goes without a word; what is gone fades.
    if (isKnown(key) || !follows) old.group.remove();
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
        const y = Math.min(Math.max(item.y, top + 6 + item.stick), item.y + item.reach);
        group.style.transform = `translate(${item.x}px, ${y}px)`;
      }
    },
    /** Everything drawn, for marking. */
    groups: () => drawn.values(),
  };
}

/** @param {SVGElement} group @param {Item} item */
function moveTo(group, { x, y }) {
  group.style.transform = `translate(${x}px, ${y}px)`;
}

/** States that others set on a group and that a redraw must not take away. @param {SVGElement} group */
function kept(group) {
  /** @type {Record<string, string>} */
  const states = {};
  for (const name of ["aria-pressed", "data-pending", "data-failed", "data-dim", "data-drop", "data-target", "data-spot"]) {
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

/** Whether two items look the same, wherever they are. @param {Item} a @param {Item} b */
function alike(a, b) {
  for (const name in b) if (name !== "x" && name !== "y" && a[name] !== b[name] && !(typeof b[name] === "object" && JSON.stringify(a[name]) === JSON.stringify(b[name]))) return false;
  for (const name in a) if (!(name in b)) return false;
  return true;
}

/** @param {Item} item @param {Box} near */
function touches(item, near) {
  return item.x <= near.right && item.x + item.w >= near.left && item.y <= near.bottom && item.y + item.h >= near.top;
}
