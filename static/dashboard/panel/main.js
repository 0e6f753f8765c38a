// The patch panel's page: brings store, grid, keyboard, orders, staged changes and the inspector together.

import { find } from "../facts.js";
import { gettext } from "../i18n.js";
import { createInspector } from "../inspector.js";
import { createLifecycle } from "../lifecycle.js";
import { live } from "../live.js";
import { createAsk } from "../map/ask.js";
import { createSearch } from "../map/found.js";
import { showNotices } from "../map/states.js";
import { createTold } from "../map/told.js";
import { createOrders } from "../orders.js";
import { answers } from "../refusals.js";
import { atOf, createActs, offered } from "./acts.js";
import { createApply } from "./apply.js";
import { showBar } from "./bar.js";
import { networkColours } from "./colours.js";
import { createConfirm } from "./confirm.js";
import { between, inside, moved, moves } from "./cursor.js";
import { editor, judged } from "./editor.js";
import { createGrid } from "./grid.js";
import { showHere } from "./here.js";
import { crossingOf, panelOf } from "./model.js";
import { createStaged, overtaken } from "./staged.js";
import { showState } from "./states.js";
import { begins, stemOf } from "./typed.js";
import { createTools, readView, writeView } from "./view.js";
import { problem } from "./words.js";

/** @typedef {import("./cursor.js").Place} Place */
/** @typedef {import("./acts.js").Spot} Spot */
/** @typedef {import("../inspector.js").Selection} Selection */

const byId = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
const mayOrder = "mayOrder" in document.body.dataset;
const asked = new URL(location.href).searchParams;
const scroll = byId("panel");

const orders = createOrders();
const staged = createStaged();
const grid = createGrid(scroll);
const state = () => live.state;
const told = createTold(byId("told"), { orders, state });
const ask = createAsk(byId("ask"), { orders, colourOf });
const acts = createActs({ orders, staged, ask, state });
const apply = createApply(orders);
const confirm = createConfirm(/** @type {HTMLDialogElement} */ (byId("confirm")), { staged, orders, apply, state, onClose: () => grid.focus() });
const lifecycle = createLifecycle();
const inspector = createInspector(byId("inspector"), {
  tab: asked.get("tab") ?? "overview", onTab: keepTab, focusOn, orders, lifecycle, mayOrder, colourOf, select, connect,
  disconnect: (endpoint, near) => mayOrder && !endpoint.missing && ask.disconnect(state(), endpoint, near),
});

let view = readView(asked);
let panel = panelOf(live.state.tables, "", view, null);
/** @type {Map<string, number>} */
let colours = new Map();
/** @type {Place} */
let cursor = { row: 0, column: 0 };
/** @type {Place} where a range began; the cursor itself where there is none */
let anchor = cursor;
/** @type {{spot: Spot, text: string, problem: string | null} | null} */
let edit = null;
let staging = false;
let entered = false;
/** @type {Selection | null} */
let selection = asked.get("id") ? { kind: asked.get("kind") ?? "container", engine: asked.get("engine") ?? "", id: asked.get("id") ?? "" } : null;

/** @param {string} engine @param {string} network */
function colourOf(engine, network) {
  return colours.get(`${engine} ${network}`) ?? null;
}

/** @param {import("./model.js").Row} row @param {import("./model.js").Column} column @returns {import("./words.js").Standing} */
function standing(row, column) {
  const { engine } = row.container;
  return {
    crossing: crossingOf(panel, row, column), staged: staged.at({ engine, container: row.key, network: column.key }),
    pending: orders.pendingAt(engine, row.key, column.key), failure: orders.failureAt(engine, row.key, column.key),
  };
}

/** @param {Place} place @returns {Spot | null} null where no container and network cross */
function spotAt(place) {
  const [row, column] = [panel.lines[place.row], panel.columns[place.column]];
  return row?.type === "row" && column ? { row, column, standing: standing(row, column) } : null;
}

