// The left of a frame: the way out, the host's interfaces with the ports published on them, the packet filter, host-mode containers.

import { fill, gettext } from "../i18n.js";
import { FILTER, HEADER, HOST, INTERFACE, PIN, WORLD } from "./metrics.js";
import { anywhere, imageOf, nameOf, publishedPorts } from "./names.js";
import { literal, shorten, wrapWords } from "./text.js";

/** @typedef {import("../types.js").Item} Item */
/** @typedef {import("../types.js").Interface} Interface */
/** @typedef {import("../types.js").Unit} Unit */
/** @typedef {import("./model.js").EngineModel} EngineModel */
/** @typedef {import("./text.js").Measure} Measure */
/**
 * Where the lanes are, as far as the host's side needs it.
 * @typedef {{top: number, bottom: number, filter: {top: number, bottom: number}, direct: {key: string, y: number, parent: string, colour: number}[],
 *   tunnels: {key: string, y: number, colour: number, vxlan: string}[]}} Ground
 */
/** @typedef {{key: string, id: string | null, name: string, note: string, state: string, way: "out" | "lan" | "tunnel", pins: Pin[], wanted: number, colour?: number}} Box */
/** @typedef {{key: string, text: string, full: string, container: import("../types.js").Container | null}} Pin */

const MOST_INTERFACES = 6;
const HOST_CARD = 40;

/**
 * @param {EngineModel} model @param {Unit[]} units all cards, for the published ports @param {Ground} ground @param {boolean} ports whether pins are shown
 * @param {Measure} measure
 * @returns {{items: Item[], bottom: number, pins: Map<string, number>, out: number}} `pins`: the middle of each container's first pin
 */
export function layHost(model, units, ground, ports, measure) {
  const boxes = boxesOf(model, ports ? units : [], ground, measure);
  const placed = stack(boxes, ground);
  /** @type {Item[]} */
  const items = [filterItem(model, ground)];
  /** @type {Map<string, number>} */
  const pins = new Map();
  for (const { box, y } of placed) items.push(...boxItems(model.engine.name, box, y, pins, measure), ...wires(model.engine.name, box, y, ground));
  items.push(...directWires(model.engine.name, placed, ground), ...tunnelWires(model.engine.name, placed, ground));
  const cards = hostCards(model, placed, ground, measure);
  items.push(...cards.items);
  const bottom = Math.max(ground.bottom, cards.bottom, ground.filter.bottom + 8, ...placed.map(({ box, y }) => y + heightOf(box) + 10));
  items.push(hostBox(model, ground.top, bottom));
  const out = placed.find(({ box }) => box.way === "out");
  if (out) items.push(internet(model.engine.name, out.y + INTERFACE.h / 2));
  return { items, bottom, pins, out: out ? out.y + INTERFACE.h / 2 : ground.top };
}

/** Which interfaces are shown, in the order of the picture. @param {EngineModel} model @param {Unit[]} units @param {Ground} ground @param {Measure} measure @returns {Box[]} */
function boxesOf(model, units, ground, measure) {
  const shown = model.interfaces.filter((link) => isShown(link, model));
  const hasDefault = (/** @type {Interface} */ link) => (link.routes ?? []).some((route) => route.destination === "default");
  const parents = new Map(ground.direct.map((lane) => [lane.parent, lane.y]).reverse());
  const chosen = shown
    .sort((a, b) => Number(hasDefault(b)) - Number(hasDefault(a)) || Number(parents.has(b.name)) - Number(parents.has(a.name)) || a.ifindex - b.ifindex)
    .slice(0, Math.max(MOST_INTERFACES, parents.size + 1));
  const way = chosen.find(hasDefault) ?? null;
  const boxes = chosen.map((link) => boxOf(link, link === way, parents.get(link.name), ground));
  if (!way) boxes.unshift(unknownBox(model, ground));
  for (const name of parents.keys()) {
    if (name && !boxes.some((box) => box.name === literal(name))) boxes.push(bare(name, gettext("parent"), "lan", (parents.get(name) ?? 0) - INTERFACE.h / 2));
  }
  for (const lane of ground.tunnels) boxes.push({ ...bare("vxlan", lane.vxlan, "tunnel", lane.y - INTERFACE.h / 2), key: `tunnel ${lane.key}`, colour: lane.colour });
  addPins(boxes, chosen, units, model, ground, measure);
  return boxes;
}

