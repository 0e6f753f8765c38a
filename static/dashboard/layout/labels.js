// What is written beside a joint: addresses, kernel names, rates, as the layers are switched.

import { literal } from "./text.js";

/** @typedef {import("../types.js").Endpoint} Endpoint */
/** @typedef {import("../types.js").Interface} Interface */
/** @typedef {{ips: boolean, ports: boolean, kernel: boolean, rates: boolean}} Layers */
/** @typedef {{text: string, fine?: boolean, rate?: string, swapped?: boolean}} LabelLine `fine`: in the smaller face */

/**
 * The addresses that an endpoint has; while its container is stopped, those that it asks for or had.
 * @param {Endpoint} endpoint
 * @returns {{addresses: string[], remembered: boolean}}
 */
export function addressesOf(endpoint) {
  const now = [endpoint.ipv4, endpoint.ipv6].filter(Boolean);
  if (now.length) return { addresses: now.map(literal), remembered: false };
  const then = [endpoint.configured_ipv4 || endpoint.last_ipv4, endpoint.configured_ipv6 || endpoint.last_ipv6].filter(Boolean);
  return { addresses: then.map(literal), remembered: true };
}

/** Each endpoint's two ends. @param {Interface[]} interfaces @returns {Map<string, {inside?: Interface, outside?: Interface}>} */
export function endsOf(interfaces) {
  /** @type {Map<string, {inside?: Interface, outside?: Interface}>} */
  const ends = new Map();
  for (const link of interfaces) {
    if (!link.endpoint_id) continue;
    const pair = ends.get(link.endpoint_id) ?? {};
    pair[link.namespace === "host" ? "outside" : "inside"] = link;
    ends.set(link.endpoint_id, pair);
  }
  return ends;
}

/** The end whose bytes are shown, where rates are; `swapped`: it counts from the host's side. @param {{inside?: Interface, outside?: Interface} | undefined} ends @param {Layers} layers */
export function countedAt(ends, layers) {
  const counted = ends?.inside ?? ends?.outside;
  return layers.rates && counted ? { rate: counted.id, swapped: counted === ends?.outside } : null;
}

/** @param {Endpoint} endpoint @param {{inside?: Interface, outside?: Interface} | undefined} ends @param {Layers} layers @returns {LabelLine[]} */
export function labelOf(endpoint, ends, layers) {
  /** @type {LabelLine[]} */
  const lines = layers.ips ? addressesOf(endpoint).addresses.map((text) => ({ text })) : [];
  const names = [ends?.inside?.name, ends?.outside?.name].filter(Boolean).map(literal);
  if (layers.kernel && names.length) lines.push({ text: names.join("⇄"), fine: true });
  const counted = countedAt(ends, layers);
  if (counted) lines.push({ text: "", rate: counted.rate, swapped: counted.swapped });
  return lines;
}
