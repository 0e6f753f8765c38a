// The map's page: brings state, layout, drawing, inspector and orders together.

import "./shell.js";
import { createDrawing } from "./draw.js";
import { KINDS } from "./draw/shapes.js";
import { createExport } from "./export/menu.js";
import { find } from "./facts.js";
import { createInspector } from "./inspector.js";
import { createLifecycle } from "./lifecycle.js";
import { live } from "./live.js";
import { createAsk } from "./map/ask.js";
import { createCallouts } from "./map/callouts.js";
import { createSearch } from "./map/found.js";
import { isArrow, nearest } from "./map/keys.js";
import { loadLayers, watchLayers } from "./map/layers.js";
import { createLooking } from "./map/looking.js";
import { createDrag } from "./map/drag.js";
import { createMarks } from "./map/marks.js";
import { menuOf } from "./map/menu.js";
import { createMeasure } from "./map/measure.js";
import { createMinimap } from "./map/minimap.js";
import { askedProjects, createProjects } from "./map/projects.js";
import { createRates } from "./map/rates.js";
import { listenToKeys } from "./map/shortcuts.js";
import { baseScale, createStage } from "./map/stage.js";
import { createSpotlight } from "./map/spotlight.js";
import { showNotices, showState } from "./map/states.js";
import { createSteps } from "./map/steps.js";
import { showTitle } from "./map/title.js";
import { targetAt, targetsOf } from "./map/targets.js";
import { createTip } from "./map/tip.js";
import { createTold } from "./map/told.js";
import { createView } from "./map/view.js";
import { createOrders } from "./orders.js";
import { createReplay } from "./replay/replay.js";
import { snapshotOf } from "./store.js";

/** @typedef {import("./inspector.js").Selection} Selection */

const byId = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
const svg = /** @type {SVGSVGElement} */ (/** @type {unknown} */ (document.getElementById("map")));
const mayOrder = "mayOrder" in document.body.dataset;
const narrow = matchMedia("(max-width: 720px)");

const measure = createMeasure();
const drawing = createDrawing(svg);
const orders = createOrders();
const view = createView(byId("scroll"), svg, { onRest: () => draw(), onMove: () => moved(), base: baseScale });
const stage = createStage({ room: view.room, measure, step: new URL(location.href).searchParams.get("step"), projects: askedProjects() });
const { colourOf } = stage;
const minimap = createMinimap(/** @type {HTMLCanvasElement} */ (byId("minimap")), view);
const steps = createSteps(byId("steps"), (step) => restage(() => stage.choose(step)));
const projects = createProjects(/** @type {HTMLDetailsElement} */ (byId("projects")), { stage, onChange: () => restage(() => {}) });
const rates = createRates(svg);
const tip = createTip(byId("tip"), byId("scroll"), drawing);
let layers = loadLayers();
const layerMenu = watchLayers(byId("layers"), layers, (chosen) => {
  layers = chosen;
  lay();
});
/** @type {import("./types.js").Picture} */
let picture = { width: 0, height: 0, items: [], step: "cards", sizes: { card: 0, header: 0, pitch: 0 }, order: [], places: new Map(), folded: false };
/** @type {Set<string>} the networks that are drawn as new */
let fresh = new Set();
/** @type {Selection | null} */
let selection = null;

const replay = createReplay({ bar: byId("timebar"), panel: byId("compare"), svg }, { live, colourOf, onShow: show, onMarks: draw, onPick: reveal });
const ask = createAsk(byId("ask"), { orders, colourOf });
const lifecycle = createLifecycle();
const inspector = createInspector(byId("inspector"), { tab: new URL(location.href).searchParams.get("tab") ?? "overview", onTab: (tab) => looking.tab(tab), focusOn: (wanted) => looking.focusOn(wanted), orders, lifecycle, get mayOrder() { return mayNow(); }, colourOf, select, connect, disconnect: askDisconnect });
const marks = createMarks(drawing, orders);
const spotlight = createSpotlight(drawing);
const callouts = createCallouts(byId("callouts"), { orders, state: () => now(), elementOf, select });
const told = createTold(byId("told"), { orders, state: () => now(), connectAgain });
const finder = createSearch({ state: () => now(), onQuery: (query) => looking.query(query), onPick: (found) => reveal(found) });
const looking = createLooking({
  state: () => now(),
  menu: byId("filters"),
  line: byId("narrowed"),
  onLight: (keys) => marks.dim(keys),
  onFocus: () => restage(() => stage.afresh()),
  onBack: (place) => lookAt(place.selection),
  putQuery: (query) => finder.put(query),
});

