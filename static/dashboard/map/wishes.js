// What can be wished for at a connection: the fields that an engine and a network take, what is surely wrong with what was typed, and
// what is sent. Pure.

import { contains, parseAddress, sameAddress } from "../addresses.js";
import { find, membersOf } from "../facts.js";
import { fill, gettext } from "../i18n.js";
import { literal } from "../layout/text.js";

/** @typedef {import("../store.js").State} State */
/** @typedef {import("../types.js").Network} Network */
/** @typedef {{ipv4: string, ipv6: string, aliases: string, mac: string, driver_opts: string, gw_priority: string}} Typed */
/** @typedef {{name: keyof Typed, label: string, help: string, more?: boolean, lines?: boolean}} Field */

/** From this version on Docker has gateway priorities. A MAC address at connect is Podman's alone, driver options are Docker's (engine/abilities.py). */
const PRIORITY_SINCE = 28;
const MAC = /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/i;
const ALIAS = /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/;

/** What this engine and this network take. @param {State} state @param {Network} network @returns {Field[]} */
export function fieldsOf(state, network) {
  const engine = find(state, "engine", network.engine, network.engine);
  const docker = engine?.product !== "podman";
  const version = Number.parseInt(engine?.version ?? "0", 10) || 0;
  const subnets = (/** @type {4 | 6} */ family) => (network.subnets ?? []).map((one) => one.subnet).filter((subnet) => subnet.includes(":") === (family === 6)).join(", ");
  const help = (/** @type {4 | 6} */ family) => (subnets(family) ? fill(gettext("Empty: the next free one of %(subnet)s."), { subnet: subnets(family) }) : gettext("Empty: the next free one."));
  /** @type {(Field | false)[]} */
  const fields = [
    !network.default_bridge && { name: "ipv4", label: gettext("IPv4 address"), help: help(4) },
    !network.default_bridge && Boolean(network.enable_ipv6) && { name: "ipv6", label: gettext("IPv6 address"), help: help(6) },
    !network.default_bridge && { name: "aliases", label: gettext("Aliases"), help: gettext("More names for it on this network, apart by spaces.") },
    !docker && { name: "mac", label: gettext("MAC address"), help: "", more: true },
    docker && version >= PRIORITY_SINCE && { name: "gw_priority", label: gettext("Gateway priority"), help: gettext("The network with the highest number gets the default route."), more: true },
    docker && { name: "driver_opts", label: gettext("Driver options"), help: gettext("One key=value a line."), more: true, lines: true },
  ];
  return /** @type {Field[]} */ (fields.filter(Boolean));
}

/** What the API takes: only what was wished for. @param {Typed} typed @returns {Record<string, any>} */
export function wishes(typed) {
  const pairs = typed.driver_opts.split("\n").map((line) => line.trim()).filter(Boolean).map((line) => [line.split("=", 1)[0], line.slice(line.indexOf("=") + 1)]);
  const given = {
    ipv4: typed.ipv4.trim(), ipv6: typed.ipv6.trim(), aliases: typed.aliases.split(/[\s,]+/).filter(Boolean), mac: typed.mac.trim(),
    gw_priority: typed.gw_priority.trim() === "" ? "" : Number(typed.gw_priority), driver_opts: Object.fromEntries(pairs),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => (typeof value === "object" ? Object.keys(value).length > 0 : value !== "")));
}

/** What is surely wrong, by field. @param {State} state @param {Network} network @param {Typed} typed @param {Field[]} fields @returns {Partial<Record<keyof Typed, string>>} */
export function mistakes(state, network, typed, fields) {
  const taken = membersOf(state, network);
  const found = {
    ipv4: addressMistake(network, typed.ipv4, 4, taken),
    ipv6: addressMistake(network, typed.ipv6, 6, taken),
    aliases: typed.aliases.split(/[\s,]+/).filter(Boolean).every((alias) => ALIAS.test(alias)) ? "" : gettext("A name holds letters, digits, dots, dashes and underscores."),
    mac: !typed.mac.trim() || MAC.test(typed.mac.trim()) ? "" : gettext("This is no MAC address: six pairs of hexadecimal digits, like 02:42:ac:11:00:02."),
    gw_priority: /^\s*-?\d{0,9}\s*$/.test(typed.gw_priority) ? "" : gettext("This is no whole number."),
    driver_opts: typed.driver_opts.split("\n").every((line) => !line.trim() || line.indexOf("=") > 0) ? "" : gettext("One key=value a line."),
  };
  return Object.fromEntries(fields.map(({ name }) => [name, found[name]]).filter(([, words]) => words));
}

/** @param {Network} network @param {string} text @param {4 | 6} version @param {ReturnType<typeof membersOf>} taken @returns {string} */
function addressMistake(network, text, version, taken) {
  if (!text.trim()) return "";
  const address = parseAddress(text);
  if (address?.version !== version) return version === 4 ? gettext("This is no IPv4 address.") : gettext("This is no IPv6 address.");
  const subnets = (network.subnets ?? []).filter((one) => one.subnet.includes(":") === (version === 6));
  if (subnets.length && !subnets.some((one) => contains(one.subnet, address))) return fill(gettext("It is not in %(subnet)s."), { subnet: subnets.map((one) => one.subnet).join(", ") });
  if (subnets.some((one) => sameAddress(one.gateway, text))) return gettext("It is the network's gateway.");
  const owner = taken.find(({ endpoint }) => sameAddress(endpoint.ipv4, text) || sameAddress(endpoint.ipv6, text));
  return owner ? fill(gettext("%(name)s has it."), { name: literal(owner.container?.name ?? owner.endpoint.container_id.slice(0, 12)) }) : "";
}
