// Lines of names and of dots: one thin line per network, a short header, and on the line a pill with the name of each container, or a dot.

import { colourOf, gapItems, jointFacts, jointItem } from "./joints.js";
import { gettext } from "../i18n.js";
import { badgesOf, owned, titleOf } from "./header.js";
import { nameOf } from "./names.js";
import { literal, shorten } from "./text.js";

/** @typedef {import("../types.js").Item} Item */
/** @typedef {import("../types.js").Unit} Unit */
/** @typedef {import("../types.js").Container} Container */
/** @typedef {import("./cards.js").Scene} Scene */
/** @typedef {import("./ground.js").LaneGround} LaneGround */

// From a pill's left edge, where its ring is, to its name; and how much of its column it leaves free.
const NAME_AT = 20;
const FREE = 14;
const MEMBER_DOT = 12;

/** @param {Scene} scene @param {LaneGround} ground @param {number} colour @param {boolean} railed @returns {Item} */
export function lineHeader(scene, ground, colour, railed) {
  const { lane } = ground;
  const { header: { x, w, h }, lane: { pitch } } = scene.metrics;
  const subnet = lane.fold?.project ? "" : literal((lane.network.subnets ?? [])[0]?.subnet);
  const room = scene.measure(subnet, "pin");
  const words = lane.fresh ? `${titleOf(lane)} · ${gettext("new")}` : titleOf(lane);
  const badges = badgesOf(lane, { twins: false, hosts: 1 }).map((badge) => badge.text);
  return {
    key: `${scene.engine} network ${lane.key}`, type: "header", form: "line", layer: 4, x, y: ground.rows[0].rail - h / 2, w, h: Math.min(h, pitch), ...owned(scene, lane), colour: railed ? colour : null, railed,
    name: shorten(words, w - 26 - room, "lane", scene.measure), note: subnet,
    full: [titleOf(lane), literal(lane.network.driver), subnet, ...badges].filter(Boolean).join("\n"),
    label: [gettext("Network"), titleOf(lane), literal(lane.network.driver), ...badges].filter(Boolean).join(", "),
  };
}

/**
 * A container on its line, its members beside it, and its line down to the other networks that it is in.
 * @param {Scene} scene @param {Unit} unit @param {number} lane @param {import("./columns.js").Place} place @param {number} x
 * @param {(container: Container) => string} name @param {string} label
 * @param {{own: import("../types.js").Endpoint[], others: {endpoint: import("../types.js").Endpoint, lane: number}[]}} ends @returns {Item[]}
 */
export function pillItems(scene, unit, lane, place, x, name, label, { own, others }) {
  const ground = scene.grounds[lane];
  const { rail, card: y } = ground.rows[place.row];
  const items = others.length ? downItems(scene, unit, lane, place.row, x, others) : [];
  // A dot is its own joint.
  if (scene.metrics.step === "names") items.push(...own.slice(0, 1).map((endpoint) => jointItem(jointFacts(scene, unit, endpoint), ground, endpoint, x, rail, colourOf(scene, ground).colour, true)));
  return [...bodyItems(scene, unit, x, y, place.span ?? 1, name, label), ...items];
}

/** @param {Scene} scene @param {Unit} unit @param {number} x @param {number} y @param {number} span columns @param {(container: Container) => string} name @param {string} label @returns {Item[]} */
function bodyItems(scene, unit, x, y, span, name, label) {
  const { card: { h }, step } = scene.metrics;
  const { container, members } = unit;
  const room = Math.min(span, 3) * scene.metrics.column.pitch - FREE - NAME_AT - 6 - members.length * MEMBER_DOT;
  const words = step === "names" ? shorten(name(container), Math.max(24, room), "pill", scene.measure) : "";
  const w = step === "names" ? NAME_AT + Math.ceil(scene.measure(words, "pill")) + 7 + members.length * MEMBER_DOT : h;
  const left = step === "names" ? x : x - h / 2;
  /** @type {Item} */
  const pill = bodyOf(scene, container, "card", step === "names" ? "pill" : "dot", { x: left, y, w, h }, words, label);
  const side = step === "names" ? 10 : 5;
  const dots = members.map((member, index) => {
    const box = { x: step === "names" ? left + w - (members.length - index) * MEMBER_DOT - 2 : left + h - 2 + index * 4, y: step === "names" ? y + (h - 10) / 2 : y - 3, w: side, h: side };
    return bodyOf(scene, member, "member", "dot", box, "", `${literal(member.name)}, ${literal(container.name)}`);
  });
  return [pill, ...dots];
}

/** @param {Scene} scene @param {Container} container @param {string} type @param {string} form @param {{x: number, y: number, w: number, h: number}} box @param {string} name @param {string} label @returns {Item} */
const bodyOf = (scene, container, type, form, { x, y, w, h }, name, label) => ({
  key: `${scene.engine} card ${container.id}`, type, form, layer: 4, x, y, w, h, engine: scene.engine, id: container.id, name, label,
  full: `${literal(container.name)}\n${literal(container.image)}`, state: container.state, health: container.health ?? null,
});

/** One line from its own ring down to the last of its other rings. @param {Scene} scene @param {Unit} unit @param {number} lane @param {number} row @param {number} x @param {{endpoint: import("../types.js").Endpoint, lane: number}[]} others @returns {Item[]} */
function downItems(scene, unit, lane, row, x, others) {
  const from = scene.grounds[lane].rows[row].rail;
  const last = others[others.length - 1];
  const to = scene.grounds[last.lane].rows[0].rail;
  const key = `${scene.engine} down ${unit.key}`;
  const stops = new Set(others.map((other) => scene.grounds[other.lane].rows[0].rail));
  return [
    ...gapItems(scene, `${key} gap`, lane, last.lane, x, row).filter((gap) => !stops.has(gap.y + 4)),
    { key, type: "line", layer: 3, x: x - 2, y: from, w: 4, h: to - from, colour: null, remembered: false, route: null },
    ...others.map((other) => jointItem(jointFacts(scene, unit, other.endpoint), scene.grounds[other.lane], other.endpoint, x, scene.grounds[other.lane].rows[0].rail, colourOf(scene, scene.grounds[other.lane]).colour, true)),
  ];
}

/** A trunk's head above the lines: its name, and in how many networks it is. @param {Scene} scene @param {Unit} unit @param {number} x @param {number} y @param {number} w @param {number} networks @param {string} label @returns {Item} */
export function headPill(scene, unit, x, y, w, networks, label) {
  const name = shorten(nameOf(unit.container, scene.replicas), w - 54, "pill", scene.measure);
  return { ...bodyOf(scene, unit.container, "card", "pill", { x, y, w, h: 18 }, name, label), trunk: true, note: String(networks) };
}