/** The crossings of the range, or the one under the cursor. @returns {Spot[]} */
function spots() {
  const { top, bottom, left, right } = between(cursor, anchor);
  const found = [];
  for (let row = top; row <= bottom; row += 1) for (let column = left; column <= right; column += 1) found.push(spotAt({ row, column }));
  return /** @type {Spot[]} */ (found.filter(Boolean));
}

/** Works the panel out anew; the keyboard stays on its container and network. */
function rebuild() {
  const [line, column] = [panel.lines[cursor.row]?.key, panel.columns[cursor.column]?.key];
  const engines = [...state().tables.engine.keys()].map((key) => key.split(" ")[0]).sort();
  if (!engines.includes(view.engine)) view = { ...view, engine: engines[0] ?? "" };
  panel = panelOf(state().tables, view.engine, view, mayOrder ? (answers(state(), view.engine) ? null : "unreachable") : "viewer", panel);
  const kept = { row: panel.lines.findIndex((one) => one.key === line), column: panel.columns.findIndex((one) => one.key === column) };
  cursor = inside({ row: line && kept.row >= 0 ? kept.row : cursor.row, column: column && kept.column >= 0 ? kept.column : cursor.column }, size());
  anchor = cursor;
  grid.show(panel, { cursor, anchor, sort: view.sort, byState: view.group === "state", selection, edit: editing(), standing, colourOf });
  tools.refresh(engines, panel.columns[cursor.column]?.network.name ?? "", panel.columns[cursor.column]?.key ?? "");
}

/** The place of an element. A heading spans all columns: there the keyboard keeps its own. @param {EventTarget | null} target @returns {Place | null} */
function placeOf(target) {
  const place = grid.placeOf(target);
  return place && panel.lines[place.row]?.type === "group" ? { row: place.row, column: cursor.column } : place;
}

const size = () => ({ rows: panel.lines.length, columns: panel.columns.length, page: grid.page() });

/** What is marked on the panel, without working it out anew. */
function mark() {
  grid.mark({ cursor, anchor, selection, edit: editing() });
  around();
}

/** What stands above and below the grid. */
function around() {
  const spot = entered ? spotAt(cursor) : null;
  showHere(byId("here"), {
    spot, count: spots().length, problem: edit?.problem ? problem(edit.problem) : null, mayOrder, act: () => spot && acts.act(spot, grid.here() ?? scroll),
    address: () => startEdit(null), stage: () => stage(), retry: () => spot && orders.retry(atOf(spot)), dismiss: () => spot && orders.dismiss(atOf(spot)),
  });
  showBar(byId("staged"), { changes: staged.list(), state: state(), clear: clearStaged, apply: confirm.open });
  byId("staging").setAttribute("aria-pressed", String(staging));
  scroll.classList.toggle("entered", entered);
}

/** @param {Place} to @param {boolean} [range] extends the range instead of beginning a new one */
function go(to, range = false) {
  cursor = inside(to, size());
  if (!range) anchor = cursor;
  entered = true;
  mark();
  grid.reveal(cursor);
  grid.focus();
  tools.refresh([...state().tables.engine.values()].map((engine) => engine.name).sort(), panel.columns[cursor.column]?.network.name ?? "", panel.columns[cursor.column]?.key ?? "");
}

function stage() {
  staging = true;
  acts.stage(spots());
}

function clearStaged() {
  staging = false;
  staged.clear();
  grid.focus();
}

/** @param {Selection | null} wanted */
function select(wanted) {
  selection = wanted;
  const url = new URL(location.href);
  for (const name of ["kind", "id"]) url.searchParams.delete(name);
  if (wanted) for (const [name, value] of Object.entries(wanted)) url.searchParams.set(name, value);
  history.replaceState(null, "", url);
  inspector.show(state(), selection);
  mark();
}

/** @param {string} tab of the inspector */
function keepTab(tab) {
  const url = new URL(location.href);
  url.searchParams.set("tab", tab);
  history.replaceState(null, "", url);
}

