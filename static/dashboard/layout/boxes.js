// Which of the host's interfaces the map shows, and which published ports are pinned to each.

import { fill, gettext } from "../i18n.js";
import { MOST_PINS } from "./metrics.js";
import { anywhere, nameOf, publishedPorts } from "./names.js";
import { literal, shorten } from "./text.js";

/** @typedef {import("../types.js").Interface} Interface */
/** @typedef {import("../types.js").Unit} Unit */
/** @typedef {import("./model.js").EngineModel} EngineModel */
/** @typedef {import("./host.js").Ground} Ground */
/** @typedef {import("./text.js").Measure} Measure */
/** @typedef {{key: string, id: string | null, name: string, note: string, state: string, way: "out" | "lan" | "tunnel", pins: Pin[], wanted: number, colour?: number}} Box */
/** @typedef {{key: string, text: string, full: string, container: import("../types.js").Container | null}} Pin */

const MOST_INTERFACES = 6;

/**
 * In the order of the picture. `cut`: interfaces are known, and none leads out.
 * @param {EngineModel} model @param {Unit[]} units @param {Ground} ground @param {Measure} measure @returns {{boxes: Box[], cut: boolean}}
 */
export function boxesOf(model, units, ground, measure) {
  const half = ground.metrics.interface.h / 2;
  const shown = model.interfaces.filter((link) => isShown(link, model));
  const parents = new Map(ground.direct.map((lane) => [lane.parent, lane]).reverse());
  const chosen = shown
    .sort((a, b) => Number(leadsOut(b)) - Number(leadsOut(a)) || Number(parents.has(b.name)) - Number(parents.has(a.name)) || a.ifindex - b.ifindex)
    .slice(0, Math.max(MOST_INTERFACES, parents.size + 1));
  const way = chosen.find(leadsOut) ?? null;
  // Beside the packet filter's upper end, where people look for it, also where it is some network's parent.
  const first = way ?? chosen.find((link) => (link.addresses ?? []).some((one) => one.scope !== "link")) ?? null;
  const boxes = chosen.map((link) => boxOf(link, link === way, link === first ? undefined : parents.get(link.name), ground, measure));
  if (!boxes.length) boxes.push(unknownBox(ground));
  for (const name of parents.keys()) {
    if (name && !boxes.some((box) => box.name === literal(name))) boxes.push(bare(name, gettext("parent"), "lan", (parents.get(name)?.way ?? 0) - half));
  }
  for (const lane of ground.tunnels) boxes.push({ ...bare("vxlan", lane.vxlan, "tunnel", lane.way - half), key: `tunnel ${lane.key}`, colour: lane.colour });
  addPins(boxes, chosen, units, model, ground, measure);
  return { boxes, cut: chosen.length > 0 && !way };
}

/** @param {Box} box @param {Ground} ground */
export const heightOf = (box, { metrics }) => metrics.interface.h + (box.pins.length ? 4 + box.pins.length * metrics.pin.pitch : 0);

/** @param {Interface} link */
const leadsOut = (link) => (link.routes ?? []).some((route) => route.destination === "default");

/** @param {Interface} link @param {EngineModel} model */
function isShown(link, model) {
  if (link.network_id || link.container_id || link.endpoint_id || link.type === "loopback") return false;
  // A host that is itself a container or a namespace has a veth as its way out; without an address it's plumbing.
  if (link.type === "veth" && !(link.addresses ?? []).some((one) => one.scope !== "link")) return false;
  return !model.lanes.some((lane) => lane.network.bridge && lane.network.bridge === link.name);
}

/** @param {Interface} link @param {boolean} way @param {Ground["direct"][number] | undefined} lane of which it is the parent @param {Ground} ground @param {Measure} measure @returns {Box} */
function boxOf(link, way, lane, ground, measure) {
  const address = (link.addresses ?? []).find((one) => one.scope !== "link") ?? null;
  const note = address ? addressNote(address, ground, measure) : lane ? fill(gettext("for %(driver)s"), { driver: literal(lane.driver) }) : (link.state ?? "");
  const wanted = way ? outWanted(ground) : lane ? lane.way - ground.metrics.interface.h / 2 : outWanted(ground) + 1;
  return { key: link.id, id: link.id, name: literal(link.name), note, state: link.state ?? "unknown", way: way ? "out" : "lan", pins: [], wanted };
}

