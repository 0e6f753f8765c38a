// What containers, images and ports are called on the map.

import { containerState, healthWord } from "../words.js";
import { literal } from "./text.js";

/**
 * The Compose or Swarm service where there is one (with its number where the project runs several of it), else the name.
 * @param {import("../types.js").Container} container
 * @param {Map<string, number>} replicas from `countReplicas`
 */
export function nameOf(container, replicas) {
  if (!container.service) return literal(container.name);
  const several = (replicas.get(serviceKey(container)) ?? 1) > 1;
  return literal(several && container.number ? `${container.service}.${container.number}` : container.service);
}

/** How many containers each service has. @param {Iterable<import("../types.js").Container>} containers */
export function countReplicas(containers) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const container of containers) {
    if (container.service) counts.set(serviceKey(container), (counts.get(serviceKey(container)) ?? 0) + 1);
  }
  return counts;
}

/** @param {import("../types.js").Container} container */
const serviceKey = (container) => JSON.stringify([container.project ?? null, container.service]);

/** The image without its registry and digest: what fits on a card. @param {string} image */
export function imageOf(image) {
  const bare = literal(image).replace(/@sha256:.*$/, "");
  const parts = bare.split("/");
  if (parts.length > 1 && /[.:]|^localhost$/.test(parts[0])) parts.shift();
  const short = parts.join("/");
  return /^(sha256:)?[0-9a-f]{64}$/.test(short) ? short.replace("sha256:", "").slice(0, 12) : short;
}

/** The published ports, once each: `0.0.0.0` and `::` are one. @param {import("../types.js").Container} container */
export function publishedPorts(container) {
  if (!container.ports?.length) return [];
  const seen = new Set();
  return container.ports.filter((port) => {
    const key = `${port.host_port}/${port.protocol}/${anywhere(port.host_ip) ? "*" : port.host_ip}`;
    if (!port.host_port || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** A state in words; a code that is none of the known as it is. @param {string} code */
export const stateWord = (code) => String(/^[a-z]+$/.test(code) && !(code in Object.prototype) ? (code === "unhealthy" ? healthWord(code) : containerState(code)) : literal(code));

/** Whether a published port is bound to every address of the host. @param {string | null | undefined} ip */
export const anywhere = (ip) => !ip || ip === "0.0.0.0" || ip === "::";
