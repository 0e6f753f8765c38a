// Pan and zoom. The map lies in a scrolling box, so wheel, touch, keys and focus move it as they move any page; d3-zoom adds dragging
// the ground, pinching and Ctrl+wheel. While it zooms the picture that is there is stretched; it is drawn sharp when the movement rests.

import { select, zoom, zoomIdentity } from "../../vendor/zoom.js";

const LEAST = 0.12;
const MOST = 4;
const REST_MS = 90;

/** @typedef {{left: number, top: number, right: number, bottom: number}} Box in the map's coordinates */

/** @param {HTMLElement} scroll @param {SVGSVGElement} svg @param {{onRest: () => void, onMove: () => void, base: () => number}} given `base`: the scale that counts as 100% */
export function createView(scroll, svg, { onRest, onMove, base }) {
  let scale = base();
  let sharp = scale;
  let size = { width: 0, height: 0 };
  let rest = 0;
  let ours = false;
  // Kept, as asking the page in the middle of a drawing makes it lay out all that is written so far.
  const at = { left: 0, top: 0 };
  const room = { w: scroll.clientWidth, h: scroll.clientHeight };
  new ResizeObserver(() => {
    [room.w, room.h] = [scroll.clientWidth, scroll.clientHeight];
  }).observe(scroll);
  /** @type {Box} what was in the page at the last drawing */
  let covered = { left: 0, top: 0, right: 0, bottom: 0 };

  const behaviour = zoom()
    .scaleExtent([LEAST, MOST])
    .filter(mayStart)
    .on("start", (/** @type {any} */ event) => event.sourceEvent?.type === "mousedown" && scroll.classList.add("panning"))
    .on("zoom", (/** @type {any} */ event) => apply(event.transform))
    .on("end", () => scroll.classList.remove("panning"));
  const target = select(scroll);
  target.call(behaviour).on("dblclick.zoom", null);

  /** @param {{k: number, x: number, y: number}} transform */
  function apply(transform) {
    scale = transform.k;
    svg.style.transform = scale === sharp ? "" : `scale(${scale / sharp})`;
    ours = true;
    scroll.scrollTo(-transform.x, -transform.y);
    look();
    settle();
    onMove();
    rested();
  }

  function look() {
    [at.left, at.top] = [scroll.scrollLeft, scroll.scrollTop];
  }

  /** The scrolled place is the truth; d3-zoom starts its next gesture from there. */
  function settle() {
    /** @type {any} */ (scroll).__zoom = zoomIdentity.translate(-at.left, -at.top).scale(scale);
  }

  function resize() {
    sharp = scale;
    svg.style.transform = "";
    svg.style.width = `${size.width * scale}px`;
    svg.style.height = `${size.height * scale}px`;
  }

  function rested() {
    clearTimeout(rest);
    rest = window.setTimeout(stop, REST_MS);
    // A long movement must not run out of what is drawn.
    if (!holds(covered, view(0))) onRest();
  }

  function stop() {
    if (sharp !== scale) resize();
    onRest();
  }

  /** What is in view, and `more` views beside it. @param {number} more @returns {Box} */
  function view(more) {
    const { w, h } = room;
    return { left: (at.left - more * w) / scale, top: (at.top - more * h) / scale, right: (at.left + (1 + more) * w) / scale, bottom: (at.top + (1 + more) * h) / scale };
  }

  scroll.addEventListener("scroll", () => {
    look();
    if (!ours) settle();
    ours = false;
    onMove();
    rested();
  }, { passive: true });

  return {
    /** @param {{width: number, height: number}} picture */
    setSize(picture) {
      if (picture.width === size.width && picture.height === size.height && sharp === scale) return;
      size = { width: picture.width, height: picture.height };
      resize();
      settle();
    },
    /** Back to 100%, at the top: another picture begins. */
    begin() {
      target.call(behaviour.transform, zoomIdentity.scale(base()));
      resize();
    },
    /** @param {number} factor */
    by(factor) {
      target.call(behaviour.scaleBy, factor, [scroll.clientWidth / 2, scroll.clientHeight / 2]);
    },
    /** The whole picture, never larger than life. */
    fit() {
      const fitting = Math.min(base(), scroll.clientWidth / size.width, scroll.clientHeight / size.height);
      target.call(behaviour.transform, zoomIdentity.scale(Math.max(LEAST, fitting)));
    },
    /** @param {{x: number, y: number, w: number, h: number}} box in the map's coordinates */
    reveal(box) {
      const left = box.x * scale - scroll.clientWidth / 2 + (box.w * scale) / 2;
      const top = box.y * scale - scroll.clientHeight / 2 + (box.h * scale) / 2;
      const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
      if (!holds(view(0), { left: box.x, top: box.y, right: box.x + box.w, bottom: box.y + box.h })) scroll.scrollTo({ left, top, behavior });
    },
    /** Brings a point of the map to the middle, at once. @param {number} x @param {number} y */
    centre(x, y) {
      scroll.scrollTo({ left: x * scale - scroll.clientWidth / 2, top: y * scale - scroll.clientHeight / 2, behavior: "auto" });
    },
    top: () => at.top / scale,
    /** Of the view, in the page's pixels. */
    room: () => room,
    seen: () => view(0),
    /** A point of the window in the map's coordinates. @param {number} x @param {number} y @returns {[number, number]} */
    toMap(x, y) {
      const box = svg.getBoundingClientRect();
      return [(x - box.left) / scale, (y - box.top) / scale];
    },
    /** What must be in the page: what is in view, and as much again above, below and beside it. */
    near() {
      covered = view(1);
      return covered;
    },
  };
}

/** @param {Box} outer @param {Box} inner */
const holds = (outer, inner) => inner.left >= outer.left - 1 && inner.top >= outer.top - 1 && inner.right <= outer.right + 1 && inner.bottom <= outer.bottom + 1;

/** Which events move the map beside plain scrolling: Ctrl+wheel, a drag of the ground, two fingers. @param {any} event */
function mayStart(event) {
  if (event.type === "wheel") return event.ctrlKey || event.metaKey;
  if (event.type === "touchstart") return event.touches.length > 1;
  return event.type === "mousedown" && !event.button && !event.target.closest("[role=button]");
}