/** @param {Interface} link @param {EngineModel} model */
function isShown(link, model) {
  if (link.network_id || link.container_id || link.endpoint_id || link.type === "loopback") return false;
  // A host that is itself a container or a namespace has a veth as its way out; without an address it's plumbing.
  if (link.type === "veth" && !(link.addresses ?? []).some((one) => one.scope !== "link")) return false;
  return !model.lanes.some((lane) => lane.network.bridge && lane.network.bridge === link.name);
}

/** @param {Interface} link @param {boolean} way @param {number | undefined} parentY @param {Ground} ground @returns {Box} */
function boxOf(link, way, parentY, ground) {
  const address = (link.addresses ?? []).find((one) => one.scope !== "link") ?? null;
  const note = address ? `${address.address}/${address.prefix_len}` : parentY !== undefined ? gettext("for macvlan") : (link.state ?? "");
  const wanted = way ? outWanted(ground) : parentY !== undefined ? parentY - INTERFACE.h / 2 : outWanted(ground) + 1;
  return { key: link.id, id: link.id, name: literal(link.name), note, state: link.state ?? "unknown", way: way ? "out" : "lan", pins: [], wanted };
}

/** @param {string} name @param {string} note @param {"lan" | "tunnel"} way @param {number} wanted @returns {Box} */
const bare = (name, note, way, wanted) => ({ key: `named ${name}`, id: null, name: literal(name), note, state: "unknown", way, pins: [], wanted });

/** Stands for the host's interfaces where none is known to lead out. @param {EngineModel} model @param {Ground} ground @returns {Box} */
function unknownBox(model, ground) {
  const blind = !model.interfaces.length;
  return { ...bare(gettext("host"), blind ? gettext("not visible") : gettext("no default route"), "lan", outWanted(ground)), way: blind ? "out" : "lan", key: "unknown" };
}

/** @param {Ground} ground */
const outWanted = (ground) => ground.filter.top + Math.min(110, Math.max(26, (ground.filter.bottom - ground.filter.top) * 0.3 - INTERFACE.h / 2));

/** @param {Box[]} boxes @param {Interface[]} links @param {Unit[]} units @param {EngineModel} model @param {Ground} ground @param {Measure} measure */
function addPins(boxes, links, units, model, ground, measure) {
  for (const unit of units) {
    const name = nameOf(unit.container, model.replicas);
    for (const port of publishedPorts(unit.container)) {
      const local = /^(127\.|::1$)/.test(port.host_ip ?? "");
      const box = local ? loopback(boxes, ground) : bound(boxes, links, port.host_ip);
      const protocol = port.protocol === "tcp" ? "" : `/${literal(port.protocol)}`;
      const full = `${port.host_ip ?? ""}:${port.host_port}${protocol} → ${literal(unit.container.name)}:${port.port}`;
      const text = shorten(`:${port.host_port}${protocol}→${name}`, PIN.w - 11, "pin", measure);
      box.pins.push({ key: `${unit.key} ${port.host_ip} ${port.host_port}${protocol}`, text, full, container: unit.container });
    }
  }
  for (const box of boxes) if (box.pins.length > PIN.most) fold(box);
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
  return boxes.find((box) => box.id === link?.id && box.id !== null) ?? boxes.find((box) => box.way === "out") ?? boxes[0];
}

/** @param {Box} box */
function fold(box) {
  const rest = box.pins.length - PIN.most + 1;
  box.pins = box.pins.slice(0, PIN.most - 1);
  box.pins.push({ key: `${box.key} more`, text: fill(gettext("+%(count)s ports"), { count: rest }), full: "", container: null });
}

/** @param {Box} box */
const heightOf = (box) => INTERFACE.h + (box.pins.length ? 4 + box.pins.length * PIN.pitch : 0);

