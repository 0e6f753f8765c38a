// What each type of item looks like: item in, SVG tree out, at the item's own origin. Colours and faces are map.css's.

/** @typedef {import("../types.js").Item} Item */
/** @typedef {import("./tree.js").Node} Node */

/** Dash patterns of the rails, from the second network of a colour on; -1: nobody hangs on it. @type {Record<number, string>} */
const DASHES = { [-1]: "3 5", 1: "20 5", 2: "9 5", 3: "20 4 5 4" };

/** @type {Record<string, (item: Item) => Node[]>} */
const SHAPES = {
  frame: (item) => [box(item, "frame", 12), ["text", { class: "frame-title", x: item.inset + 2, y: 23 }, item.title]],
  host: (item) => [box(item, "host-box", 8), ["text", { class: "host-title", x: 8, y: 18 }, item.text]],
  internet: (item) => [["circle", { class: item.cut ? "world cut" : "world", cx: item.w / 2, cy: item.h / 2, r: item.w / 2 }], ["text", { class: "small middle ink", x: item.w / 2, y: item.h / 2 + 4 }, item.text]],
  filter: drawFilter,
  interface: drawInterface,
  pin: (item) => [["rect", { class: "hit", y: -2, width: item.w, height: item.h + 4 }], box(item, "pin", item.h / 2), ["text", { class: "pin-text middle", x: item.w / 2, y: 13.5 }, item.text]],
  hostcard: (item) => drawCard(item),
  wire: (item) => [["path", { class: `wire ${item.tone}`, d: item.d, transform: `translate(${-item.x} ${-item.y})` }]],
  text: (item) => [["text", { class: `text ${item.tone}` }, item.text]],
  lane: (item) => [box(item, item.line ? "lane line" : item.railed ? "lane" : "lane bare", item.line ? 0 : 8)],
  header: drawHeader,
  thin: (item) => [["rect", { class: "thin", y: 1, width: item.w, height: item.h - 2, rx: 6 }], ["text", { class: item.h < 22 ? "lane-name coloured" : "card-name coloured", x: 12, y: item.h / 2 + 4 }, item.name]],
  note: (item) => [["rect", { class: "note", width: item.w, height: item.h, rx: 4 }], ["text", { class: "small muted", x: 6, y: item.h / 2 + 4 }, item.text]],
  rail: drawRail,
  barrier: drawBarrier,
  line: drawLine,
  gap: (item) => [["rect", { class: "gap", width: item.w, height: item.h }]],
  label: (item) => item.lines.map((/** @type {any} */ line, /** @type {number} */ index) => ["text", { class: line.fine || line.rate ? "address fine coloured" : "address coloured", y: 9 + index * 11, "data-rate": line.rate, "data-swapped": line.swapped ? "" : null }, line.rate ? "" : line.text]),
  trunk: (item) => [["rect", { class: "trunk", width: item.w, height: item.h }]],
  nest: (item) => [box(item, "nest", 8)],
  card: (item) => drawCard(item),
  member: (item) => [["rect", { class: "member", width: item.w, height: item.h, rx: 4 }], ...stateDot(item, 11, 10, 3.2), ["text", { class: "small ink", x: 21, y: 14 }, item.name]],
  joint: drawJoint,
  fold: drawFold,
};

/** Other forms of a header, a card and a member, in lines of names or dots. @type {Record<string, (item: Item) => Node[]>} */
const FORMS = {
  line: drawLineHeader,
  pill: drawPill,
  dot: (item) => [item.r ? hit(item) : ["rect", { class: "hit", x: -1, y: -1, width: item.w + 2, height: item.h + 2 }], ...stateDot(item, item.w / 2, item.h / 2, item.r ?? item.w / 2 - (item.type === "member" ? 1 : 0.5)), ["circle", { class: "halo", cx: item.w / 2, cy: item.h / 2, r: (item.r ?? item.w / 2) + 2 }]],
};

/** Which attributes make an item a control, and which data it carries. @type {Record<string, string>} */
export const KINDS = { card: "container", member: "container", hostcard: "container", header: "network", thin: "network", joint: "endpoint", interface: "interface" };

/** @param {Item} item @returns {Node} the whole of it, as a group */
export function shapeOf(item) {
  const attributes = { class: classesOf(item), ...controlOf(item) };
  return ["g", attributes, ...(FORMS[item.form] ?? SHAPES[item.type])(item)];
}

/** @param {Item} item */
function classesOf(item) {
  const classes = ["item", `i-${item.type}`];
  if (item.form) classes.push(`form-${item.form}`);
  if (typeof item.colour === "number") classes.push(`c${item.colour}`);
  if (item.state && !["running", "paused", "restarting"].includes(item.state)) classes.push("stopped");
  for (const flag of ["remembered", "away", "down", "trunk", "small"]) if (item[flag]) classes.push(flag);
  return classes.join(" ");
}