/** What the page shows: how things are, or how they were. */
function now() {
  return replay.state() ?? live.state;
}

/** Whether orders are offered: never in the past. */
function mayNow() {
  return mayOrder && !replay.past;
}

/** Lays out anew, draws what differs. */
function lay() {
  fresh = replay.past ? new Set() : live.fresh();
  const whole = snapshotOf(now());
  picture = stage.lay(looking.drawn(whole), whole, layers, fresh);
  view.setSize(picture);
  draw();
  steps.show(picture.step);
  layerMenu.show(picture.step);
  minimap.show(picture);
}

/** Unfolds what hides a container: its project, then its network. @param {Selection} wanted */
function uncover(wanted) {
  for (let depth = 0; depth < 2; depth += 1) {
    const fold = picture.items.find((item) => item.type === "fold" && item.engine === wanted.engine && item.ids.includes(wanted.id));
    if (!fold) return;
    stage.unfold(fold.unfold);
    lay();
  }
}

/** Unfolds what was pressed, and goes on at the first of what it held. @param {SVGElement} control @param {string} key */
function open(control, key) {
  const held = new Set(drawing.itemOf(control)?.ids);
  stage.unfold(key);
  lay();
  projects.show(now(), picture);
  const first = picture.items.find((item) => (item.type === "card" && held.has(item.id)) || (item.type === "fold" && item.ids.some((/** @type {string} */ id) => held.has(id))));
  if (!first) return;
  view.reveal(first);
  [...drawing.groups()].find(({ item }) => item === first)?.group.focus({ preventScroll: true });
}

/** The containers of a network as one card. @param {Selection} network */
function fold(network) {
  stage.fold(network.id);
  lay();
  projects.show(now(), picture);
}

/** Another choice of what is shown, from its top. @param {() => void} change */
function restage(change) {
  change();
  view.begin();
  lay();
  projects.show(now(), picture);
}

function moved() {
  drawing.stick(view.top());
  minimap.move();
}

function draw() {
  const joint = controlOf(document.activeElement);
  const { engine, container } = joint?.dataset ?? {};
  drawing.draw(picture, view.near());
  // What was just disconnected is gone: who stood on it by keyboard stands on its card then.
  if (engine && container && !joint?.dataset.kind) elementOf({ kind: "container", engine, id: container })?.focus({ preventScroll: true });
  drawing.stick(view.top());
  marks.refresh(selection);
  spotlight.refresh();
  callouts.refresh();
  rates.refresh();
  replay.drawn(picture);
}

function show() {
  const state = now();
  lay();
  inspector.show(state, selection);
  showState(byId("state"), state, mayNow());
  showNotices(byId("notes"), state);
  showTitle(byId("map-title"), state);
  projects.show(state, picture);
  byId("scroll").classList.toggle("away", state.tables.engine.size > 0 && [...state.tables.engine.values()].every((engine) => engine.state === "unreachable"));
}

/** @param {Selection | null} wanted */
function select(wanted) {
  looking.select(wanted);
  lookAt(wanted);
}

/** Shows what is selected. @param {Selection | null} wanted */
function lookAt(wanted) {
  selection = wanted;
  inspector.show(now(), selection);
  marks.refresh(selection);
  // On a phone the inspector takes its room from the map, and would push what was pressed out of view.
  if (wanted && narrow.matches) requestAnimationFrame(() => showSelected());
}

function showSelected() {
  const item = selection && itemOf(selection);
  if (item) view.reveal(item);
}

/** Selects what was found and brings it into view. @param {Selection} wanted */
function reveal(wanted) {
  select({ kind: wanted.kind, engine: wanted.engine, id: wanted.id });
  uncover(wanted);
  const item = itemOf(wanted);
  if (!item) return;
  view.reveal(item);
  const from = document.activeElement;
  setTimeout(() => {
    draw();
    // Not away from where the person has gone meanwhile.
    if (document.activeElement === from) elementOf(wanted)?.focus({ preventScroll: true });
  }, 60);
}

