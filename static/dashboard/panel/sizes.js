// How large the panel's parts are, for its room and its text. Pure.

import { WIDE_MOST } from "./model.js";

/** @typedef {{narrow: boolean, name: number, column: number, row: number, heading: number, head: number}} Sizes px: the names at the left, a column, a row, a group's heading, the header */

const BASE_PX = 13;
const PHONE_PX = 720;

/** @param {number} columns @param {number} width of the panel's box, px @param {number} text the page's text size, px @returns {Sizes} */
export function sizesOf(columns, width, text) {
  const scale = text / BASE_PX;
  const px = (/** @type {number} */ size) => Math.round(size * scale);
  const narrow = columns > WIDE_MOST;
  const name = width < PHONE_PX ? Math.min(px(132), Math.round(width * 0.36)) : Math.min(px(240), Math.round(width * 0.25));
  const even = Math.floor((width - name) / Math.max(1, columns));
  const column = narrow ? Math.max(px(48), Math.min(px(96), even)) : Math.max(px(113), Math.min(px(190), even));
  return { narrow, name, column, row: px(31), heading: px(26), head: narrow ? px(138) : px(58) };
}
