// The whole map in a corner, where it is larger than the view: lanes as lines of their colour, what is in view framed. A press or a drag
// moves the view there. For the pointer only: keys and screen readers move by the map itself.

const MOST = { w: 150, h: 130 };
// After a change the small map may wait: the large one comes first.
const PATIENCE_MS = 400;
const SHOWN = new Set(["card", "hostcard", "fold"]);

/** @param {HTMLCanvasElement} canvas @param {ReturnType<typeof import("./view.js").createView>} view */
export function createMinimap(canvas, view) {
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const ground = document.createElement("canvas");
  let [scale, height] = [1, 1];
  /** @type {import("../types.js").Picture} */
  let picture;
  let stale = true;
  // Of the theme: asking for one makes the browser work out the style of the whole page.
  /** @type {{lines: string[], edge: string, ink: string} | null} */
  let colours = null;
  let shape = 0;
  let waiting = 0;

  /** @param {import("../types.js").Picture} next */
  function show(next) {
    picture = next;
    const now = shapeOf(next);
    stale ||= now !== shape;
    shape = now;
    clearTimeout(waiting);
    waiting = window.setTimeout(move, PATIENCE_MS);
  }

  /** Frames what is in view. */
  function move() {
    if (!picture) return;
    const seen = view.seen();
    const [w, h] = [seen.right - seen.left, seen.bottom - seen.top];
    canvas.hidden = picture.height <= h * 1.25 && picture.width <= w * 1.25;
    if (canvas.hidden) return;
    if (stale) paint();
    pen.clearRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(ground, 0, 0);
    pen.lineWidth = 2 * devicePixelRatio;
    pen.strokeStyle = colours?.ink ?? "";
    pen.strokeRect(seen.left * scale + 1, seen.top * scale + 1, Math.min(w * scale, canvas.width) - 2, Math.min(h * scale, height) - 2);
  }

  /** Draws the whole once per picture. */
  function paint() {
    stale = false;
    const css = Math.min(MOST.w / picture.width, MOST.h / picture.height);
    const [w, h] = [Math.max(40, Math.round(picture.width * css)), Math.max(30, Math.round(picture.height * css))];
    scale = (w / picture.width) * devicePixelRatio;
    height = h * devicePixelRatio;
    resize(w, h);
    const brush = /** @type {CanvasRenderingContext2D} */ (ground.getContext("2d"));
    colours ??= coloursOf(canvas);
    brush.clearRect(0, 0, ground.width, ground.height);
    for (const item of picture.items) {
      if (item.type === "rail") brush.fillStyle = colours.lines[item.colour] ?? colours.edge;
      else if (SHOWN.has(item.type)) brush.fillStyle = colours.edge;
      else continue;
      brush.fillRect(item.x * scale, item.y * scale, Math.max(1, item.w * scale), Math.max(item.type === "rail" ? 0.6 : 1, item.h * scale));
    }
  }

  /** Only where it has another size: it costs as much as the painting. @param {number} w @param {number} h */
  function resize(w, h) {
    const [wide, high] = [Math.round(w * devicePixelRatio), Math.round(h * devicePixelRatio)];
    if (canvas.width === wide && canvas.height === high) return;
    for (const one of [canvas, ground]) [one.width, one.height] = [wide, high];
    canvas.style.width = `${w}px`;
    canvas.style.height = `${h}px`;
  }

  /** @param {PointerEvent} event */
  function go(event) {
    const box = canvas.getBoundingClientRect();
    view.centre(((event.clientX - box.left) * devicePixelRatio) / scale, ((event.clientY - box.top) * devicePixelRatio) / scale);
  }

  const repaint = () => {
    stale = true;
    colours = null;
  };
  document.addEventListener("netviz:theme", repaint);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    go(event);
  });
  canvas.addEventListener("pointermove", (event) => canvas.hasPointerCapture(event.pointerId) && go(event));
  return { show, move };
}

/** A number that changes with what the small map shows: most changes do not. @param {import("../types.js").Picture} picture */
function shapeOf({ items, width, height }) {
  let sum = width * 7 + height;
  let index = 0;
  for (const item of items) {
    index += 1;
    if (item.type === "rail" || SHOWN.has(item.type)) sum += (item.x * 3 + item.y) * ((index % 97) + 1) + (item.colour ?? 0);
  }
  return sum;
}

/** @param {HTMLElement} canvas */
function coloursOf(canvas) {
  const { borderColor: edge, color: ink } = getComputedStyle(canvas);
  return { lines: Array.from({ length: 8 }, (_, index) => resolved(canvas, `--c${index}`)), edge, ink };
}

/** A token's colour as the canvas understands it. @param {HTMLElement} element @param {string} name */
function resolved(element, name) {
  element.style.outlineColor = `var(${name})`;
  const colour = getComputedStyle(element).outlineColor;
  element.style.outlineColor = "";
  return colour;
}
