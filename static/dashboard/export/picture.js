// The map's picture as a file: as it is seen, with what is marked on it, or the whole of it.

import { shapeOf } from "../draw/shapes.js";
import { make } from "../draw/tree.js";
import { gettext } from "../i18n.js";
import { pngOf } from "./png.js";
import { svgFile } from "./svg.js";

const SHARPNESS = 2;

/**
 * @param {"svg" | "png"} format @param {boolean} whole
 * @param {{svg: SVGSVGElement, scroll: HTMLElement, picture: import("../types.js").Picture, time: string}} map `time`: of what is shown
 */
export async function savePicture(format, whole, { svg, scroll, picture, time }) {
  const title = `netviz, ${time}`;
  const box = whole ? { x: 0, y: 0, w: picture.width, h: picture.height } : seen(svg, scroll, picture);
  const text = whole ? drawnWhole(svg, picture, (all) => svgFile(all, box, title)) : svgFile(svg, box, title);
  const file = format === "svg" ? new Blob([text], { type: "image/svg+xml" }) : await pngOf(text, box, SHARPNESS);
  save(file, `netviz-${time.replace(/[-:]|\.\d+/g, "").replace("+0000", "Z")}.${format}`);
}

/** What of the map lies in its box on the page. @param {SVGSVGElement} svg @param {HTMLElement} scroll @param {import("../types.js").Picture} picture */
function seen(svg, scroll, picture) {
  const matrix = svg.getScreenCTM()?.inverse();
  const place = scroll.getBoundingClientRect();
  if (!matrix) throw new Error(gettext("The map is not shown."));
  const start = new DOMPoint(place.left, place.top).matrixTransform(matrix);
  const end = new DOMPoint(place.left + scroll.clientWidth, place.top + scroll.clientHeight).matrixTransform(matrix);
  const [x, y] = [Math.max(0, start.x), Math.max(0, start.y)];
  return { x, y, w: Math.min(picture.width, end.x) - x, h: Math.min(picture.height, end.y) - y };
}

/**
 * Draws every item into a picture that nobody sees, since the page holds only what is near the view.
 * @template T @param {SVGSVGElement} svg @param {import("../types.js").Picture} picture @param {(all: SVGSVGElement) => T} use @returns {T}
 */
function drawnWhole(svg, picture, use) {
  const all = /** @type {SVGSVGElement} */ (svg.cloneNode(false));
  all.removeAttribute("id");
  all.setAttribute("class", `${svg.getAttribute("class")} unseen`);
  all.append(...[...svg.querySelectorAll(":scope > defs")].map((defs) => defs.cloneNode(true)));
  for (const item of picture.items) {
    const group = /** @type {SVGElement} */ (make(shapeOf(item)));
    group.style.transform = `translate(${item.x}px, ${item.y}px)`;
    all.append(group);
  }
  svg.after(all);
  try {
    return use(all);
  } finally {
    all.remove();
  }
}

/** @param {Blob} file @param {string} name */
function save(file, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // The download has begun by then, and keeps what it needs.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
