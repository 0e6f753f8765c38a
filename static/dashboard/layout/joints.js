// Where a container meets a rail: the ring, its addresses beside it, and the gaps in the rails that are only passed.

import { namedOnly } from "../facts.js";
import { fill, gettext } from "../i18n.js";
import { titleOf } from "./header.js";
import { addressesOf, labelOf } from "./labels.js";
import { LINE } from "./metrics.js";
import { literal, shorten } from "./text.js";

/** @typedef {import("../types.js").Item} Item */
/** @typedef {import("../types.js").Unit} Unit */
/** @typedef {import("../types.js").Endpoint} Endpoint */
/** @typedef {import("./cards.js").Scene} Scene */
/** @typedef {import("./ground.js").LaneGround} LaneGround */

/** The rails that a drop only passes are open around it. @param {Scene} scene @param {string} key @param {number} from @param {number} to @param {number} x @param {number} row in lane `from` @returns {Item[]} */
export function gapItems(scene, key, from, to, x, row) {
  /** @type {Item[]} */
  const gaps = [];
  for (let lane = from; lane < to; lane += 1) {
    const { lane: passed, rows } = scene.grounds[lane];
    if (passed.kind !== "rail" && passed.kind !== "gone") continue;
    for (const [index, { rail }] of rows.entries()) {
      if (lane === from && index <= row) continue;
      gaps.push({ key: `${key} ${passed.key} ${index}`, type: "gap", layer: 2, x: x - 6, y: rail - 4, w: 12, h: 8, colour: scene.metrics.step === "cards" ? colourOf(scene, scene.grounds[lane]).colour : null });
    }
  }
  return gaps;
}

/** @param {Scene} scene @param {Unit} unit @param {Endpoint} endpoint */
export function jointFacts(scene, unit, endpoint) {
  const { addresses, remembered } = addressesOf(endpoint);
  return {
    key: `${scene.engine} joint ${endpoint.id}`, engine: scene.engine, remembered: remembered || unit.container.state !== "running" && unit.container.state !== "paused",
    route: Boolean(endpoint.default_route) && unit.endpoints.length > 1, addresses, container: literal(unit.container.name), failed: namedOnly(unit.container, endpoint),
  };
}

/** @param {ReturnType<typeof jointFacts>} joined @param {LaneGround} ground @param {Endpoint} endpoint @param {number} x @param {number} y @param {number} colour @param {number} [half] of the height of a line of names, where it is on one @returns {Item} */
export function jointItem(joined, ground, endpoint, x, y, colour, half = 0) {
  const small = half > 0;
  const r = small ? Math.min(12, Math.max(8, half)) : 12;
  const words = joined.route ? gettext("%(container)s on %(network)s, %(addresses)s, default route") : gettext("%(container)s on %(network)s, %(addresses)s");
  return {
    key: joined.key, type: "joint", layer: 4, x: x - r, y: y - r, w: 2 * r, h: 2 * r, small, engine: joined.engine, id: endpoint.id, container: endpoint.container_id, network: endpoint.network_id,
    colour, remembered: joined.remembered, route: joined.route,
    label: fill(words, { container: joined.container, network: titleOf(ground.lane), addresses: joined.failed ? gettext("not connected") : joined.addresses.join(", ") || gettext("no address") }),
  };
}

/** @param {Scene} scene @param {Endpoint} endpoint @param {string} key @param {number} x @param {number} y the first line's base @param {number} width @param {number} colour @param {ReturnType<typeof jointFacts>} joined @returns {Item[]} */
export function labelItem(scene, endpoint, key, x, y, width, colour, joined) {
  const lines = joined.failed ? [{ text: gettext("not connected"), fine: true }] : labelOf(endpoint, scene.ends.get(endpoint.id), scene.layers);
  if (!lines.length) return [];
  const shown = lines.map((line) => ({ ...line, text: shorten(line.text, width, line.fine ? "pin" : "address", scene.measure) }));
  return [{ key, type: "label", layer: 3, x, y: y - 9, w: width, h: lines.length * LINE, lines: shown, full: lines.map((line) => line.text).join("\n"), colour, remembered: joined.remembered }];
}

/** @param {Scene} scene @param {LaneGround} ground */
export const colourOf = (scene, ground) => scene.colours.get(ground.lane.key) ?? { colour: 7, dash: 0 };
