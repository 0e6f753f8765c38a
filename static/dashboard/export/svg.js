// The map as an SVG file of its own: every colour, face and place resolved, so that it looks the same without netviz's style sheets.

/** @typedef {{x: number, y: number, w: number, h: number}} Box in the map's coordinates */

const SVG = "http://www.w3.org/2000/svg";
const COLOURS = ["fill", "stroke"];
/** Properties that a drawing needs, each with the value that needs no saying. @type {Record<string, string>} */
const PROPERTIES = {
  "stroke-width": "1px", "stroke-dasharray": "none", "stroke-linecap": "butt", "stroke-linejoin": "miter", opacity: "1", "font-family": "", "font-size": "", "font-weight": "400", "font-style": "normal", "text-anchor": "start", "letter-spacing": "normal",
};
const TEXT_ONLY = new Set(["font-family", "font-size", "font-weight", "font-style", "text-anchor", "letter-spacing"]);
const SHAPES = new Set(["rect", "path", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan"]);
// What says how a shape lies; everything else (classes, data, roles) belongs to the page.
const KEPT = new Set(["x", "y", "width", "height", "rx", "ry", "cx", "cy", "r", "d", "points", "dx", "dy", "x1", "x2", "y1", "y2", "id", "patternUnits", "patternTransform", "viewBox"]);

/**
 * @param {SVGSVGElement} source drawn in the page, or hidden in it @param {Box} box what of it @param {string} title
 * @returns {string} the whole file
 */
export function svgFile(source, box, title) {
  const colour = createColours();
  const root = document.createElementNS(SVG, "svg");
  for (const [name, value] of Object.entries({ xmlns: SVG, viewBox: `${round(box.x)} ${round(box.y)} ${round(box.w)} ${round(box.h)}`, width: round(box.w), height: round(box.h) })) root.setAttribute(name, String(value));
  const name = root.appendChild(document.createElementNS(SVG, "title"));
  name.textContent = writable(title);
  root.append(ground(box, colour));
  for (const child of source.children) {
    const copy = resolved(child, colour);
    if (copy) root.append(copy);
  }
  return new XMLSerializer().serializeToString(root);
}

/**
 * A text without what no XML file may hold, however it is written (XML 1.0, 2.2), which names may: programs would refuse the whole file.
 * Control characters become their pictures (U+2400 and on), the rest the replacement character. @param {string} text
 */
export const writable = (text) =>
  text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, (control) => String.fromCharCode(0x2400 + control.charCodeAt(0)))
    .replace(/[\ufffe\uffff]|\p{Surrogate}/gu, "\ufffd");

const round = (/** @type {number} */ value) => Math.round(value * 100) / 100;

/** @param {Box} box @param {ReturnType<typeof createColours>} colour */
function ground(box, colour) {
  const rect = document.createElementNS(SVG, "rect");
  const fill = colour(getComputedStyle(document.body).backgroundColor).colour;
  for (const [name, value] of Object.entries({ x: round(box.x), y: round(box.y), width: round(box.w), height: round(box.h), fill })) rect.setAttribute(name, String(value));
  return rect;
}

/** A copy that says for itself what style sheets say of the original; null for what is not seen. @param {Element} element @param {ReturnType<typeof createColours>} colour @returns {SVGElement | null} */
function resolved(element, colour) {
  const style = getComputedStyle(element);
  if (style.display === "none" && element.localName !== "defs" && !element.closest("defs")) return null;
  if (style.visibility === "hidden" || element.classList.contains("hit")) return null;
  const copy = /** @type {SVGElement} */ (document.createElementNS(SVG, element.localName));
  for (const { name, value } of element.attributes) if (KEPT.has(name)) copy.setAttribute(name, value);
  if (style.transform !== "none" && element.localName !== "pattern") copy.setAttribute("transform", matrixOf(style.transform));
  if (SHAPES.has(element.localName)) paint(copy, style, colour);
  else if (style.opacity !== "1") copy.setAttribute("opacity", style.opacity);
  for (const child of element.childNodes) {
    if (child instanceof Text) copy.append(writable(child.data));
    else if (child instanceof Element) copy.append(...[resolved(child, colour)].filter((one) => one !== null));
  }
  return copy;
}

/** Places to a thousandth: a file of a thousand cards is half as long. @param {string} transform */
const matrixOf = (transform) => transform.replace(/-?\d+\.\d{4,}/g, (number) => String(Math.round(Number(number) * 1000) / 1000));

/** @param {SVGElement} copy @param {CSSStyleDeclaration} style @param {ReturnType<typeof createColours>} colour */
function paint(copy, style, colour) {
  for (const name of COLOURS) {
    const found = colour(style.getPropertyValue(name));
    copy.setAttribute(name, found.colour);
    const alpha = found.alpha * Number(style.getPropertyValue(`${name}-opacity`) || 1);
    if (alpha < 1) copy.setAttribute(`${name}-opacity`, String(round(alpha)));
  }
  const text = ["text", "tspan"].includes(copy.localName);
  for (const [name, usual] of Object.entries(PROPERTIES)) {
    const value = style.getPropertyValue(name);
    if (value !== usual && (text || !TEXT_ONLY.has(name)) && !(name.startsWith("stroke") && style.stroke === "none")) copy.setAttribute(name, value);
  }
  if (text) copy.setAttribute("xml:space", "preserve");
}

/** From any CSS colour to one that every program reads, and its opacity: mixed colours are asked of a canvas, once each. */
function createColours() {
  const context = /** @type {CanvasRenderingContext2D} */ (new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true }));
  /** @type {Map<string, {colour: string, alpha: number}>} */
  const known = new Map();
  return (/** @type {string} */ value) => {
    if (value === "none" || value.startsWith("url(")) return { colour: value.replaceAll('"', ""), alpha: 1 };
    let found = known.get(value);
    if (!found) known.set(value, (found = read(context, value)));
    return found;
  };
}

/** @param {any} context @param {string} value */
function read(context, value) {
  context.clearRect(0, 0, 1, 1);
  context.fillStyle = "#000";
  context.fillStyle = value;
  context.fillRect(0, 0, 1, 1);
  const [red, green, blue, alpha] = context.getImageData(0, 0, 1, 1).data;
  return { colour: `#${[red, green, blue].map((one) => one.toString(16).padStart(2, "0")).join("")}`, alpha: alpha / 255 };
}
