// The panel's grid: only what is in view is in the page, the header and the names stay at its edges, one element holds the focus.

import { guard, html, nothing, render } from "../../vendor/lit.js";
import { fill, gettext, ngettext } from "../i18n.js";
import { between } from "./cursor.js";
import { crossingCell, headerCell, headingCell, nameCell } from "./cells.js";
import { sizesOf } from "./sizes.js";
import { createAxis, slots } from "./windowing.js";

/** @typedef {import("./model.js").Panel} Panel */
/** @typedef {import("./cursor.js").Place} Place */
/**
 * What the grid shows besides the panel. `edit`: what stands in the cell under the cursor instead of its content.
 * @typedef {{cursor: Place, anchor: Place, sort: string, byState: boolean, selection: {kind: string, engine: string, id: string} | null, edit: unknown,
 *   standing: (row: import("./model.js").Row, column: import("./model.js").Column) => import("./words.js").Standing, colourOf: (engine: string, network: string) => number | null}} Look
 */

const OVERSCAN_ROWS = 4;
const OVERSCAN_COLUMNS = 2;

/** @param {HTMLElement} scroll */
export function createGrid(scroll) {
  /** @type {Panel | null} */
  let panel = null;
  /** @type {Look} */
  let look;
  let sizes = sizesOf(0, 1, 13);
  let drawn = 0;
  /** @type {Map<number, number>} */
  let rowSlots = new Map();
  /** @type {Map<number, number>} */
  let headingSlots = new Map();
  /** @type {Map<number, number>} */
  let columnSlots = new Map();
  /** The columns in the page, and all that is in it: drawn again only when that is another. */
  let [seen, shown] = ["", ""];
  const rows = createAxis(scroll, { horizontal: false, overscan: OVERSCAN_ROWS, kept: () => look?.cursor.row ?? -1, onChange: draw });
  const columns = createAxis(scroll, { horizontal: true, overscan: OVERSCAN_COLUMNS, kept: () => look?.cursor.column ?? -1, onChange: draw });

  /** Shows a panel, laid out anew. @param {Panel} wanted @param {Look} looks */
  function show(wanted, looks) {
    [panel, look] = [wanted, looks];
    measure();
    drawn += 1;
    draw();
  }

  function measure() {
    if (!panel) return;
    const { lines } = panel;
    sizes = sizesOf(panel.columns.length, scroll.clientWidth, parseFloat(getComputedStyle(document.body).fontSize));
    rows.set(lines.length, (index) => (lines[index].type === "row" ? sizes.row : sizes.heading), sizes.head);
    columns.set(panel.columns.length, () => sizes.column, sizes.name);
    for (const [name, size] of Object.entries(sizes)) scroll.style.setProperty(`--${name}`, `${size}px`);
    scroll.classList.toggle("narrow", sizes.narrow);
  }

  function draw() {
    if (!panel) return;
    const across = columns.places();
    const down = rows.places();
    const [columnsNow, rowsNow] = [across, down].map((places) => places.map((place) => place.index).join(" "));
    const now = `${drawn} ${rowsNow} × ${columnsNow}`;
    if (now === shown) return;
    [seen, shown] = [columnsNow, now];
    columnSlots = slots(columnSlots, across.map((place) => place.index));
    const isRow = (/** @type {{index: number}} */ place) => panel?.lines[place.index]?.type === "row";
    rowSlots = slots(rowSlots, down.filter(isRow).map((place) => place.index));
    headingSlots = slots(headingSlots, down.filter((place) => !isRow(place)).map((place) => place.index));
    const focused = scroll.contains(document.activeElement);
    scroll.setAttribute("aria-rowcount", String(panel.lines.length + 1));
    scroll.setAttribute("aria-colcount", String(panel.columns.length + 1));
    render(view(across, down), scroll);
    if (focused) keepFocus();
  }

  /** The element that shows where the keyboard is may be another one than before. */
  function keepFocus() {
    const now = document.activeElement;
    const here = cursorElement();
    if (here && now !== here && !(now instanceof HTMLInputElement)) here.focus({ preventScroll: true });
  }

  /** @returns {HTMLElement | null} */
  const cursorElement = () => scroll.querySelector('[tabindex="0"]');

  /** @param {import("./windowing.js").Place[]} across @param {import("./windowing.js").Place[]} down */
  function view(across, down) {
    const size = `width:${columns.total()}px;height:${rows.total() - sizes.head}px`;
    return html`<div class="p-head" role="row" aria-rowindex="1" .style=${`width:${columns.total()}px`}>${corner()}${slotted(columnSlots, across, header)}</div>
      <div class="p-body" role="presentation" .style=${size}>
        <div class="p-names" role="rowgroup">${slotted(headingSlots, down, heading)}${slotted(rowSlots, down, name)}</div>
        <div role="rowgroup">${slotted(headingSlots, down, stripe)}${slotted(rowSlots, down, (place) => line(place, across))}</div></div>`;
  }

  /** Each of the places in its slot. @param {Map<number, number>} order @param {import("./windowing.js").Place[]} places @param {(place: import("./windowing.js").Place) => unknown} drawOne */
  function slotted(order, places, drawOne) {
    /** @type {unknown[]} */
    const found = [];
    for (const place of places) {
      const slot = order.get(place.index);
      if (slot !== undefined) found[slot] = drawOne(place);
    }
    return Array.from(found, (one) => one ?? nothing);
  }

  function corner() {
    const { containers, networks } = /** @type {Panel} */ (panel);
    const here = look.cursor.row < 0 && look.cursor.column < 0;
    const counts = [fill(ngettext("%(count)s container", "%(count)s containers", containers), { count: containers }), fill(ngettext("%(count)s network", "%(count)s networks", networks), { count: networks })];
    return html`<div class="p-corner" role="columnheader" aria-colindex="1" tabindex=${here ? 0 : -1}>${counts[0]} · ${counts[1]}</div>`;
  }

  /** @param {import("./windowing.js").Place} place */
  function header({ index, start }) {
    const column = /** @type {Panel} */ (panel).columns[index];
    const { cursor } = look;
    return headerCell(column, {
      index, left: start, here: cursor.row < 0 && cursor.column === index, pointed: cursor.column === index, colour: colour(column),
      sorted: look.sort === `network ${column.key}`, current: isSelected("network", column.key),
    });
  }

  // The names are rows of their own beside the crossings, with the same numbers: one element that sticks to the edge moves with less
  // work than one in every row.

  /** @param {import("./windowing.js").Place} place @returns {string} */
  const topOf = ({ start }) => `top:${start - sizes.head}px`;

  /** @param {import("./windowing.js").Place} place */
  function heading(place) {
    const { lines, columns: all } = /** @type {Panel} */ (panel);
    const one = /** @type {import("./model.js").Heading} */ (lines[place.index]);
    const here = look.cursor.row === place.index;
    return html`<div class="p-side group" role="row" aria-rowindex=${place.index + 2} .style=${topOf(place)}>${headingCell(one, { here, columns: all.length, byState: look.byState })}</div>`;
  }

  /** The ground of a heading, over all columns. @param {import("./windowing.js").Place} place */
  const stripe = (place) => html`<div class="p-line group" role="presentation" .style=${topOf(place)}></div>`;

  /** @param {import("./windowing.js").Place} place */
  function name(place) {
    const one = /** @type {import("./model.js").Row} */ (/** @type {Panel} */ (panel).lines[place.index]);
    const cell = () => nameCell(one, { here: look.cursor.row === place.index && look.cursor.column < 0, current: isSelected("container", one.key) });
    return html`<div class="p-side ${one.container.state === "running" ? "" : "off"}" role="row" aria-rowindex=${place.index + 2} .style=${topOf(place)}>${guard([drawn, one], cell)}</div>`;
  }

  /** @param {import("./windowing.js").Place} place @param {import("./windowing.js").Place[]} across */
  function line(place, across) {
    const one = /** @type {import("./model.js").Row} */ (/** @type {Panel} */ (panel).lines[place.index]);
    const cells = () => slotted(columnSlots, across, (column) => crossing(one, place.index, column));
    return html`<div class="p-line" role="row" aria-rowindex=${place.index + 2} .style=${topOf(place)}>${guard([drawn, seen, one, place.index], cells)}</div>`;
  }

  /** @param {import("./model.js").Row} row @param {number} at @param {import("./windowing.js").Place} place */
  function crossing(row, at, { index, start }) {
    const column = /** @type {Panel} */ (panel).columns[index];
    const here = look.cursor.row === at && look.cursor.column === index;
    const cell = () => crossingCell(row, column, look.standing(row, column), { index, left: start, here, narrow: sizes.narrow, ranged: isRanged(at, index), colour: colour(column), edit: here ? look.edit : null });
    return guard([drawn, row, column], cell);
  }

  /** @param {import("./model.js").Column} column */
  const colour = (column) => look.colourOf(column.network.engine, column.key) ?? 7;
  /** @param {string} kind @param {string} id */
  const isSelected = (kind, id) => look.selection?.kind === kind && look.selection.id === id;

  /** @param {number} row @param {number} column */
  function isRanged(row, column) {
    const { top, bottom, left, right } = between(look.cursor, look.anchor);
    return (top !== bottom || left !== right) && row >= top && row <= bottom && column >= left && column <= right;
  }

  return {
    show,
    /** Its box has another size. */
    resize() {
      measure();
      drawn += 1;
      draw();
    },
    /** Draws what it shows with other marks. @param {Partial<Look>} changed */
    mark(changed) {
      look = { ...look, ...changed };
      drawn += 1;
      draw();
    },
    /** Brings a place into view. @param {Place} place */
    reveal(place) {
      rows.reveal(place.row);
      if (place.column >= 0) columns.reveal(place.column);
    },
    focus: () => cursorElement()?.focus({ preventScroll: true }),
    here: cursorElement,
    /** The place that an element of the grid shows. @param {EventTarget | null} target @returns {Place | null} */
    placeOf(target) {
      const cell = target instanceof Element ? target.closest("[aria-colindex]") : null;
      const row = cell?.closest("[aria-rowindex]");
      return cell && row ? { row: Number(row.getAttribute("aria-rowindex")) - 2, column: Number(cell.getAttribute("aria-colindex")) - 2 } : null;
    },
    /** Rows that fit. */
    page: () => Math.max(1, Math.floor((scroll.clientHeight - sizes.head) / sizes.row) - 1),
  };
}