/** @param {Item} item */
function controlOf(item) {
  // The ground of what is folded is no control: its header and its card are.
  if (item.unfold && item.type !== "lane") return control(item, { "data-unfold": item.unfold, "data-engine": item.engine, "aria-expanded": "false" });
  if (item.type === "pin") return item.container ? control(item, { "data-pin": item.container, "data-engine": item.engine }) : {};
  if (!item.id || !(item.type in KINDS)) return {};
  const data = { "data-kind": KINDS[item.type], "data-id": item.id, "data-engine": item.engine };
  if (item.type === "joint") return control(item, { ...data, "data-container": item.container, "data-network": item.network });
  return control(item, data);
}

/** @param {Item} item @param {Record<string, string>} data */
const control = (item, data) => ({ ...data, role: "button", tabindex: "0", "aria-label": item.label ?? item.full });

/** @param {Item} item @param {string} name @param {number} radius @returns {Node} */
const box = (item, name, radius) => ["rect", { class: name, width: item.w, height: item.h, rx: radius }];

/** @param {Item} item @returns {Node[]} */
function drawFilter(item) {
  // In a long picture the words stay where it is opened.
  const [x, y] = [item.w / 2, Math.min(item.h / 2, 230)];
  return [
    box(item, "filter", 6),
    ["text", { class: "filter-name middle", transform: `translate(${x - 3} ${y}) rotate(-90)` }, item.text],
    ["text", { class: "filter-note middle", transform: `translate(${x + 12} ${y}) rotate(-90)` }, item.note],
  ];
}

/** @param {Item} item @returns {Node[]} */
function drawInterface(item) {
  return [
    box(item, "interface", 6),
    ["text", { class: "card-name middle", x: item.w / 2, y: 15 }, item.name],
    ["text", { class: "pin-text middle muted", x: item.w / 2, y: 28 }, item.note],
  ];
}

/** @param {Item} item @returns {Node[]} */
function drawCard(item) {
  const middle = item.note ? 16 : item.h / 2;
  return [
    box(item, "card", 8),
    ["rect", { class: "hatched", width: item.w, height: item.h, rx: 8 }],
    ...stateDot(item, 14, middle, 4),
    ["text", { class: "card-name", x: 25, y: middle + (item.note ? 3 : 4) }, item.name],
    ...(item.note ? [/** @type {Node} */ (["text", { class: "small muted", x: 25, y: 32 }, item.note])] : []),
  ];
}

/** The state by shape, not by colour alone: disc, ring, square, diamond. @param {Item} item @param {number} x @param {number} y @param {number} r @returns {Node[]} */
function stateDot(item, x, y, r) {
  if (item.health === "unhealthy" || item.state === "dead") return [["path", { class: "dot bad", d: `M${x} ${y - r - 1}l${r + 1} ${r + 1}l${-r - 1} ${r + 1}l${-r - 1} ${-r - 1}z` }]];
  if (item.state === "paused") return [["path", { class: "dot warn", d: `M${x - r} ${y - r}h${r * 0.8}v${2 * r}h${-r * 0.8}zM${x + r * 0.2} ${y - r}h${r * 0.8}v${2 * r}h${-r * 0.8}z` }]];
  if (item.state === "restarting" || item.health === "starting") return [["circle", { class: "dot starting", cx: x, cy: y, r: r - 1 }]];
  return [["circle", { class: item.state === "running" ? "dot ok" : "dot off", cx: x, cy: y, r: item.state === "running" ? r : r - 1 }]];
}

/** @param {Item} item @returns {Node[]} */
function drawHeader(item) {
  const bar = item.railed ? [/** @type {Node} */ (["rect", { class: "bar", x: -1.5, y: item.bar - 2.5, width: 4, height: Math.max(8, item.h - item.bar - 9), rx: 1.5 }])] : [];
  return [
    box(item, "header", 8),
    ...bar,
    ...item.lines.map((/** @type {any} */ line) => ["text", { class: `${FACE_CLASSES[line.face]} ${line.tone}${line.anchor ? " end" : ""}`, x: line.x, y: line.y }, line.text]),
    ...item.badges.flatMap((/** @type {any} */ badge) => [
      ["rect", { class: `badge-box ${badge.tone}`, x: badge.x, y: badge.y, width: badge.w, height: 16, rx: 4 }],
      ["text", { class: `badge-text ${badge.tone}`, x: badge.x + 6, y: badge.y + 11.5 }, badge.text],
    ]),
  ];
}

/** @type {Record<string, string>} */
const FACE_CLASSES = { name: "header-name", small: "small", subnet: "subnet", address: "plumbing" };

/** @param {Item} item @returns {Node[]} */
function drawRail(item) {
  if (item.dash === 0) return [["rect", { class: "rail", width: item.w, height: item.h, rx: 2 }]];
  const middle = item.h / 2;
  const under = item.dash > 0 ? [/** @type {Node} */ (["rect", { class: "rail faint", width: item.w, height: item.h, rx: 2 }])] : [];
  return [...under, ["path", { class: "rail-dashed", d: `M0 ${middle}H${item.w}`, "stroke-width": item.h, "stroke-dasharray": DASHES[item.dash] ?? DASHES[3] }]];
}