/** With its prefix where that fits. @param {{address: string, prefix_len: number}} address @param {Ground} ground @param {Measure} measure */
function addressNote({ address, prefix_len }, { metrics }, measure) {
  const whole = `${address}/${prefix_len}`;
  return measure(whole, "pin") <= metrics.interface.w - 4 ? whole : address;
}

/** @param {string} name @param {string} note @param {"lan" | "tunnel"} way @param {number} wanted @returns {Box} */
const bare = (name, note, way, wanted) => ({ key: `named ${name}`, id: null, name: literal(name), note, state: "unknown", way, pins: [], wanted });

/** Stands for the host's interfaces where none is visible. @param {Ground} ground @returns {Box} */
const unknownBox = (ground) => ({ ...bare(gettext("host"), gettext("not visible"), "lan", outWanted(ground)), way: "out", key: "unknown" });

/** @param {Ground} ground */
function outWanted({ filter, metrics }) {
  const least = metrics.step === "cards" ? 26 : 60;
  return filter.top + Math.min(110, Math.max(least, (filter.bottom - filter.top) * 0.3 - metrics.interface.h / 2));
}

/** @param {Box[]} boxes @param {Interface[]} links @param {Unit[]} units @param {EngineModel} model @param {Ground} ground @param {Measure} measure */
function addPins(boxes, links, units, model, ground, measure) {
  for (const unit of units) {
    for (const port of publishedPorts(unit.container)) {
      const local = /^(127\.|::1$)/.test(port.host_ip ?? "");
      const box = local ? loopback(boxes, ground) : bound(boxes, links, port.host_ip);
      const protocol = port.protocol === "tcp" ? "" : `/${literal(port.protocol)}`;
      const full = `${port.host_ip ?? ""}:${port.host_port}${protocol} → ${literal(unit.container.name)}:${port.port}`;
      const text = pinText(`:${port.host_port}${protocol}`, nameOf(unit.container, model.replicas), ground.metrics.pin.w - 11, measure);
      box.pins.push({ key: `${unit.key} ${port.host_ip} ${port.host_port}${protocol}`, text, full, container: unit.container });
    }
  }
  for (const box of boxes) if (box.pins.length > MOST_PINS) fold(box);
}

/** The port whole; whose it is gives way. @param {string} port @param {string} name @param {number} width @param {Measure} measure */
function pinText(port, name, width, measure) {
  const room = width - measure(`${port}→`, "pin");
  return room < 20 ? shorten(port, width, "pin", measure) : `${port}→${shorten(name, room, "pin", measure)}`;
}

/** @param {Box[]} boxes @param {Ground} ground */
function loopback(boxes, ground) {
  const found = boxes.find((box) => box.key === "named lo");
  if (found) return found;
  const box = bare("lo", gettext("this host"), "lan", outWanted(ground) + 2);
  boxes.push(box);
  return box;
}

/** @param {Box[]} boxes @param {Interface[]} links @param {string | null | undefined} ip */
function bound(boxes, links, ip) {
  const link = anywhere(ip) ? null : links.find((one) => (one.addresses ?? []).some((address) => address.address === ip));
  return boxes.find((box) => box.id === link?.id && box.id !== null) ?? boxes.find((box) => box.way === "out") ?? boxes.find((box) => box.note.includes(".")) ?? boxes[0];
}

/** @param {Box} box */
function fold(box) {
  const rest = box.pins.length - MOST_PINS + 1;
  box.pins = box.pins.slice(0, MOST_PINS - 1);
  box.pins.push({ key: `${box.key} more`, text: fill(gettext("+%(count)s ports"), { count: rest }), full: "", container: null });
}