/** From the top, each as near to where it wants to be as those above it allow. @param {Box[]} boxes @param {Ground} ground */
function stack(boxes, ground) {
  let free = ground.top + 28;
  return boxes
    .map((box, index) => ({ box, index }))
    .sort((a, b) => a.box.wanted - b.box.wanted || a.index - b.index)
    .map(({ box }) => {
      const y = Math.round(Math.max(free, box.wanted));
      free = y + heightOf(box) + INTERFACE.gap;
      return { box, y };
    });
}

/** @param {string} engine @param {Box} box @param {number} y @param {Map<string, number>} pins @param {Measure} measure @returns {Item[]} */
function boxItems(engine, box, y, pins, measure) {
  /** @type {Item[]} */
  const items = [
    {
      key: `${engine} interface ${box.key}`, type: "interface", layer: 4, x: INTERFACE.x, y, w: INTERFACE.w, h: INTERFACE.h, engine, id: box.id,
      name: shorten(box.name, INTERFACE.w - 10, "card", measure), note: shorten(box.note, INTERFACE.w - 6, "pin", measure), full: `${box.name} ${box.note}`,
      down: box.state === "down", colour: box.colour ?? null,
    },
  ];
  box.pins.forEach((pin, index) => {
    const top = y + INTERFACE.h + 4 + index * PIN.pitch;
    if (pin.container && !pins.has(pin.container.id)) pins.set(pin.container.id, top + PIN.h / 2);
    items.push({ key: `${engine} pin ${pin.key}`, type: "pin", layer: 4, x: PIN.x, y: top, w: PIN.w, h: PIN.h, engine, text: pin.text, full: pin.full, container: pin.container?.id ?? null });
  });
  return items;
}

/** Left to the world, right to the packet filter. @param {string} engine @param {Box} box @param {number} y @param {Ground} ground @returns {Item[]} */
function wires(engine, box, y, ground) {
  if (box.way === "tunnel" || box.key === "named lo") return [];
  const middle = y + INTERFACE.h / 2;
  const parent = ground.direct.find((lane) => lane.parent === box.name);
  const items = [];
  if (box.way === "out") items.push(wire(`${engine} out ${box.key}`, `M${WORLD.x + WORLD.r} ${middle}H${INTERFACE.x}`, "world"));
  else if (parent) items.push(wire(`${engine} lan ${box.key}`, `M${WORLD.x} ${middle}H${INTERFACE.x}`, "direct", parent.colour), text(`${engine} lan-name ${box.key}`, WORLD.x - 4, middle + 4, gettext("LAN"), "lan", parent.colour));
  if (middle > ground.filter.top && middle < ground.filter.bottom) items.push(wire(`${engine} in ${box.key}`, `M${INTERFACE.x + INTERFACE.w} ${middle}H${FILTER.x}`, "world"));
  return items;
}

/** macvlan and ipvlan go round the packet filter. @param {string} engine @param {{box: Box, y: number}[]} placed @param {Ground} ground @returns {Item[]} */
function directWires(engine, placed, ground) {
  return ground.direct.flatMap((lane) => {
    const parent = placed.find(({ box }) => box.name === literal(lane.parent));
    if (!parent) return [];
    const from = parent.y + INTERFACE.h / 2;
    const right = INTERFACE.x + INTERFACE.w;
    const path = Math.abs(from - lane.y) < 1 ? `M${right} ${lane.y}H${HEADER.x}` : `M${right} ${from + 10}H${FILTER.x - 5}V${lane.y}H${HEADER.x}`;
    return [wire(`${engine} direct ${lane.key}`, path, "direct", lane.colour), ...bypassWords(`${engine} bypass ${lane.key}`, lane.y)];
  });
}

/** @param {string} key @param {number} y of the wire @returns {Item[]} */
function bypassWords(key, y) {
  const lines = wrapWords(gettext("bypasses host firewall"));
  return lines.map((words, index) => text(`${key} ${index}`, HEADER.x - 6, y - 6 - 11 * (lines.length - 1 - index), words, "bypass", null));
}

