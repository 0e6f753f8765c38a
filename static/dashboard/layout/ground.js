// Where each lane is, from top to bottom: its rails, rows and height follow from what hangs in it.

import { CARD, HEADER, LANE, LINE, RAIL, STUB } from "./metrics.js";

/** @typedef {import("../types.js").Lane} Lane */
/** @typedef {import("./columns.js").Place} Place */
/** @typedef {{rail: number, card: number}} Row the y of the row's rail (of the middle of it) and of its cards' tops */
/** @typedef {{lane: Lane, y: number, h: number, rows: Row[]}} LaneGround */

/** @param {import("../types.js").Unit} unit */
export const cardHeight = (unit) => CARD.h + (unit.members.length ? unit.members.length * CARD.member + 6 : 0);

/**
 * @param {{lane: Lane, places: Place[], header: number, stubLines: number, dropLines: number}[]} lanes `header`: the header's height;
 *   the most lines of text beside a stub, and beside a drop that comes from above
 * @param {number} top
 * @returns {{grounds: LaneGround[], bottom: number}}
 */
export function layLanes(lanes, top) {
  let y = top;
  const grounds = lanes.map((one) => {
    const ground = layLane(one, y);
    y += ground.h + LANE.gap;
    return ground;
  });
  return { grounds, bottom: y - LANE.gap };
}

/** @param {{lane: Lane, places: Place[], header: number, stubLines: number, dropLines: number}} one @param {number} y @returns {LaneGround} */
function layLane({ lane, places, header, stubLines, dropLines }, y) {
  const railed = lane.kind === "rail" || lane.kind === "gone";
  const stub = railed ? Math.max(STUB, 9 + LINE * stubLines) : 0;
  const offset = railed ? RAIL.offset + LINE * Math.max(0, dropLines - 2) : 8;
  /** @type {Row[]} */
  const rows = [];
  let at = y + offset;
  const count = Math.max(1, ...places.map((place) => place.row + 1));
  for (let row = 0; row < count; row += 1) {
    const tallest = Math.max(CARD.h, ...places.filter((place) => place.row === row).map((place) => cardHeight(place.unit)));
    rows.push({ rail: at, card: at + stub });
    at += stub + tallest + (row + 1 < count ? (railed ? RAIL.offset : 8) : 0);
  }
  const least = railed ? Math.max(header, offset - RAIL.offset + HEADER.h) : header;
  return { lane, y, h: Math.max(least, at + LANE.bottom - y), rows };
}
