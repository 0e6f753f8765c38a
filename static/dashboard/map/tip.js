// The whole text of what is under the pointer or has the focus, where the map shortens it.

import { putBeside } from "./beside.js";

const WAIT_MS = 350;
const TOP_BAR_PX = 52;

/** @param {HTMLElement} tip @param {HTMLElement} scroll @param {ReturnType<typeof import("../draw.js").createDrawing>} drawing */
export function createTip(tip, scroll, drawing) {
  let waiting = 0;

  function hide() {
    clearTimeout(waiting);
    tip.hidden = true;
  }

  /** @param {Element} element */
  function show(element) {
    const full = drawing.itemOf(element)?.full;
    if (!full) return;
    tip.textContent = full;
    tip.hidden = false;
    putBeside(tip, element.getBoundingClientRect(), { above: true, top: TOP_BAR_PX });
  }

  /** @param {Event} event */
  function soon(event) {
    hide();
    const element = event.target instanceof Element ? event.target.closest(".item") : null;
    if (element && (event.type !== "focusin" || element.matches(":focus-visible"))) waiting = window.setTimeout(() => element.isConnected && show(element), WAIT_MS);
  }

  return {
    start() {
      scroll.addEventListener("pointerover", soon);
      scroll.addEventListener("focusin", soon);
      for (const type of ["pointerleave", "focusout", "scroll", "pointerdown"]) scroll.addEventListener(type, hide, { passive: true });
    },
  };
}
