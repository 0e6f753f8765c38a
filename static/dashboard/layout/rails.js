// A lane itself: its ground, its header card, its rail in as many rows as its cards take, and how it leaves the host.

import { gettext } from "../i18n.js";
import { colourOf } from "./joints.js";
import { leastHeight, owned, titleOf } from "./header.js";
import { lineHeader } from "./lines.js";
import { regionOf } from "./order.js";
import { literal, shorten, wrapWords } from "./text.js";
import { wire } from "./wires.js";

/** @typedef {import("../types.js").Item} Item */
/** @typedef {import("../types.js").Lane} Lane */
/** @typedef {import("./ground.js").LaneGround} LaneGround */
/** @typedef {import("./cards.js").Scene} Scene */

/** @param {Scene} scene @param {LaneGround} ground @param {ReturnType<typeof import("./header.js").headerOf>} header @param {number} end the rails' right end @param {number} room for the name at that end @returns {Item[]} */
export function laneItems(scene, ground, header, end, room) {
  return scene.reuse(`lane-items ${ground.lane.key}`, [ground, header, end, room, scene.metrics, scene.measure], () => makeItems(scene, ground, header, end, room));
}

/** @param {Scene} scene @param {LaneGround} ground @param {ReturnType<typeof import("./header.js").headerOf>} header @param {number} end @param {number} room @returns {Item[]} */
function makeItems(scene, ground, header, end, room) {
  const { lane } = ground;
  const { header: { x }, step } = scene.metrics;
  const { colour, dash } = colourOf(scene, ground);
  const key = `${scene.engine} lane ${lane.key}`;
  const railed = lane.kind === "rail" || lane.kind === "gone";
  /** @type {Item[]} */
  const items = [
    { key, type: "lane", layer: 0, x, y: ground.y, w: end + 14 - x, h: ground.h, colour, railed, kind: lane.kind, line: step !== "cards", ...owned(scene, lane) },
    step === "cards" ? headerItem(scene, ground, header, colour, railed) : lineHeader(scene, ground, colour, railed),
  ];
  if (!railed) return items;
  items.push(...railItems(scene, key, ground, end, colour, dash));
  if (step === "cards" && scene.metrics.header.lines && room > 30) items.push({ key: `${key} name`, type: "text", layer: 3, x: end, y: ground.rows[0].rail - 6, w: 0, h: 12, text: shorten(titleOf(lane), Math.min(room, 160), "small", scene.measure), tone: "rail-name", colour });
  return [...items, ...uplinkItems(scene, key, ground, colour)];
}

/** @param {Scene} scene @param {LaneGround} ground @param {ReturnType<typeof import("./header.js").headerOf>} header @param {number} colour @param {boolean} railed @returns {Item} */
function headerItem(scene, ground, header, colour, railed) {
  const { lane } = ground;
  const { x, w, h } = scene.metrics.header;
  return {
    key: `${scene.engine} network ${lane.key}`, type: "header", layer: 4, x, y: ground.y, w, h: railed ? Math.max(header.h, leastHeight(lane, h)) : ground.h,
    ...owned(scene, lane), colour: railed ? colour : null, railed, bar: ground.rows[0].rail - ground.y, lines: header.lines, badges: header.badges,
    full: [titleOf(lane), ...(lane.network.subnets ?? []).map((subnet) => `${literal(subnet.subnet)} ${literal(subnet.gateway)}`), literal(lane.network.bridge)].filter(Boolean).join("\n"),
    label: [gettext("Network"), titleOf(lane), literal(lane.network.driver), ...header.badges.map((badge) => badge.text)].filter(Boolean).join(", "),
  };
}

/** @param {Scene} scene @param {string} key @param {LaneGround} ground @param {number} end @param {number} colour @param {number} dash @returns {Item[]} */
function railItems({ metrics: { rail, step } }, key, ground, end, colour, dash) {
  const gone = ground.lane.kind === "gone";
  const { x, thick } = rail;
  const items = ground.rows.map((row, index) => ({
    key: `${key} rail ${index}`, type: "rail", layer: 1, x: index ? x + 8 : x, y: row.rail - thick / 2, w: end - x - (index ? 8 : 0), h: thick,
    colour, dash: gone ? -1 : step === "cards" ? dash : 0,
  }));
  const last = ground.rows[ground.rows.length - 1].rail;
  const first = ground.rows[0].rail;
  if (last > first) items.push({ key: `${key} spine`, type: "rail", layer: 1, x: x + 8, y: first, w: thick, h: last - first, colour, dash: 0 });
  return items;
}

/** How the network gets out: through the packet filter, or not at all. @param {Scene} scene @param {string} key @param {LaneGround} ground @param {number} colour @returns {Item[]} */
function uplinkItems({ metrics: { header, filter, step } }, key, ground, colour) {
  const { lane } = ground;
  const y = ground.rows[0].rail;
  if (lane.kind === "gone" || lane.network.config_only) return [];
  const stranded = lane.network.internal || (regionOf(lane) === 1 && !lane.network.parent);
  if (stranded) return [{ key: `${key} barrier`, type: "barrier", layer: 1, x: header.x - 28, y: y - 12, w: 28, h: 46, colour, words: step === "cards" ? wrapWords(gettext("no way out")) : [""] }];
  return regionOf(lane) === 0 ? [wire(`${key} uplink`, `M${filter.x + filter.w} ${y}H${header.x}`, "uplink", colour)] : [];
}

/** An unused network: one thin line. @param {Scene} scene @param {Lane} lane @param {{colour: number, dash: number}} style @param {number} y @param {number} end @returns {Item[]} */
export function thinItems(scene, lane, style, y, end) {
  return scene.reuse(`thin-items ${lane.key}`, [lane, style.colour, y, end, scene.metrics, scene.measure], () => makeThin(scene, lane, style, y, end));
}

/** @param {Scene} scene @param {Lane} lane @param {{colour: number, dash: number}} style @param {number} y @param {number} end @returns {Item[]} */
function makeThin(scene, lane, style, y, end) {
  const { header, rail: { x }, lane: { thin: h }, step } = scene.metrics;
  const key = `${scene.engine} lane ${lane.key}`;
  const driver = lane.kind === "none" ? gettext("loopback only") : literal(lane.network.driver);
  const subnet = literal((lane.network.subnets ?? [])[0]?.subnet);
  const note = [driver, subnet, lane.network.config_only ? gettext("configuration only") : gettext("unused")].filter(Boolean).join(" · ");
  /** @type {Item[]} */
  const rail = lane.kind === "none" ? [] : [{ key: `${key} rail 0`, type: "rail", layer: 1, x, y: y + h / 2 - 1, w: end - x, h: 2, colour: style.colour, dash: -1 }];
  const name = shorten(titleOf(lane), header.w - 22, step === "cards" ? "card" : "lane", scene.measure);
  return [
    ...rail,
    {
      key: `${scene.engine} network ${lane.key}`, type: "thin", layer: 4, x: header.x, y, w: header.w, h, engine: scene.engine, id: lane.network.id, colour: style.colour, name, note,
      full: `${titleOf(lane)}\n${note}`, label: [gettext("Network"), titleOf(lane), note].join(", "),
    },
    { key: `${key} note`, type: "note", layer: 3, x: x + 14, y: y + 1, w: Math.ceil(scene.measure(note, "small")) + 12, h: h - 2, text: note },
  ];
}
