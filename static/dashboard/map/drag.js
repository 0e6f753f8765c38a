// Drag a card onto a network to connect it there. Mouse and pen only: a finger scrolls.

const START_PX = 6;

/**
 * @param {SVGSVGElement} svg
 * @param {{itemOf: (element: Element) => import("../types.js").Item | null, targetAt: (x: number, y: number, card: import("../types.js").Item) => {id: string, element: Element} | null,
 *   onDrop: (card: import("../types.js").Item, network: string) => void}} given `targetAt`: the network under a point of the window that would take the card
 */
export function createDrag(svg, { itemOf, targetAt, onDrop }) {
  /** @type {{card: import("../types.js").Item, x: number, y: number, pointer: number} | null} */
  let from = null;
  /** @type {HTMLElement | null} */
  let ghost = null;
  /** @type {{id: string, element: Element} | null} */
  let over = null;

  svg.addEventListener("pointerdown", (event) => {
    const card = event.target instanceof Element ? event.target.closest(".i-card, .i-member") : null;
    const item = card && event.button === 0 && event.pointerType !== "touch" ? itemOf(card) : null;
    from = item && { card: item, x: event.clientX, y: event.clientY, pointer: event.pointerId };
  });

  window.addEventListener("pointermove", (event) => {
    if (!from || event.pointerId !== from.pointer) return;
    if (!ghost && Math.hypot(event.clientX - from.x, event.clientY - from.y) < START_PX) return;
    ghost ??= makeGhost(from.card.name);
    ghost.style.left = `${event.clientX + 10}px`;
    ghost.style.top = `${event.clientY + 8}px`;
    aim(targetAt(event.clientX, event.clientY, from.card));
  });

  window.addEventListener("pointerup", (event) => finish(event, true));
  window.addEventListener("pointercancel", (event) => finish(event, false));
  window.addEventListener("keydown", (event) => event.key === "Escape" && ghost && finish(event, false));

  /** @param {{id: string, element: Element} | null} target */
  function aim(target) {
    over?.element.removeAttribute("data-target");
    over = target;
    over?.element.setAttribute("data-target", "");
  }

  /** @param {Event} event @param {boolean} dropped */
  function finish(event, dropped) {
    if (ghost) {
      ghost.remove();
      // The click that ends a drag presses nothing.
      window.addEventListener("click", (click) => click.stopPropagation(), { capture: true, once: true });
      // Where the drag ended on something else there is no such click: this one takes its place.
      setTimeout(() => window.dispatchEvent(new Event("click")), 0);
      if (dropped && over && from) onDrop(from.card, over.id);
      event.preventDefault();
    }
    aim(null);
    [from, ghost] = [null, null];
  }
}

/** @param {string} name */
function makeGhost(name) {
  const ghost = document.createElement("div");
  ghost.className = "ghost";
  ghost.textContent = name;
  document.body.append(ghost);
  return ghost;
}