/** @param {Item} item @returns {Node[]} */
function drawBarrier(item) {
  const [first, second = ""] = item.words;
  if (!first) return [["path", { class: "wire uplink", d: `M8 12H${item.w}` }], ["rect", { class: "barrier", x: 5, y: 6, width: 4, height: 12, rx: 1 }]];
  return [
    ["path", { class: "wire uplink", d: `M8 12H${item.w}` }],
    ["rect", { class: "barrier", x: 5, y: 2, width: 4, height: 20, rx: 1 }],
    ["text", { class: "tiny muted middle", x: 5, y: 33 }, first],
    ["text", { class: "tiny muted middle", x: 5, y: 43 }, second],
  ];
}

/** A stub or a drop; the default route's has an arrowhead towards its network. @param {Item} item @returns {Node[]} */
function drawLine(item) {
  // Without a colour: one line through several networks, in lines of names.
  if (item.colour === null) return [["rect", { class: "line", x: 1, width: 2, height: item.h }]];
  const arrow = item.route === "up" ? `M2 ${item.h / 2 - 3}l5 8h-10z` : `M2 16l5 -8h-10z`;
  return [
    item.remembered ? ["path", { class: "line-dashed", d: `M2 0V${item.h}` }] : ["rect", { class: "line", width: item.w - 0.5, x: 0.25, height: item.h, "data-weight": item.rate }],
    ...(item.route ? [/** @type {Node} */ (["path", { class: "arrow", d: arrow }])] : []),
  ];
}

/** @param {Item} item @returns {Node[]} */
function drawJoint(item) {
  const r = item.w / 2;
  return [
    ["circle", { class: "hit", cx: r, cy: r, r }],
    ["circle", { class: "ring", cx: r, cy: r, r: item.small ? 3.5 : 5.5 }],
    ["circle", { class: "halo", cx: r, cy: r, r: item.small ? 6.5 : 9.5 }],
  ];
}

/** What of a line is pressed: as high as the line. @param {Item} item @returns {Node} */
const hit = (item) => ["rect", { class: "hit", y: -item.reach, width: item.w, height: item.h + 2 * item.reach }];

/** A network's head in lines of names: its name and subnet, its bar where the line begins. @param {Item} item @returns {Node[]} */
function drawLineHeader(item) {
  const y = item.h / 2 + 4;
  return [
    hit(item),
    box(item, "header", 4),
    ...(item.railed ? [/** @type {Node} */ (["rect", { class: "bar", x: -1.5, y: 2, width: 3, height: item.h - 4, rx: 1 }])] : []),
    ["text", { class: "lane-name", x: 9, y }, item.name],
    ["text", { class: "pin-text muted end", x: item.w - 7, y }, item.note],
  ];
}

/** A container on its line: its ring is a joint of its own at the left end. @param {Item} item @returns {Node[]} */
function drawPill(item) {
  const middle = item.h / 2;
  const [at, name] = item.trunk ? [12, 21] : [12, 20];
  return [
    hit(item),
    box(item, "card", Math.min(6, middle)),
    ["rect", { class: "hatched", width: item.w, height: item.h, rx: Math.min(6, middle) }],
    ...stateDot(item, at, middle, 3),
    ["text", { class: "pill-name", x: name, y: middle + 4 }, item.name],
    ...(item.note ? [/** @type {Node} */ (["text", { class: "small muted end", x: item.w - 7, y: middle + 4 }, item.note])] : []),
  ];
}

/** A pile of cards with how many are in which state, as words and as a bar. @param {Item} item @returns {Node[]} */
function drawFold(item) {
  const low = item.h < 30;
  let x = 8;
  const room = item.w - 16;
  const bar = item.parts.map((/** @type {{state: string, part: number}} */ one) => {
    const rect = /** @type {Node} */ (["rect", { class: `part ${PARTS[one.state] ?? "off"}`, x, y: item.h - (low ? 3 : 7), width: Math.max(1, one.part * room), height: low ? 2 : 3 }]);
    x += one.part * room;
    return rect;
  });
  return [
    ...(low ? [] : [/** @type {Node} */ (["rect", { class: "card under", x: 3, y: -3, width: item.w - 6, height: 8, rx: 5 }])]),
    box(item, "card", low ? 6 : 8),
    ["text", { class: low ? "pill-name" : "card-name", x: 10, y: low ? item.h / 2 + 3 : 16 }, item.name],
    ...(item.note ? [/** @type {Node} */ (["text", { class: "small muted", x: 10, y: 29 }, item.note])] : []),
    ...bar,
  ];
}

/** @type {Record<string, string>} */
const PARTS = { running: "ok", paused: "warn", restarting: "warn", unhealthy: "bad", dead: "bad" };
