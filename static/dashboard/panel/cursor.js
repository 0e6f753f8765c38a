// Where the keyboard is on the panel, as in a spreadsheet. Pure: a place and a key in, a place out.

/** @typedef {{row: number, column: number}} Place -1: the header above, or the name at the left */
/** @typedef {{rows: number, columns: number, page: number}} Size `page`: rows that fit */

/** @type {Record<string, (at: Place, size: Size, far: boolean) => Place>} */
const STEPS = {
  ArrowUp: (at, _, far) => ({ ...at, row: far ? Math.min(at.row, 0) : at.row - 1 }),
  ArrowDown: (at, size, far) => ({ ...at, row: far ? size.rows - 1 : at.row + 1 }),
  ArrowLeft: (at, _, far) => ({ ...at, column: far ? -1 : at.column - 1 }),
  ArrowRight: (at, size, far) => ({ ...at, column: far ? size.columns - 1 : at.column + 1 }),
  Home: (at, _, far) => ({ row: far ? 0 : at.row, column: 0 }),
  End: (at, size, far) => ({ row: far ? size.rows - 1 : at.row, column: size.columns - 1 }),
  PageUp: (at, size) => ({ ...at, row: Math.max(0, at.row - size.page) }),
  PageDown: (at, size) => ({ ...at, row: Math.min(size.rows - 1, at.row + size.page) }),
};

/** @param {string} key */
export const moves = (key) => key in STEPS;

/** Where a key leads, inside the panel. `far`: with Ctrl, to the end. @param {Place} at @param {string} key @param {boolean} far @param {Size} size @returns {Place} */
export function moved(at, key, far, size) {
  return inside(STEPS[key](at, size, far), size);
}

/** @param {Place} at @param {Size} size @returns {Place} */
export function inside(at, size) {
  const clamp = (/** @type {number} */ value, /** @type {number} */ count) => Math.max(-1, Math.min(count - 1, value));
  return { row: clamp(at.row, size.rows), column: clamp(at.column, size.columns) };
}

/** The two ends of a whole row, a whole column, or all; the keyboard comes to the second. @param {Place} at @param {Size} size @param {"row" | "column" | "all"} what @returns {[Place, Place]} */
export function whole(at, size, what) {
  const ends = (/** @type {boolean} */ all, /** @type {number} */ here, /** @type {number} */ count) => (all ? [0, count - 1] : [Math.max(0, here), Math.max(0, here)]);
  const [top, bottom] = ends(what !== "row", at.row, size.rows);
  const [left, right] = ends(what !== "column", at.column, size.columns);
  return [{ row: bottom, column: right }, { row: top, column: left }];
}

/** The rectangle between two places, ends included. @param {Place} a @param {Place} b */
export function between(a, b) {
  return { top: Math.min(a.row, b.row), bottom: Math.max(a.row, b.row), left: Math.min(a.column, b.column), right: Math.max(a.column, b.column) };
}

/** Where a place is after the panel has changed: on the same container and network, else where it was. @param {Place} place @param {{lines: {key: string}[], columns: {key: string}[]}} before @param {{lines: {key: string}[], columns: {key: string}[]}} now @returns {Place} */
export function followed(place, before, now) {
  const same = (/** @type {{key: string}[]} */ was, /** @type {{key: string}[]} */ are, /** @type {number} */ index) => {
    if (was === are || !was[index] || are[index]?.key === was[index].key) return index;
    const found = are.findIndex((one) => one.key === was[index].key);
    return found < 0 ? index : found;
  };
  return { row: same(before.lines, now.lines, place.row), column: same(before.columns, now.columns, place.column) };
}
