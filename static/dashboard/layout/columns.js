// Which row and column each card of each lane takes.
//
// A card in several networks stands in the first of its lanes and drops to the others; the lanes between leave its column free, and in
// its own lane it stands in the last row: so no drop crosses a card. Columns are added until every lane has room. A card that was on the
// picture before keeps its place where it can.

import { byAge } from "./model.js";

/** @typedef {import("../types.js").Unit} Unit */
/** @typedef {{unit: Unit, row: number, column: number, span: number}} Place `span`: how many columns are free from its own on */
/** @typedef {{row: number, column: number}} Slot */
/** @typedef {{lane: number, unit: Unit, targets: number[], was: Slot | null}} Homed a card, the lane that it stands in, the lanes that it drops to, from above; where it was in that lane */

/**
 * @param {number} lanes how many there are
 * @param {Homed[]} homed
 * @param {number} wanted how many columns fit
 * @param {boolean} onRails whether cards are on the rails themselves, where a drop's last lane leaves its column free too
 * @returns {{columns: number, places: Place[][], rows: number[]}} by lane
 */
export function placeCards(lanes, homed, wanted, onRails = false) {
  /** @type {Homed[][]} */
  const byLane = Array.from({ length: lanes }, () => []);
  for (const card of homed) byLane[card.lane].push(card);
  const before = Math.max(0, ...homed.map((card) => (card.was ? card.was.column + 1 : 0)));
  for (let columns = Math.max(wanted, before); ; columns += 1) {
    const places = attempt(byLane, columns, onRails);
    if (places) return { columns, places, rows: places.map((lane) => Math.max(1, ...lane.map((place) => place.row + 1))) };
  }
}

/** @param {Homed[][]} byLane @param {number} columns @param {boolean} onRails @returns {Place[][] | null} null where a lane has no room */
function attempt(byLane, columns, onRails) {
  /** @type {Set<number>[]} */
  const blocked = byLane.map(() => new Set());
  /** @type {Place[][]} */
  const places = [];
  for (const [lane, cards] of byLane.entries()) {
    const free = Array.from({ length: columns }, (_, column) => column).filter((column) => !blocked[lane].has(column));
    const dropping = cards.filter((card) => card.targets.length).sort(byReach);
    const staying = cards.filter((card) => !card.targets.length).sort((a, b) => byAge(a.unit.container, b.unit.container));
    if (dropping.length > free.length || (cards.length && free.length < Math.min(2, cards.length))) return null;
    const rows = Math.max(1, Math.ceil(cards.length / Math.max(1, free.length)));
    const taken = new Set();
    const all = [...fill(dropping, rows - 1, rows, free, columns, taken), ...fill(staying, 0, rows, free, columns, taken)];
    places.push(all.map((place) => ({ unit: place.unit, row: place.row, column: place.column, span: spanOf(place, taken, blocked[lane], columns) })));
    for (const place of places[lane].slice(0, dropping.length)) block(blocked, lane, (dropping.find((card) => card.unit === place.unit)?.targets.at(-1) ?? 0) + Number(onRails), place.column);
  }
  return places;
}

/** The farthest-reaching first, then by age. @param {Homed} a @param {Homed} b */
function byReach(a, b) {
  return (b.targets.at(-1) ?? 0) - (a.targets.at(-1) ?? 0) || byAge(a.unit.container, b.unit.container);
}

/**
 * Each where it was, as long as that is free; the others in the first free places, in reading order.
 * @param {Homed[]} cards @param {number} first row that they may take @param {number} rows @param {number[]} free columns @param {number} columns @param {Set<number>} taken places
 */
function fill(cards, first, rows, free, columns, taken) {
  const may = new Set(free);
  const slots = cards.map(({ was }) => {
    if (!was || was.row < first || was.row >= rows || !may.has(was.column) || taken.has(was.row * columns + was.column)) return null;
    taken.add(was.row * columns + was.column);
    return { row: was.row, column: was.column };
  });
  let next = first * free.length;
  return cards.map((card, index) => {
    const kept = slots[index];
    if (kept) return { unit: card.unit, row: kept.row, column: kept.column };
    for (;;) {
      const [row, column] = [Math.floor(next / free.length), free[next % free.length]];
      next += 1;
      if (taken.has(row * columns + column)) continue;
      taken.add(row * columns + column);
      return { unit: card.unit, row, column };
    }
  });
}

/** A long name may reach into free columns beside its own. @param {{row: number, column: number}} place @param {Set<number>} taken @param {Set<number>} blocked @param {number} columns */
function spanOf({ row, column }, taken, blocked, columns) {
  let end = column + 1;
  while (end < columns && !blocked.has(end) && !taken.has(row * columns + end)) end += 1;
  return end - column;
}

/** @param {Set<number>[]} blocked @param {number} home @param {number} end @param {number} column */
function block(blocked, home, end, column) {
  for (let lane = home + 1; lane < end; lane += 1) blocked[lane].add(column);
}
