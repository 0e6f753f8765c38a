// Which row and column each card of each lane takes.
//
// A card in several networks stands in the first of its lanes and drops to the others; the lanes between leave its column free, and in
// its own lane it stands in the last row: so no drop crosses a card. Columns are added until every lane has room.

import { byAge } from "./model.js";

/** @typedef {import("../types.js").Unit} Unit */
/** @typedef {{unit: Unit, row: number, column: number, span?: number}} Place `span`: how many columns are free from its own on */
/** @typedef {{lane: number, unit: Unit, targets: number[]}} Homed a card, the lane that it stands in, and the lanes that it drops to, from above */

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
  for (let columns = wanted; ; columns += 1) {
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
    const row = Math.max(0, Math.ceil(cards.length / Math.max(1, free.length)) - 1);
    places.push([...dropping.map((card, index) => ({ unit: card.unit, row, column: free[index] })), ...fillRows(staying, free, row, dropping.length)]);
    span(places[lane], blocked[lane], columns);
    dropping.forEach((card, index) => block(blocked, lane, (card.targets.at(-1) ?? 0) + Number(onRails), free[index]));
  }
  return places;
}

/** A long name may reach into free columns beside its own. @param {Place[]} places @param {Set<number>} blocked @param {number} columns */
function span(places, blocked, columns) {
  const taken = new Set(places.map((place) => place.row * columns + place.column));
  for (const place of places) {
    let end = place.column + 1;
    while (end < columns && !blocked.has(end) && !taken.has(place.row * columns + end)) end += 1;
    place.span = end - place.column;
  }
}

/** The farthest-reaching first, then by age. @param {Homed} a @param {Homed} b */
function byReach(a, b) {
  return (b.targets.at(-1) ?? 0) - (a.targets.at(-1) ?? 0) || byAge(a.unit.container, b.unit.container);
}

/** @param {Homed[]} cards @param {number[]} free @param {number} last @param {number} taken how many of the last row's first columns @returns {Place[]} */
function fillRows(cards, free, last, taken) {
  let row = 0;
  let index = last === 0 ? taken : 0;
  return cards.map((card) => {
    if (index >= free.length) {
      row += 1;
      index = row === last ? taken : 0;
    }
    const place = { unit: card.unit, row, column: free[index] };
    index += 1;
    return place;
  });
}

/** @param {Set<number>[]} blocked @param {number} home @param {number} end @param {number} column */
function block(blocked, home, end, column) {
  for (let lane = home + 1; lane < end; lane += 1) blocked[lane].add(column);
}
