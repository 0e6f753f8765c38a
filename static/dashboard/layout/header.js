// A network's card at the head of its lane: name, driver, subnets, gateway and bridge, badges.

import { fill, gettext, ngettext } from "../i18n.js";
import { literal, shorten } from "./text.js";

/** @typedef {import("../types.js").Lane} Lane */
/** @typedef {import("./text.js").Measure} Measure */
/** @typedef {{text: string, x: number, y: number, face: import("./text.js").Face, tone: string, anchor?: string}} Line */
/** @typedef {{text: string, x: number, y: number, w: number, tone: string}} Badge */

const MARGIN = 12;

/**
 * @param {Lane} lane
 * @param {{twins: boolean, hosts: number, measure: Measure, metrics: import("./metrics.js").Metrics}} facts `twins`: another network here
 *   has this name; `hosts`: on how many it is
 * @returns {{lines: Line[], badges: Badge[], h: number}}
 */
export function headerOf(lane, facts) {
  const { header } = facts.metrics;
  const lines = linesOf(lane, { measure: facts.measure, width: header.w, full: header.lines });
  const below = lines[lines.length - 1].y + (header.lines ? 10 : 6);
  const badges = placeBadges(badgesOf(lane, facts), below, header.w, facts.measure);
  const bottom = badges.length ? badges[badges.length - 1].y + (header.lines ? 24 : 20) : below;
  return { lines, badges, h: Math.max(leastHeight(lane, header.h), bottom) };
}

/** What stands in no network of its own needs no room for its facts. @param {Lane} lane @param {number} usual */
export const leastHeight = (lane, usual) => (lane.fold?.project || !["rail", "gone"].includes(lane.kind) ? 54 : usual);

/** @param {Lane} lane @param {{measure: Measure, width: number, full: boolean}} facts `full`: with the kernel's side @returns {Line[]} */
export function linesOf(lane, { measure, width, full }) {
  const { network } = lane;
  const inner = width - 2 * MARGIN;
  // Far away the usual driver goes without saying.
  const unsaid = lane.kind === "none" || lane.kind === "adrift" || (!full && network.driver === "bridge");
  const driver = unsaid ? "" : literal(network.driver);
  const room = inner - (driver ? measure(driver, "small") + 8 : 0);
  /** @type {Line[]} */
  const lines = [{ text: shorten(titleOf(lane), room, "name", measure), x: MARGIN, y: 19, face: "name", tone: "name" }];
  if (driver) lines.push({ text: driver, x: width - 10, y: 19, face: "small", tone: "muted", anchor: "end" });
  for (const text of explanations(lane)) lines.push({ text: shorten(text, inner, "small", measure), x: MARGIN, y: nextLine(lines, 17), face: "small", tone: "muted" });
  const subnets = (network.subnets ?? []).map((subnet) => literal(subnet.subnet)).slice(0, 3);
  for (const text of subnets) lines.push({ text: shorten(text, inner, "subnet", measure), x: MARGIN, y: nextLine(lines, 17), face: "subnet", tone: "ink" });
  const plumbing = full ? plumbingOf(network, inner, measure) : "";
  if (plumbing) lines.push({ text: plumbing, x: MARGIN, y: nextLine(lines, 15), face: "address", tone: "muted" });
  return lines;
}

/** @param {Line[]} lines @param {number} step */
const nextLine = (lines, step) => lines[lines.length - 1].y + (lines.length <= 2 ? 17 : step - 1);

/** Whose control it is: the network's, where it is one network. @param {{engine: string}} scene @param {Lane} lane */
export const owned = (scene, lane) => ({ engine: scene.engine, id: !lane.fold?.project && (lane.kind === "rail" || lane.kind === "none") ? lane.network.id : null, unfold: lane.fold?.project ? lane.fold.key : null, ids: lane.fold?.project ? lane.fold.ids : null });

/** What the lane is called. @param {Lane} lane */
export function titleOf(lane) {
  return lane.kind === "adrift" ? gettext("not connected") : literal(lane.fold?.project) || literal(lane.network.name);
}

/** @param {Lane} lane */
function explanations(lane) {
  if (lane.kind === "none") return [gettext("loopback only")];
  if (lane.kind === "adrift") return [gettext("in no network")];
  if (lane.fold?.project) return [foldNetworks(lane.fold)];
  if (lane.kind === "gone") return [gettext("removed; stopped"), gettext("containers still name it")];
  return [];
}

/** @param {import("../types.js").Fold} fold */
const foldNetworks = (fold) => fill(ngettext("%(count)s network", "%(count)s networks", fold.lanes.length), { count: fold.lanes.length });

/** Gateway and bridge; the bridge's name gives way first. @param {import("../types.js").Network} network @param {number} inner @param {Measure} measure */
function plumbingOf(network, inner, measure) {
  const gateway = literal((network.subnets ?? []).map((subnet) => subnet.gateway).find(Boolean));
  const device = literal(network.bridge ?? network.parent ?? (network.vxlan_id ? `vxlan ${network.vxlan_id}` : ""));
  if (!device) return shorten(gateway, inner, "address", measure);
  if (!gateway) return shorten(device, inner, "address", measure);
  const room = inner - measure(`${gateway} · `, "address");
  return room < 30 ? shorten(gateway, inner, "address", measure) : `${gateway} · ${shorten(device, room, "address", measure)}`;
}

/** @param {Lane} lane @param {{twins: boolean, hosts: number}} facts @returns {{text: string, tone: string}[]} */
export function badgesOf(lane, facts) {
  const { network } = lane;
  /** @type {[boolean, string, string?][]} */
  const all = [
    [lane.fresh, gettext("new"), "ok"],
    [lane.kind === "gone", gettext("gone"), "warn"],
    [Boolean(network.project), literal(network.project)],
    [Boolean(network.default_bridge), gettext("default")],
    [Boolean(network.default_bridge) && network.name === "bridge", gettext("no DNS names")],
    [Boolean(network.internal), gettext("internal")],
    [Boolean(network.attachable), gettext("attachable")],
    [Boolean(network.options?.encrypted !== undefined && network.driver === "overlay"), gettext("encrypted")],
    [Boolean(network.enable_ipv6), "IPv6"],
    [Boolean(network.ingress), gettext("ingress")],
    [Boolean(network.config_only), gettext("configuration only"), "plain"],
    [Boolean(network.parent), fill(gettext("parent %(name)s"), { name: literal(network.parent) })],
    [facts.hosts > 1, fill(gettext("%(count)s hosts"), { count: facts.hosts })],
    [network.driver === "overlay" && !network.internal, gettext("out: gwbridge")],
    [lane.shares.length > 0, gettext("same subnet"), "warn"],
    [facts.twins, `id ${literal(network.id).slice(0, 6)}`, "plain"],
    [!lane.used && !lane.fresh && lane.kind === "rail" && !network.config_only, gettext("unused"), "plain"],
  ];
  return all.filter(([shown]) => shown).map(([, text, tone]) => ({ text, tone: tone ?? "network" }));
}

/** Rows of badges. @param {{text: string, tone: string}[]} badges @param {number} top @param {number} width @param {Measure} measure @returns {Badge[]} */
function placeBadges(badges, top, width, measure) {
  let x = MARGIN;
  let y = top;
  return badges.map(({ text, tone }) => {
    const shown = shorten(text, width - 36, "badge", measure);
    const w = Math.ceil(measure(shown, "badge")) + 12;
    if (x > MARGIN && x + w > width - 10) [x, y] = [MARGIN, y + 20];
    const badge = { text: shown, x, y, w, tone };
    x += w + 6;
    return badge;
  });
}