/** @param {Selection} wanted */
const itemOf = (wanted) => picture.items.find((item) => item.id === wanted.id && item.engine === wanted.engine && item.type in KINDS);
/** @param {Selection} wanted @returns {SVGElement | null} */
function elementOf(wanted) {
  return svg.querySelector(`[data-kind="${wanted.kind}"][data-id="${CSS.escape(wanted.id)}"][data-engine="${CSS.escape(wanted.engine)}"]`);
}

/** @param {Selection} wanted @param {Element} near */
function connect(wanted, near) {
  const object = find(now(), /** @type {any} */ (wanted.kind), wanted.engine, wanted.id);
  if (!object || !mayNow()) return;
  if (wanted.kind === "container") ask.network(now(), object, near);
  else if (wanted.kind === "network") ask.container(now(), object, near);
}

/** What was disconnected, with the address that it had, where that is still free. @param {import("./orders.js").Crossing} at @param {import("./map/told.js").Had} had */
function connectAgain(at, had) {
  const [container, network] = [find(now(), "container", at.engine, at.container), find(now(), "network", at.engine, at.network)];
  if (container && network && mayNow()) ask.options(now(), container, network, elementOf({ kind: "container", engine: at.engine, id: at.container }) ?? byId("told"), had);
}

/** @param {import("./types.js").Endpoint} endpoint @param {Element} near */
function askDisconnect(endpoint, near) {
  if (mayNow() && !endpoint.missing) ask.disconnect(now(), endpoint, near);
}

/** A press on the map. @param {SVGElement} control */
function press(control) {
  const { kind, id, engine, pin, unfold } = control.dataset;
  if (unfold) return open(control, unfold);
  if (pin && engine) return select({ kind: "container", engine, id: pin });
  if (!kind || !id || !engine) return undefined;
  if (kind !== "endpoint") return select({ kind, engine, id });
  const endpoint = find(now(), "endpoint", engine, id);
  if (!endpoint) return undefined;
  select({ kind: "container", engine, id: endpoint.container_id });
  return askDisconnect(endpoint, control);
}

/** @param {EventTarget | null} target @returns {SVGElement | null} */
function controlOf(target) {
  return target instanceof Element ? target.closest(".map-svg [role=button]") : null;
}

svg.addEventListener("click", (event) => {
  const control = controlOf(event.target);
  if (control) press(control);
  else if (!byId("scroll").classList.contains("panning")) select(null);
});

svg.addEventListener("keydown", (event) => {
  const control = controlOf(event.target);
  const item = control && drawing.itemOf(control);
  if (!control || !item || event.ctrlKey || event.metaKey || event.altKey) return;
  if (isArrow(event.key)) go(item, event.key);
  else if (event.key === "Enter" || event.key === " ") press(control);
  else if (["d", "D", "Delete"].includes(event.key) && item.type === "joint") press(control);
  else return;
  event.preventDefault();
});

const doing = () => ({ state: now(), mayOrder: mayNow(), select, focusOn: (/** @type {any} */ one) => looking.focusOn(one), fold, connect, disconnect: askDisconnect });

// The menu, by the pointer's second button or by the keyboard's menu key.
svg.addEventListener("contextmenu", (event) => {
  const control = controlOf(event.target);
  const { kind, engine, id, container } = control?.dataset ?? {};
  if (!control || !engine || !id || !kind) return;
  const wanted = kind === "endpoint" ? { kind: "container", engine, id: container ?? "" } : { kind, engine, id };
  const menu = menuOf(wanted, control, doing());
  if (!menu) return;
  event.preventDefault();
  ask.menu(menu.title, menu.acts, control);
});

/** @param {import("./types.js").Item} from @param {string} key */
function go(from, key) {
  const controls = [...drawing.groups()].filter(({ group }) => group.hasAttribute("tabindex"));
  const to = nearest(from, controls.map(({ item }) => item), key);
  const group = controls.find(({ item }) => item === to)?.group;
  group?.focus();
  if (to) view.reveal(to);
}

