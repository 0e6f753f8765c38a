// The patch panel's page: brings store, grid, keyboard, orders, staged changes and the inspector together.

import "../shell.js";
import { announce } from "../announce.js";
import { find } from "../facts.js";
import { fill, gettext } from "../i18n.js";
import { createInspector } from "../inspector.js";
import { createLifecycle } from "../lifecycle.js";
import { live } from "../live.js";
import { createAsk } from "../map/ask.js";
import { createSearch } from "../map/found.js";
import { showNotices } from "../map/states.js";
import { createTold } from "../map/told.js";
import { createOrders } from "../orders.js";
import { answers } from "../refusals.js";
import { atOf, createActs, offered, toggled } from "./acts.js";
import { createApply } from "./apply.js";
import { showBar } from "./bar.js";
import { networkColours } from "./colours.js";
import { createConfirm } from "./confirm.js";
import { between, followed, inside } from "./cursor.js";
import { createEditing } from "./editing.js";
import { createGrid } from "./grid.js";
import { showHere } from "./here.js";
import { listen } from "./listen.js";
import { UNFILTERED, crossingOf, engineOf, panelOf } from "./model.js";
import { createStaged, overtaken } from "./staged.js";
import { showState } from "./states.js";
import { createTools, queryOf, readView } from "./view.js";
import { reason } from "./words.js";

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
const told = createTold(byId("told"), { orders, state, connectAgain });
const ask = createAsk(byId("ask"), { orders, colourOf });
const acts = createActs({ orders, staged, ask, state });
const apply = createApply(orders, away);
const confirm = createConfirm(/** @type {HTMLDialogElement} */ (byId("confirm")), { staged, orders, apply, state, onClose: () => grid.focus() });
const lifecycle = createLifecycle();
const inspector = createInspector(byId("inspector"), {
  tab: asked.get("tab") ?? "overview", onTab: (tab) => put({ tab }), focusOn, orders, lifecycle, mayOrder, colourOf, select, connect,
  disconnect: (endpoint, near) => mayOrder && !endpoint.missing && ask.disconnect(state(), endpoint, near),
});

const editing = createEditing(scroll, {
  spot: () => spotAt(cursor), state, changed: mark, left: () => grid.focus(),
  give: (spot, wished) => (staging ? staged.add([{ ...atOf(spot), action: "connect", ...wished }]) : acts.act(spot, scroll, wished)),
});

const COLOURED_MOST = 2000;
const MOST_STAGED = 500;

let view = readView(asked);
let panel = panelOf(live.state.tables, "", view, null);
/** @type {Map<string, number>} */
let colours = new Map();
/** @type {Place} */
let cursor = { row: 0, column: 0 };
/** @type {Place} where a range began; the cursor itself where there is none */
let anchor = cursor;
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

/** How many crossings the range spans: headings have none. */
function spanned() {
  const { top, bottom, left, right } = between(cursor, anchor);
  const rows = panel.lines.slice(Math.max(0, top), bottom + 1).filter((line) => line.type === "row").length;
  return rows * (right - Math.max(0, left) + 1);
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
  const before = panel;
  view = { ...view, engine: engineOf(view.engine, engines()) };
  panel = panelOf(state().tables, view.engine, view, closed(), before);
  [cursor, anchor] = [cursor, anchor].map((place) => inside(followed(place, before, panel), size()));
  grid.show(panel, { cursor, anchor, sort: view.sort, byState: view.group === "state", selection, edit: editing.view(), standing, colourOf });
  refreshTools();
}

const engines = () => [...state().tables.engine.values()].map(({ name }) => ({ name, away: !answers(state(), name) })).sort((a, b) => (a.name < b.name ? -1 : 1));
const refreshTools = () => tools.refresh(engines(), panel.columns[cursor.column]?.name ?? "", panel.columns[cursor.column]?.key ?? "");

/** What refuses every change. @returns {import("./model.js").Why | null} */
function closed() {
  if (!mayOrder) return document.body.dataset.role === "viewer" ? "viewer" : "read_only";
  return answers(state(), view.engine) ? null : "unreachable";
}

/** Why nothing can be sent to an engine now, in words. @param {string} engine */
function away(engine) {
  if (live.standing === "lost") return gettext("The connection to netviz is lost.");
  return answers(state(), engine) ? null : reason("unreachable");
}

/** The place of an element. A heading spans all columns: there the keyboard keeps its own. @param {EventTarget | null} target @returns {Place | null} */
function placeOf(target) {
  const place = grid.placeOf(target);
  return place && panel.lines[place.row]?.type === "group" ? { row: place.row, column: cursor.column } : place;
}

const size = () => ({ rows: panel.lines.length, columns: panel.columns.length, page: grid.page() });

/** What is marked on the panel, without working it out anew. */
function mark() {
  grid.mark({ cursor, anchor, selection, edit: editing.view() });
  around();
}