/** One thing and its neighbours are the map's to show. @param {Selection} wanted */
function focusOn(wanted) {
  location.assign(`/map/?${new URLSearchParams({ ...wanted, focus: `${wanted.kind} ${wanted.engine} ${wanted.id}` })}`);
}

/** The inspector's button: which network, which container? @param {Selection} wanted @param {Element} near */
function connect(wanted, near) {
  const object = find(state(), /** @type {"container"} */ (wanted.kind), wanted.engine, wanted.id);
  if (!object || !mayOrder) return;
  if (wanted.kind === "container") ask.network(state(), object, near);
  else ask.container(state(), object, near);
}

/** A press, or Enter: on a name it selects, on a heading it folds, on a crossing it acts. @param {Place} place @param {boolean} together staged rather than done at once */
function press(place, together) {
  const [line, column] = [panel.lines[place.row], panel.columns[place.column]];
  const spot = spotAt(place);
  if (spot && together) stage();
  else if (spot) acts.act(spot, grid.here() ?? scroll);
  else if (line?.type === "group") fold(line.name);
  else if (line?.type === "row") select({ kind: "container", engine: line.container.engine, id: line.key });
  else if (column && !column.network.gone) select({ kind: "network", engine: column.network.engine, id: column.key });
}

/** @param {string} name */
function fold(name) {
  const folded = new Set(view.folded);
  if (!folded.delete(name)) folded.add(name);
  change({ folded });
}

/** @param {Partial<import("./view.js").Chosen>} changed */
function change(changed) {
  view = { ...view, ...changed };
  const url = new URL(location.href);
  writeView(url, view);
  if (changed.engine) url.searchParams.set("engine", changed.engine);
  history.replaceState(null, "", url);
  show();
}

/** @param {string | null} first what was typed; null: from the menu, with the network's part written already */
function startEdit(first) {
  const spot = spotAt(cursor);
  if (!spot || offered(spot) !== "connect") return;
  edit = { spot, text: first ?? spot.standing.staged?.ipv4 ?? stemOf(spot.column.network), problem: null };
  mark();
  const field = /** @type {HTMLInputElement | null} */ (scroll.querySelector(".p-edit"));
  field?.focus();
  field?.setSelectionRange(field.value.length, field.value.length);
}

function editing() {
  if (!edit) return null;
  return editor({ spot: edit.spot, text: edit.text, bad: edit.problem !== null }, { typed, enter: enterAddress, leave: leaveEdit });
}

/** @param {string} text */
function typed(text) {
  if (!edit) return;
  edit = { ...edit, text, problem: null };
  mark();
}

function enterAddress() {
  if (!edit) return;
  const { spot, text } = edit;
  const judgement = judged(spot, text, state());
  if (judgement.problem) {
    edit = { ...edit, problem: judgement.problem };
    return mark();
  }
  leaveEdit();
  if (staging) staged.add([{ ...atOf(spot), action: "connect", ...judgement.wished }]);
  else acts.act(spot, scroll, judgement.wished);
}

function leaveEdit() {
  if (!edit) return;
  const had = scroll.contains(document.activeElement);
  edit = null;
  mark();
  if (had) grid.focus();
}

scroll.addEventListener("click", (event) => {
  const place = placeOf(event.target);
  if (!place || edit) return;
  const onto = event.shiftKey && spotAt(place) !== null;
  go(place, onto);
  if (!onto) press(place, mayOrder && (staging || event.ctrlKey || event.metaKey));
});
// Shift and a press extend the range, and select no text.
scroll.addEventListener("mousedown", (event) => event.shiftKey && event.preventDefault());

scroll.addEventListener("focusin", (event) => {
  const place = placeOf(event.target);
  entered = true;
  if (place && (place.row !== cursor.row || place.column !== cursor.column)) [cursor, anchor] = [place, place];
  around();
});

