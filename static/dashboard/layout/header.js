// A network's card at the head of its lane: name, driver, subnets, gateway and bridge, badges.

import { fill, gettext } from "../i18n.js";
import { HEADER } from "./metrics.js";
import { literal, shorten } from "./text.js";

/** @typedef {import("../types.js").Lane} Lane */
/** @typedef {import("./text.js").Measure} Measure */
/** @typedef {{text: string, x: number, y: number, face: import("./text.js").Face, tone: string, anchor?: string}} Line */
/** @typedef {{text: string, x: number, y: number, w: number, tone: string}} Badge */

const INNER = HEADER.w - 24;

/**
 * @param {Lane} lane
 * @param {{twins: boolean, hosts: number, measure: Measure}} facts `twins`: another network here has this name; `hosts`: on how many it is
 * @returns {{lines: Line[], badges: Badge[], h: number}}
 */
export function headerOf(lane, facts) {
  const lines = linesOf(lane, facts.measure);
  const below = lines[lines.length - 1].y + 10;
  const badges = placeBadges(badgesOf(lane, facts), below, facts.measure);
  const bottom = badges.length ? badges[badges.length - 1].y + 24 : below;
  return { lines, badges, h: Math.max(lane.kind === "rail" || lane.kind === "gone" ? HEADER.h : 54, bottom) };
}

/** @param {Lane} lane @param {Measure} measure @returns {Line[]} */
function linesOf(lane, measure) {
  const { network } = lane;
  const driver = literal(lane.kind === "none" || lane.kind === "adrift" ? "" : network.driver);
  const room = INNER - (driver ? measure(driver, "small") + 8 : 0);
  /** @type {Line[]} */
  const lines = [{ text: shorten(titleOf(lane), room, "name", measure), x: 12, y: 19, face: "name", tone: "name" }];
  if (driver) lines.push({ text: driver, x: HEADER.w - 10, y: 19, face: "small", tone: "muted", anchor: "end" });
  for (const text of explanations(lane)) lines.push({ text: shorten(text, INNER, "small", measure), x: 12, y: nextLine(lines, 17), face: "small", tone: "muted" });
  const subnets = (network.subnets ?? []).map((subnet) => literal(subnet.subnet)).slice(0, 3);
  for (const text of subnets) lines.push({ text: shorten(text, INNER, "subnet", measure), x: 12, y: nextLine(lines, 17), face: "subnet", tone: "ink" });
  const plumbing = plumbingOf(network, measure);
  if (plumbing) lines.push({ text: plumbing, x: 12, y: nextLine(lines, 15), face: "address", tone: "muted" });
  return lines;
}

/** @param {Line[]} lines @param {number} step */
const nextLine = (lines, step) => lines[lines.length - 1].y + (lines.length <= 2 ? 17 : step - 1);

/** What the lane is called. @param {Lane} lane */
export function titleOf(lane) {
  return lane.kind === "adrift" ? gettext("not connected") : literal(lane.network.name);
}

/** @param {Lane} lane */
function explanations(lane) {
  if (lane.kind === "none") return [gettext("loopback only")];
  if (lane.kind === "adrift") return [gettext("in no network")];
  if (lane.kind === "gone") return [gettext("removed; stopped"), gettext("containers still name it")];
  return [];
}

/** Gateway and bridge; the bridge's name gives way first. @param {import("../types.js").Network} network @param {Measure} measure */
function plumbingOf(network, measure) {
  const gateway = literal((network.subnets ?? []).map((subnet) => subnet.gateway).find(Boolean));
  const device = literal(network.bridge ?? network.parent ?? (network.vxlan_id ? `vxlan ${network.vxlan_id}` : ""));
  if (!device) return shorten(gateway, INNER, "address", measure);
  if (!gateway) return shorten(device, INNER, "address", measure);
  const room = INNER - measure(`${gateway} · `, "address");
  return room < 30 ? shorten(gateway, INNER, "address", measure) : `${gateway} · ${shorten(device, room, "address", measure)}`;
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

/** Rows of badges. @param {{text: string, tone: string}[]} badges @param {number} top @param {Measure} measure @returns {Badge[]} */
function placeBadges(badges, top, measure) {
  let x = 12;
  let y = top;
  return badges.map(({ text, tone }) => {
    const shown = shorten(text, INNER - 12, "badge", measure);
    const w = Math.ceil(measure(shown, "badge")) + 12;
    if (x > 12 && x + w > HEADER.w - 10) [x, y] = [12, y + 20];
    const badge = { text: shown, x, y, w, tone };
    x += w + 6;
    return badge;
  });
}
