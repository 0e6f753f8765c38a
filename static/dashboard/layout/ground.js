// Where each lane is, from top to bottom: its rails, rows and height follow from what hangs in it.

import { leastHeight } from "./header.js";
import { LINE } from "./metrics.js";

/** @typedef {import("../types.js").Lane} Lane */
/** @typedef {import("./columns.js").Place} Place */
/** @typedef {{rail: number, card: number}} Row the y of the row's rail (of the middle of it) and of its cards' tops */
/** @typedef {{lane: Lane, y: number, h: number, rows: Row[]}} LaneGround */

/** @param {import("../types.js").Unit} unit @param {import("./metrics.js").Metrics} metrics */
export const cardHeight = (unit, { card }) => card.h + (unit.members.length ? unit.members.length * card.member + 6 : 0);

/**
 * @param {{lane: Lane, places: Place[], header: number, stubLines: number, dropLines: number}[]} lanes `header`: the header's height;
 *   the most lines of text beside a stub, and beside a drop that comes from above
 * @param {number} top @param {import("./metrics.js").Metrics} metrics
 * @returns {{grounds: LaneGround[], bottom: number}}
 */
export function layLanes(lanes, top, metrics) {
  const { gap } = metrics.lane;
  let y = top;
  const grounds = lanes.map((one) => {
    const ground = metrics.step === "cards" ? layLane(one, y, metrics) : layLine(one, y, metrics);
    y += ground.h + gap;
    return ground;
  });
  return { grounds, bottom: y - gap };
}

/** @param {{lane: Lane, places: Place[], header: number, stubLines: number, dropLines: number}} one @param {number} y @param {import("./metrics.js").Metrics} metrics @returns {LaneGround} */
function layLane({ lane, places, header, stubLines, dropLines }, y, metrics) {
  const { card, rail } = metrics;
  const railed = lane.kind === "rail" || lane.kind === "gone";
  const stub = railed ? Math.max(metrics.stub, 9 + LINE * stubLines) : 0;
  const offset = railed ? rail.offset + LINE * Math.max(0, dropLines - 2) : 8;
  /** @type {Row[]} */
  const rows = [];
  let at = y + offset;
  const count = Math.max(1, ...places.map((place) => place.row + 1));
  for (let row = 0; row < count; row += 1) {
    const tallest = Math.max(card.h, ...places.filter((place) => place.row === row).map((place) => cardHeight(place.unit, metrics)));
    rows.push({ rail: at, card: at + stub });
    at += stub + tallest + (row + 1 < count ? (railed ? rail.offset : 8) : 0);
  }
  const least = railed ? Math.max(header, offset - rail.offset + leastHeight(lane, metrics.header.h)) : header;
  return { lane, y, h: Math.max(least, at + metrics.lane.bottom - y), rows };
}

/** In lines of names or dots everything is on the rail itself. @param {{lane: Lane, places: Place[]}} one @param {number} y @param {import("./metrics.js").Metrics} metrics @returns {LaneGround} */
function layLine({ lane, places }, y, { lane: { pitch }, card }) {
  const count = Math.max(1, ...places.map((place) => place.row + 1));
  const rows = Array.from({ length: count }, (_, row) => ({ rail: y + row * pitch + pitch / 2, card: y + row * pitch + (pitch - card.h) / 2 }));
  return { lane, y, h: count * pitch, rows };
}
