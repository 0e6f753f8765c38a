// Drag a card onto a network to connect it there; with Shift, to be asked for an address first. While it is dragged every network shows
// whether it would take the card. Mouse and pen only: a finger scrolls.

import { gettext } from "../i18n.js";

/** @typedef {import("../types.js").Item} Item */
/** @typedef {import("./targets.js").Target} Target */

const START_PX = 6;
const EDGE_PX = 44;
const EDGE_SPEED_PX = 14;

/**
 * @param {SVGSVGElement} svg
 * @param {{scroll: HTMLElement, itemOf: (element: Element) => Item | null, targets: (card: Item) => Target[], at: (targets: Target[], x: number, y: number) => Target | null,
 *   elements: (keys: string[]) => Element[], onDrop: (card: Item, target: Target, asks: boolean) => void}} given `at`: the target under a point of the window
 */
export function createDrag(svg, { scroll, itemOf, targets, at, elements, onDrop }) {
  /** @type {{card: Item, x: number, y: number, pointer: number} | null} */
  let from = null;
  /** @type {ReturnType<typeof makeGhost> | null} */
  let ghost = null;
  /** @type {Target[]} */
  let all = [];
  /** @type {Target | null} */
  let over = null;
  let last = { x: 0, y: 0 };
  let frame = 0;

  svg.addEventListener("pointerdown", (event) => {
    const card = event.target instanceof Element ? event.target.closest(".i-card, .i-member, .i-hostcard") : null;
    const item = card && event.button === 0 && event.pointerType !== "touch" ? itemOf(card) : null;
    from = item?.id ? { card: item, x: event.clientX, y: event.clientY, pointer: event.pointerId } : null;
  });

  window.addEventListener("pointermove", (event) => {
    if (!from || event.pointerId !== from.pointer) return;
    if (!ghost && Math.hypot(event.clientX - from.x, event.clientY - from.y) < START_PX) return;
    if (!ghost) begin(from.card);
    last = { x: event.clientX, y: event.clientY };
    follow();
  });

  window.addEventListener("pointerup", (event) => finish(event, true));
  window.addEventListener("pointercancel", (event) => finish(event, false));
  window.addEventListener("keydown", (event) => event.key === "Escape" && ghost && finish(event, false));

  /** @param {Item} card */
  function begin(card) {
    ghost = makeGhost(card.name);
    all = targets(card);
    for (const target of all) for (const element of elements(target.keys)) element.setAttribute("data-drop", target.why ? "no" : "yes");
    svg.classList.add("dragging");
    frame = requestAnimationFrame(glide);
  }

  function follow() {
    ghost?.move(last.x, last.y);
    aim(at(all, last.x, last.y));
  }

  /** Near an edge the map moves on, so that networks out of view can be reached. */
  function glide() {
    const box = scroll.getBoundingClientRect();
    const pull = (/** @type {number} */ low, /** @type {number} */ high, /** @type {number} */ at) => (at < low + EDGE_PX ? -EDGE_SPEED_PX : at > high - EDGE_PX ? EDGE_SPEED_PX : 0);
    const inside = last.x > box.left && last.x < box.right && last.y > box.top && last.y < box.bottom;
    if (inside) scroll.scrollBy(pull(box.left, box.right, last.x), pull(box.top, box.bottom, last.y));
    if (inside && ghost) follow();
    frame = requestAnimationFrame(glide);
  }

  /** @param {Target | null} target */
  function aim(target) {
    if (target === over) return;
    if (over) for (const element of elements(over.keys)) element.removeAttribute("data-target");
    over = target;
    if (over) for (const element of elements(over.keys)) element.setAttribute("data-target", over.why ? "no" : "yes");
    ghost?.say(over);
  }

  /** @param {Event} event @param {boolean} dropped */
  function finish(event, dropped) {
    if (ghost && from) {
      ghost.remove();
      cancelAnimationFrame(frame);
      // The click that ends a drag presses nothing.
      window.addEventListener("click", (click) => click.stopPropagation(), { capture: true, once: true });
      // Where the drag ended on something else there is no such click: this one takes its place.
      setTimeout(() => window.dispatchEvent(new Event("click")), 0);
      const [card, target] = [from.card, over];
      clear();
      if (dropped && target && !target.why) onDrop(card, target, event instanceof PointerEvent && (event.shiftKey || event.altKey));
      event.preventDefault();
    }
    [from, ghost] = [null, null];
  }

  function clear() {
    aim(null);
    for (const element of svg.querySelectorAll("[data-drop]")) element.removeAttribute("data-drop");
    svg.classList.remove("dragging");
    all = [];
  }
}

/** What hangs at the pointer: the card's name, and what a drop here would do. @param {string} name */
function makeGhost(name) {
  const ghost = document.createElement("div");
  ghost.className = "ghost";
  const words = document.createElement("span");
  const hint = document.createElement("span");
  hint.className = "quiet";
  ghost.append(Object.assign(document.createElement("b"), { textContent: name }), words, hint);
  document.body.append(ghost);
  return {
    /** @param {number} x @param {number} y */
    move(x, y) {
      const box = ghost.getBoundingClientRect();
      ghost.style.left = `${Math.min(x + 12, innerWidth - box.width - 8)}px`;
      ghost.style.top = `${Math.min(y + 10, innerHeight - box.height - 8)}px`;
    },
    /** @param {Target | null} target */
    say(target) {
      ghost.dataset.drop = target ? (target.why ? "no" : "yes") : "";
      words.textContent = target?.words ?? "";
      hint.textContent = target && !target.why ? gettext("with Shift: choose the address") : "";
    },
    remove: () => ghost.remove(),
  };
}
