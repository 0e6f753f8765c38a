// Pan and zoom. The map lies in a scrolling box, so wheel, touch, keys and focus move it as they move any page; d3-zoom adds dragging
// the ground, pinching and Ctrl+wheel. What is near the view is asked for when the movement rests.

import { select, zoom, zoomIdentity } from "../../vendor/zoom.js";

const LEAST = 0.3;
const MOST = 2.5;
const REST_MS = 90;

/** @param {HTMLElement} scroll @param {SVGSVGElement} svg @param {{onRest: () => void, onScroll: (top: number) => void}} given */
export function createView(scroll, svg, { onRest, onScroll }) {
  let scale = 1;
  let size = { width: 0, height: 0 };
  let rest = 0;
  let ours = false;

  const behaviour = zoom()
    .scaleExtent([LEAST, MOST])
    .filter((/** @type {any} */ event) => (event.type === "wheel" ? event.ctrlKey || event.metaKey : event.type === "mousedown" ? !event.button && !event.target.closest("[role=button]") : false))
    .on("start", (/** @type {any} */ event) => event.sourceEvent?.type === "mousedown" && scroll.classList.add("panning"))
    .on("zoom", (/** @type {any} */ event) => apply(event.transform))
    .on("end", () => scroll.classList.remove("panning"));
  const target = select(scroll);
  target.call(behaviour).on("dblclick.zoom", null);

  /** @param {{k: number, x: number, y: number}} transform */
  function apply(transform) {
    scale = transform.k;
    resize();
    ours = true;
    scroll.scrollTo(-transform.x, -transform.y);
    settle();
    rested();
  }

  /** The scrolled place is the truth; d3-zoom starts its next gesture from there. */
  function settle() {
    /** @type {any} */ (scroll).__zoom = zoomIdentity.translate(-scroll.scrollLeft, -scroll.scrollTop).scale(scale);
  }

  function resize() {
    svg.style.width = `${size.width * scale}px`;
    svg.style.height = `${size.height * scale}px`;
  }

  function rested() {
    clearTimeout(rest);
    rest = window.setTimeout(onRest, REST_MS);
  }

  scroll.addEventListener("scroll", () => {
    if (!ours) settle();
    ours = false;
    onScroll(scroll.scrollTop / scale);
    rested();
  }, { passive: true });

  return {
    /** @param {{width: number, height: number}} picture */
    setSize(picture) {
      size = { width: picture.width, height: picture.height };
      resize();
    },
    /** @param {number} factor */
    by(factor) {
      target.call(behaviour.scaleBy, factor, [scroll.clientWidth / 2, scroll.clientHeight / 2]);
    },
    /** The whole picture, never larger than life. */
    fit() {
      const fitting = Math.min(1, scroll.clientWidth / size.width, scroll.clientHeight / size.height);
      target.call(behaviour.transform, zoomIdentity.scale(Math.max(LEAST, fitting)));
    },
    /** @param {{x: number, y: number, w: number, h: number}} box in the map's coordinates */
    reveal(box) {
      const left = box.x * scale - scroll.clientWidth / 2 + (box.w * scale) / 2;
      const top = box.y * scale - scroll.clientHeight / 2 + (box.h * scale) / 2;
      const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
      if (!inside(box)) scroll.scrollTo({ left, top, behavior });
    },
    top: () => scroll.scrollTop / scale,
    /** A point of the window in the map's coordinates. @param {number} x @param {number} y @returns {[number, number]} */
    toMap(x, y) {
      const box = svg.getBoundingClientRect();
      return [(x - box.left) / scale, (y - box.top) / scale];
    },
    /** What is in view, and as much again above, below and beside it; in the map's coordinates. */
    near() {
      const [w, h] = [scroll.clientWidth || 1, scroll.clientHeight || 1];
      return { left: (scroll.scrollLeft - w) / scale, top: (scroll.scrollTop - h) / scale, right: (scroll.scrollLeft + 2 * w) / scale, bottom: (scroll.scrollTop + 2 * h) / scale };
    },
  };

  /** @param {{x: number, y: number, w: number, h: number}} box */
  function inside(box) {
    const [left, top] = [scroll.scrollLeft / scale, scroll.scrollTop / scale];
    return box.x >= left && box.y >= top && box.x + box.w <= left + scroll.clientWidth / scale && box.y + box.h <= top + scroll.clientHeight / scale;
  }
}