/** @param {string} engine @param {{box: Box, y: number}[]} placed @param {Ground} ground @returns {Item[]} */
function tunnelWires(engine, placed, ground) {
  const out = placed.find(({ box }) => box.way === "out");
  return ground.tunnels.flatMap((lane) => {
    const tunnel = placed.find(({ box }) => box.key === `tunnel ${lane.key}`);
    if (!tunnel) return [];
    const middle = tunnel.y + INTERFACE.h / 2;
    const items = [wire(`${engine} tunnel ${lane.key}`, `M${INTERFACE.x + INTERFACE.w} ${middle}H${FILTER.x + FILTER.w + 24}V${lane.y}H${HEADER.x}`, "tunnel", lane.colour)];
    if (out) items.push(wire(`${engine} carried ${lane.key}`, `M${INTERFACE.x} ${middle}H${HOST.x + 3}V${out.y + INTERFACE.h - 8}H${INTERFACE.x}`, "tunnel", lane.colour));
    return items;
  });
}

/** @param {EngineModel} model @param {Ground} ground @returns {Item} */
function filterItem(model, ground) {
  const backend = model.engine.firewall_backend || "iptables";
  const { top, bottom } = ground.filter;
  return {
    key: `${model.engine.name} filter`, type: "filter", layer: 2, x: FILTER.x, y: top, w: FILTER.w, h: bottom - top,
    text: fill(gettext("packet filter (%(backend)s)"), { backend: literal(backend) }), note: gettext("NAT, filter"),
  };
}

/** @param {EngineModel} model @param {number} top @param {number} bottom @returns {Item} */
function hostBox(model, top, bottom) {
  return { key: `${model.engine.name} host`, type: "host", layer: 0, x: HOST.x, y: top, w: HOST.w, h: bottom - top, engine: model.engine.name, id: model.hostNetwork?.id ?? null, text: gettext("Host stack") };
}

/** @param {string} engine @param {number} y @returns {Item} */
function internet(engine, y) {
  return { key: `${engine} internet`, type: "internet", layer: 2, x: WORLD.x - WORLD.r, y: y - WORLD.r, w: WORLD.r * 2, h: WORLD.r * 2, text: gettext("Internet") };
}

/** Host-mode containers, in the host's box where no wire and no interface is. @param {EngineModel} model @param {{box: Box, y: number}[]} placed @param {Ground} ground @param {Measure} measure */
function hostCards(model, placed, ground, measure) {
  const w = FILTER.x + FILTER.w - INTERFACE.x;
  /** @type {[number, number][]} */
  const taken = [...placed.map(({ box, y }) => /** @type {[number, number]} */ ([y, y + heightOf(box)])), ...ground.direct.map((lane) => /** @type {[number, number]} */ ([lane.y - 20, lane.y + 4])), ...ground.tunnels.map((lane) => /** @type {[number, number]} */ ([lane.y - 4, lane.y + 4]))];
  taken.sort((a, b) => a[0] - b[0]);
  let y = ground.filter.bottom + 14;
  const items = model.hostUnits.flatMap((unit) =>
    [unit.container, ...unit.members].map((container) => {
      for (const [top, bottom] of taken) if (y + HOST_CARD + 6 > top && y - 6 < bottom) y = bottom + 8;
      const note = container.state === "running" ? shorten([gettext("host mode"), ...exposed(container)].join(" · "), w - 32, "small", measure) : stateNote(container, w - 32, measure);
      const item = {
        key: `${model.engine.name} card ${container.id}`, type: "hostcard", layer: 4, x: INTERFACE.x, y, w, h: HOST_CARD, engine: model.engine.name, id: container.id, state: container.state, health: container.health ?? null,
        name: shorten(nameOf(container, model.replicas), w - 34, "card", measure), note, full: literal(container.name),
        label: fill(gettext("Container %(name)s, %(state)s, in the host's own network"), { name: literal(container.name), state: container.state }),
      };
      y += HOST_CARD + 8;
      return item;
    }),
  );
  return { items, bottom: items.length ? y + 4 : 0 };
}

/** @param {import("../types.js").Container} container */
const exposed = (container) => [...new Set((container.ports ?? []).map((port) => `:${port.port}`))].slice(0, 3);

/** The image, and the state where it isn't running; the image gives way. @param {import("../types.js").Container} container @param {number} width @param {Measure} measure */
export function stateNote(container, width, measure) {
  const state = container.state === "running" ? "" : ` · ${container.state}`;
  return shorten(imageOf(container.image), width - measure(state, "small"), "small", measure) + state;
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
