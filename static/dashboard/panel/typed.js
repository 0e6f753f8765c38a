// Whether an address that somebody types can be given to a container on a network. Pure.

import { contains, parseAddress, sameAddress } from "../addresses.js";

/** @typedef {import("../types.js").Network} Network */
/** @typedef {import("../types.js").Endpoint} Endpoint */
/** @typedef {"no_address" | "no_subnet" | "outside" | "network" | "broadcast" | "gateway" | "taken"} Problem a code; words.js says it */

/** What begins an address: such a key, pressed on a free crossing, is its first. @param {string} key */
export const begins = (key) => /^[0-9a-f.:]$/i.test(key);

/**
 * What is wrong with an address for a new endpoint of a network; null where nothing is. The engine has the last word.
 * @param {string} text @param {Network} network @param {Iterable<Endpoint>} endpoints of that network
 * @returns {Problem | null}
 */
export function problemOf(text, network, endpoints) {
  const address = parseAddress(text);
  if (!address) return "no_address";
  if (!network.subnets?.length) return "no_subnet";
  const subnet = network.subnets.find((one) => contains(one.subnet, address));
  if (!subnet) return "outside";
  const others = [...endpoints];
  // An engine that chose the gateway itself may name it in the endpoints only.
  if (some(text, others, ["ipv4_gateway", "ipv6_gateway"])) return "gateway";
  return reserved(address, subnet) ?? (some(text, others, ["ipv4", "ipv6", "configured_ipv4", "configured_ipv6"]) ? "taken" : null);
}

/** @param {import("../addresses.js").Address} address @param {import("../types.js").Subnet} subnet @returns {Problem | null} */
function reserved(address, subnet) {
  const host = BigInt((address.version === 4 ? 32 : 128) - Number(subnet.subnet.split("/")[1]));
  const last = (1n << host) - 1n;
  const part = address.value & last;
  // RFC 3021: a /31 has neither a network's nor a broadcast address.
  if (host > 1n && part === 0n) return "network";
  if (host > 1n && part === last && address.version === 4) return "broadcast";
  return subnet.gateway && parseAddress(subnet.gateway)?.value === address.value ? "gateway" : null;
}

/** Whether an endpoint has the address in one of its fields. @param {string} text @param {Endpoint[]} endpoints @param {("ipv4" | "ipv6" | "configured_ipv4" | "configured_ipv6" | "ipv4_gateway" | "ipv6_gateway")[]} fields */
const some = (text, endpoints, fields) => endpoints.some((endpoint) => fields.some((field) => sameAddress(text, /** @type {any} */ (endpoint)[field])));

/** An address as the API takes it. @param {string} text */
export const wished = (text) => (text.includes(":") ? { ipv6: text.trim() } : { ipv4: text.trim() });

/** What a person who gives an address would type first: the network's part of its first subnet. @param {Network} network */
export function stemOf(network) {
  const subnet = (network.subnets ?? [])[0]?.subnet ?? "";
  if (subnet.includes(":")) return subnet.split("/")[0];
  const whole = Math.min(3, Math.floor(Number(subnet.split("/")[1] ?? 0) / 8));
  return subnet.split(".").slice(0, whole).map((part) => `${part}.`).join("");
}