scroll.addEventListener("keydown", (event) => {
  if (event.altKey || edit || !grid.placeOf(event.target)) return;
  const far = event.ctrlKey || event.metaKey;
  if (moves(event.key)) go(moved(cursor, event.key, far, size()), event.shiftKey);
  else if (far) return;
  else if (event.key === "Enter") enter();
  else if (event.key === " ") press(cursor, mayOrder);
  else if (event.key === "F2") startEdit(null);
  else if (event.key === "Escape") escape();
  else if (mayOrder && begins(event.key) && spotAt(cursor)) startEdit(event.key);
  else return;
  event.preventDefault();
  event.stopPropagation();
});

/** Enter applies what is staged; with nothing staged it does what a press does. */
function enter() {
  if (staged.size && spotAt(cursor)) confirm.open();
  else press(cursor, false);
}

function escape() {
  if (cursor.row !== anchor.row || cursor.column !== anchor.column) go(cursor);
  else if (staged.size) clearStaged();
  else if (selection) select(null);
}

document.addEventListener("keydown", (event) => {
  const typing = event.target instanceof HTMLElement && event.target.matches("input, textarea, select");
  if (typing || event.key.toLowerCase() !== "z" || !(event.ctrlKey || event.metaKey) || event.shiftKey) return;
  if (told.undo()) event.preventDefault();
});

byId("staging").addEventListener("click", () => {
  staging = !staging;
  around();
});

/** Draws all of it. */
function show() {
  staged.drop(overtaken(staged.list(), state()));
  rebuild();
  around();
  inspector.show(state(), selection);
  showState(byId("state"), { state: state(), panel, mayOrder, plain: () => change({ words: "", networks: "", running: false, used: false }) });
  showNotices(byId("notes"), state());
  scroll.classList.toggle("away", panel.why === "unreachable");
}

const COLOURED_MOST = 2000;

/** The map's colours follow who shares what; of a very large engine only the set of networks counts. @param {import("../live.js").Update} update */
function recolour({ changes, whole }) {
  const { endpoint } = state().tables;
  const kinds = endpoint.size > COLOURED_MOST ? ["network"] : ["network", "endpoint", "container"];
  if (whole || changes.some((one) => kinds.includes(one.kind))) colours = networkColours(live.snapshot(), live.fresh());
}

/** Leads to what was found. @param {Selection} found */
function reveal(found) {
  if (found.engine !== view.engine) change({ engine: found.engine });
  const row = found.kind === "container" ? panel.lines.findIndex((line) => line.key === found.id) : -1;
  const column = found.kind === "network" ? panel.columns.findIndex((one) => one.key === found.id) : -1;
  select({ kind: found.kind, engine: found.engine, id: found.id });
  if (row >= 0 || column >= 0) go({ row, column });
}

const tools = createTools(byId("tools"), () => view, change);
const finder = createSearch({ state, onQuery: () => {}, onPick: reveal });

orders.subscribe((/** @type {import("../orders.js").Outcome | null} */ outcome) => {
  if (outcome) told.tell(outcome);
  mark();
  inspector.show(state(), selection);
});
staged.subscribe(() => {
  if (!staged.size) staging = false;
  mark();
});
lifecycle.subscribe(() => inspector.show(state(), selection));
live.on("order", (message) => {
  orders.hear(message.order);
  lifecycle.hear(message.order);
});
live.on("standing", () => state().loaded && around());
new ResizeObserver(() => state().loaded && grid.resize()).observe(byId("box"));
// "5 min" must not stay "5 min".
setInterval(() => showNotices(byId("notes"), state()), 30_000);

showState(byId("state"), { state: state(), panel, mayOrder, plain: () => {} });
let opened = false;
live.subscribe((update) => {
  recolour(update);
  show();
  told.refresh();
  if (finder.query()) finder.refresh();
  if (opened || !state().loaded) return;
  opened = true;
  scroll.setAttribute("aria-label", gettext("Patch panel"));
  if (selection) reveal(selection);
});
