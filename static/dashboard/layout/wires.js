// The wires of the host's side: to the world, into the packet filter, round it, and the tunnels of overlays.

import { gettext } from "../i18n.js";
import { literal, wrapWords } from "./text.js";

/** @typedef {import("../types.js").Item} Item */
/** @typedef {import("./boxes.js").Box} Box */
/** @typedef {import("./host.js").Ground} Ground */
/** @typedef {import("./host.js").Placed} Placed */

/** Left to the world, right to the packet filter. @param {string} engine @param {Box} box @param {number} y @param {Ground} ground @returns {Item[]} */
export function wires(engine, box, y, ground) {
  if (box.way === "tunnel" || box.key === "named lo") return [];
  const { world, interface: link, filter, frame } = ground.metrics;
  const middle = y + link.h / 2;
  const parent = ground.direct.find((lane) => lane.parent === box.name);
  const from = world.r ? world.x + world.r : frame.x;
  const items = [];
  if (box.way === "out") items.push(wire(`${engine} out ${box.key}`, `M${from} ${middle}H${link.x}`, "world"));
  else if (parent) items.push(wire(`${engine} lan ${box.key}`, `M${world.r ? world.x : frame.x} ${middle}H${link.x}`, "direct", parent.colour));
  if (parent && box.way !== "out" && world.r) items.push(text(`${engine} lan-name ${box.key}`, world.x - 4, middle + 4, gettext("LAN"), "lan", parent.colour));
  if (middle > ground.filter.top && middle < ground.filter.bottom) items.push(wire(`${engine} in ${box.key}`, `M${link.x + link.w} ${middle}H${filter.x}`, "world"));
  return items;
}

/** macvlan and ipvlan go round the packet filter. @param {string} engine @param {Placed[]} placed @param {Ground} ground @returns {Item[]} */
export function directWires(engine, placed, ground) {
  const { interface: link, filter, header, step } = ground.metrics;
  return ground.direct.flatMap((lane) => {
    const parent = placed.find(({ box }) => box.name === literal(lane.parent));
    if (!parent) return [];
    const from = parent.y + link.h / 2;
    const right = link.x + link.w;
    const straight = lane.way === lane.y;
    const past = Math.abs(from - lane.way) < 1 ? `M${right} ${lane.way}` : `M${right} ${from + 10}H${filter.x - 5}V${lane.way}`;
    const path = straight ? past : `${past}H${filter.x + filter.w + 18 + lane.rise}V${lane.y}`;
    const words = step === "cards" ? bypassWords(`${engine} bypass ${lane.key}`, header.x - 6, straight ? lane.y - 17 : lane.way + 14) : [];
    return [wire(`${engine} direct ${lane.key}`, `${path}H${header.x}`, "direct", lane.colour), ...words];
  });
}

/** @param {string} key @param {number} x their right end @param {number} y the first line's @returns {Item[]} */
function bypassWords(key, x, y) {
  const lines = wrapWords(gettext("bypasses host firewall"));
  return lines.map((words, index) => text(`${key} ${index}`, x, y + 11 * index, words, "bypass", null));
}

/** @param {string} engine @param {Placed[]} placed @param {Ground} ground @returns {Item[]} */
export function tunnelWires(engine, placed, ground) {
  const { interface: link, filter, header, host } = ground.metrics;
  const out = placed.find(({ box }) => box.way === "out");
  return ground.tunnels.flatMap((lane, index) => {
    const tunnel = placed.find(({ box }) => box.key === `tunnel ${lane.key}`);
    if (!tunnel) return [];
    const middle = tunnel.y + link.h / 2;
    const items = [wire(`${engine} tunnel ${lane.key}`, `M${link.x + link.w} ${middle}H${filter.x + filter.w + (lane.way === lane.y ? 24 : 18 + lane.rise)}V${lane.y}H${header.x}`, "tunnel", lane.colour)];
    if (out) items.push(wire(`${engine} carried ${lane.key}`, `M${link.x} ${middle}H${host.x + 3 + (index % 2) * 3}V${out.y + link.h - 8 + (index % 2) * 4}H${link.x}`, "tunnel", lane.colour));
    return items;
  });
}

/** @param {string} key @param {string} d @param {string} tone @param {number | null} [colour] @returns {Item} */
export function wire(key, d, tone, colour = null) {
  const xs = [...d.matchAll(/[MH](-?[\d.]+)/g)].map((match) => Number(match[1]));
  const ys = [...d.matchAll(/(?:M-?[\d.]+ |V)(-?[\d.]+)/g)].map((match) => Number(match[1]));
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { key, type: "wire", layer: 1, x, y, w: Math.max(...xs) - x, h: Math.max(...ys) - y, d, tone, colour };
}

/** @param {string} key @param {number} x @param {number} y @param {string} words @param {string} tone @param {number | null} colour @returns {Item} */
export function text(key, x, y, words, tone, colour) {
  return { key, type: "text", layer: 3, x, y, w: 120, h: 12, text: words, tone, colour };
}