/** What stands above and below the grid. */
function around() {
  const spot = entered ? spotAt(cursor) : null;
  const count = spanned();
  showHere(byId("here"), {
    spot, count, range: count > 1 && count <= MOST_STAGED ? toggled(spots()) : null, problem: editing.problem(), mayOrder, act: () => spot && acts.act(spot, grid.here() ?? scroll),
    address: () => editing.start(null), options: () => spot && connectAgain(atOf(spot)), stage: () => stage(), retry: () => spot && orders.retry(atOf(spot)), dismiss: () => spot && orders.dismiss(atOf(spot)),
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
  refreshTools();
}

function stage() {
  if (spanned() > MOST_STAGED) return announce(fill(gettext("These are too many at once: %(most)s at most."), { most: MOST_STAGED }));
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
  put({ kind: "", id: "", ...wanted });
  inspector.show(state(), selection);
  mark();
}

/** Into the page's address; what is empty goes from it. @param {Record<string, string>} values */
function put(values) {
  const url = new URL(location.href);
  for (const [name, value] of Object.entries(values)) {
    if (value) url.searchParams.set(name, value);
    else url.searchParams.delete(name);
  }
  history.replaceState(null, "", url);
}

/** One thing and its neighbours are the map's to show. @param {Selection} wanted */
function focusOn(wanted) {
  location.assign(`/map/?${new URLSearchParams({ ...wanted, focus: `${wanted.kind} ${wanted.engine} ${wanted.id}` })}`);
}

/** Asks how to connect: address, aliases and more, with what a connection had that is gone. @param {import("../orders.js").Crossing} at @param {import("../map/told.js").Had} [had] */
function connectAgain(at, had) {
  const [container, network] = [find(state(), "container", at.engine, at.container), find(state(), "network", at.engine, at.network)];
  if (container && network && mayOrder) ask.options(state(), container, network, grid.here() ?? byId("told"), had);
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
  put({ ...queryOf(view), ...(changed.engine ? { engine: changed.engine } : {}) });
  show();
}

listen(scroll, {
  placeOf, cursor: () => cursor, isEditing: () => editing.is(), go, size, press, enter, escape,
  onto: (place) => spotAt(place) !== null,
  together: () => mayOrder && staging,
  stage: () => (spanned() > 1 ? mayOrder && stage() : press(cursor, mayOrder)),
  remove,
  // What is in view stays there; a heading has no crossings for the keyboard to be on.
  select(from, to) {
    const row = panel.lines.findIndex((line, index) => index >= to.row && line.type === "row");
    [anchor, cursor, entered] = [from, row < 0 ? to : { ...to, row }, true];
    mark();
    grid.focus();
  },
  edit,
  arrive(place) {
    entered = true;
    if (!place || (place.row === cursor.row && place.column === cursor.column)) return around();
    [cursor, anchor] = [place, place];
    mark();
  },
});

/** An address can be typed where a connect can be asked for; elsewhere it is said why not. @param {string | null} first */
function edit(first) {
  const spot = spotAt(cursor);
  if (spot && offered(spot) === "connect") editing.start(first);
  else if (spot?.standing.crossing.why) announce(reason(spot.standing.crossing.why));
}

/** Delete: what is staged is taken back, what is connected is disconnected. */
function remove() {
  const spot = spotAt(cursor);
  if (spot?.standing.staged) stage();
  else if (spot && offered(spot) === "disconnect") press(cursor, mayOrder && staging);
}

/** Enter applies what is staged, or all that is selected; with nothing of both it does what a press does. */
function enter() {
  if (!staged.size && spanned() > 1 && mayOrder) stage();
  if (spotAt(cursor) && (staged.size || spanned() > 1)) confirm.open();
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
  showState(byId("state"), { state: state(), panel, mayOrder, plain: () => change(UNFILTERED) });
  showNotices(byId("notes"), state());
  scroll.classList.toggle("away", panel.why === "unreachable");
  scroll.classList.toggle("closed", panel.why !== null);
}


/** The map's colours follow who shares what; of a very large engine only the set of networks counts. @param {import("../live.js").Update} update */
function recolour({ changes, whole }) {
  const { endpoint } = state().tables;
  const kinds = endpoint.size > COLOURED_MOST ? ["network"] : ["network", "endpoint", "container"];
  if (whole || changes.some((one) => kinds.includes(one.kind))) colours = networkColours(live.snapshot(), live.fresh());
}

/** Leads to what was found. @param {Selection} found */
function reveal(found) {
  if (found.engine !== view.engine) change({ engine: found.engine });
  const place = () => ({ row: panel.lines.findIndex((line) => line.key === found.id), column: panel.columns.findIndex((one) => one.key === found.id) });
  const isThere = () => place().row >= 0 || place().column >= 0;
  // What was looked for is not to be hidden by a filter or in a folded group.
  if (!isThere()) change({ ...UNFILTERED, folded: new Set() });
  select({ kind: found.kind, engine: found.engine, id: found.id });
  if (isThere()) go(place());
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
  if (selection) reveal(selection);
});
