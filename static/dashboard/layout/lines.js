// Lines of names and of dots: one thin line per network, a short header, and on the line a pill with the name of each container, or a dot.

import { colourOf, gapItems, jointFacts, jointItem } from "./joints.js";
import { fill, gettext } from "../i18n.js";
import { badgesOf, owned, titleOf } from "./header.js";
import { nameOf, stateWord } from "./names.js";
import { literal, shorten } from "./text.js";

/** @typedef {import("../types.js").Item} Item */
/** @typedef {import("../types.js").Unit} Unit */
/** @typedef {import("../types.js").Container} Container */
/** @typedef {import("./cards.js").Scene} Scene */
/** @typedef {import("./ground.js").LaneGround} LaneGround */

// From a pill's left edge, where its ring is, to its name; and how much of its column it leaves free.
const NAME_AT = 20;
const FREE = 14;
// How wide what shares a container's namespace is, in its pill.
export const MEMBER = 24;
const MEMBER_DOT = 4;

/** @param {Scene} scene @param {LaneGround} ground @param {number} colour @param {boolean} railed @returns {Item} */
export function lineHeader(scene, ground, colour, railed) {
  const { lane } = ground;
  const { header: { x, w, h }, lane: { pitch } } = scene.metrics;
  const subnet = lane.fold?.project ? "" : literal((lane.network.subnets ?? [])[0]?.subnet);
  const room = scene.measure(subnet, "pin");
  const words = lane.fresh ? `${titleOf(lane)} · ${gettext("new")}` : titleOf(lane);
  const badges = badgesOf(lane, { twins: false, hosts: 1 }).map((badge) => badge.text);
  return {
    key: `${scene.engine} network ${lane.key}`, type: "header", form: "line", layer: 4, x, y: ground.rows[0].rail - h / 2, w, h: Math.min(h, pitch), reach: Math.max(0, (pitch - h) / 2), ...owned(scene, lane), colour: railed ? colour : null, railed,
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
  if (scene.metrics.step === "names") items.push(...own.slice(0, 1).map((endpoint) => jointItem(jointFacts(scene, unit, endpoint), ground, endpoint, x, rail, colourOf(scene, ground).colour, scene.metrics.lane.pitch / 2)));
  return [...bodyItems(scene, unit, x, y, place.span ?? 1, name, label), ...items];
}

/** A container, and who shares its network namespace. @param {Unit} unit @param {(container: Container) => string} name */
export const pillWords = ({ container, members }, name) => (members.length ? `${name(container)} + ${members.map(name).join(", ")}` : name(container));

/** @param {Scene} scene @param {Unit} unit @param {number} x @param {number} y @param {number} span columns @param {(container: Container) => string} name @param {string} label @returns {Item[]} */
function bodyItems(scene, unit, x, y, span, name, label) {
  const { card: { h }, step } = scene.metrics;
  const { container, members } = unit;
  const room = Math.min(span, 3) * scene.metrics.column.pitch - FREE - NAME_AT - 6 - members.length * MEMBER;
  const words = step === "names" ? shorten(pillWords(unit, name), Math.max(24, room), "pill", scene.measure) : "";
  const w = step === "names" ? NAME_AT + Math.ceil(scene.measure(words, "pill")) + 7 + members.length * MEMBER : h;
  const left = step === "names" ? x : x - h / 2;
  /** @type {Item} */
  const pill = bodyOf(scene, container, "card", step === "names" ? "pill" : "dot", { x: left, y, w, h }, words, label);
  if (members.length) pill.full = `${pill.full}\n${fill(gettext("in its network namespace: %(names)s"), { names: members.map((member) => literal(member.name)).join(", ") })}`;
  return [pill, ...members.map((member, index) => memberDot(scene, unit, member, index, pill))];
}

/** @param {Scene} scene @param {Unit} unit @param {Container} member @param {number} index @param {Item} pill @returns {Item} */
function memberDot(scene, { container, members }, member, index, { x, y, w, h }) {
  const label = fill(gettext("Container %(name)s, %(state)s, in the network namespace of %(owner)s"), { name: literal(member.name), state: stateWord(member.state), owner: literal(container.name) });
  const names = scene.metrics.step === "names";
  const box = names ? { x: x + w - (members.length - index) * MEMBER - 2, y, w: MEMBER, h } : { x: x + h - 2 + index * 4, y: y - 3, w: 5, h: 5 };
  return { ...bodyOf(scene, member, "member", "dot", box, "", label), ...(names ? { r: MEMBER_DOT } : {}) };
}

/** @param {Scene} scene @param {Container} container @param {string} type @param {string} form @param {{x: number, y: number, w: number, h: number}} box @param {string} name @param {string} label @returns {Item} */
const bodyOf = (scene, container, type, form, { x, y, w, h }, name, label) => ({
  key: `${scene.engine} card ${container.id}`, type, form, layer: 4, x, y, w, h, engine: scene.engine, id: container.id, name, label,
  full: `${literal(container.name)}\n${literal(container.image)}`, state: container.state, health: container.health ?? null,
  // Above and below it, to be hit: as much as is free.
  reach: form === "dot" && type === "card" ? 0 : Math.max(0, (scene.metrics.lane.pitch - h) / 2),
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
    ...others.map((other) => jointItem(jointFacts(scene, unit, other.endpoint), scene.grounds[other.lane], other.endpoint, x, scene.grounds[other.lane].rows[0].rail, colourOf(scene, scene.grounds[other.lane]).colour, scene.metrics.lane.pitch / 2)),
  ];
}

/** A trunk's head above the lines: its name, and in how many networks it is. @param {Scene} scene @param {Unit} unit @param {number} x @param {number} y @param {number} w @param {number} networks @param {string} label @returns {Item} */
export function headPill(scene, unit, x, y, w, networks, label) {
  const name = shorten(nameOf(unit.container, scene.replicas), w - 54, "pill", scene.measure);
  return { ...bodyOf(scene, unit.container, "card", "pill", { x, y, w, h: 18 }, name, label), trunk: true, note: String(networks), reach: 1 };
}