listenToKeys({ told, ask, looking, selection: () => selection, pointedAt, nearOf: (wanted) => elementOf(wanted) ?? byId("inspector"), select, doing });

/** What a key is about: what has the focus on the map, else what is selected. @returns {Selection | null} */
function pointedAt() {
  const control = controlOf(document.activeElement);
  const { kind, engine, id } = control?.dataset ?? {};
  return kind && engine && id && kind !== "endpoint" ? { kind, engine, id } : selection;
}

if (mayOrder) {
  createDrag(svg, {
    scroll: byId("scroll"),
    itemOf: drawing.itemOf,
    targets: (card) => (mayNow() ? targetsOf(picture.items, card, now()) : []),
    at: (targets, x, y) => targetAt(targets, ...view.toMap(x, y)),
    elements: (keys) => [...drawing.groups()].filter(({ item }) => keys.includes(item.key)).map(({ group }) => group),
    onDrop: (card, target, asks) => drop(card, target, asks),
  });
}

/** A card let go over a network that would take it. @param {import("./types.js").Item} card @param {import("./map/targets.js").Target} target @param {boolean} asks for an address first */
function drop(card, target, asks) {
  const [container, network] = [find(now(), "container", card.engine, card.id), find(now(), "network", target.engine, target.id)];
  const near = elementOf({ kind: "network", engine: target.engine, id: target.id });
  if (asks && container && network && near) ask.options(now(), container, network, near);
  else orders.connect({ engine: card.engine, container: card.id, network: target.id });
}

createExport(/** @type {HTMLDetailsElement} */ (byId("export")), {
  svg,
  scroll: byId("scroll"),
  picture: () => picture,
  moment: () => ({ revision: replay.past ? now().revision : null, time: document.body.dataset.past ?? new Date().toISOString() }),
});
byId("fit").addEventListener("click", () => view.fit());
byId("larger").addEventListener("click", () => view.by(1.25));
byId("smaller").addEventListener("click", () => view.by(0.8));

orders.subscribe((outcome) => {
  marks.refresh(selection);
  callouts.refresh();
  if (outcome) told.tell(outcome);
  else told.refresh();
  inspector.show(now(), selection);
});
lifecycle.subscribe(() => inspector.show(now(), selection));
live.on("order", (message) => {
  orders.hear(message.order);
  lifecycle.hear(message.order);
  inspector.hear(message.order);
});
live.on("rates", (message) => rates.hear(message));
new ResizeObserver(() => now().loaded && lay()).observe(byId("scroll"));
// The command palette leaves to the map what the map can do.
document.addEventListener("netviz:look", (event) => {
  const { which, connect: asks } = /** @type {CustomEvent<{which: Selection, connect: boolean}>} */ (event).detail;
  event.preventDefault();
  reveal(which);
  if (asks) connect(which, elementOf(which) ?? byId("inspector"));
});
document.addEventListener("netviz:theme", () => restage(() => stage.afresh()));
// "5 min" must not stay "5 min".
setInterval(() => {
  showNotices(byId("notes"), now());
  // Nor must what is new stay so.
  if (!replay.past && live.fresh().size !== fresh.size) lay();
}, 30_000);

selection = looking.place.selection;
inspector.show(now(), null);
showState(byId("state"), now(), mayOrder);
tip.start();
let opened = false;
live.subscribe(({ changes, whole }) => {
  if (replay.hear({ changes, whole })) return;
  show();
  // Who comes by a link to something wants to see it.
  if (!opened && now().loaded) {
    opened = true;
    if (selection) showSelected();
    if (selection && new URL(location.href).searchParams.get("ask") === "connect") connect(selection, elementOf(selection) ?? byId("inspector"));
    // On a phone the networks come first; the host's side is a swipe away.
    else if (narrow.matches) byId("scroll").scrollLeft = (picture.items.find((item) => item.type === "header")?.x ?? 0) - 12;
  }
  if (finder.query()) finder.refresh();
  looking.refresh();
  spotlight.show(changes);
  const added = changes.find((change) => change.kind === "network" && change.op === "add");
  const item = added && itemOf({ kind: "network", engine: added.engine, id: added.id });
  if (item) view.reveal(item);
});
