// Why a container can't be connected to a network now: a code, and what it says to people. What the engine alone can tell (an address
// in use, a full subnet) is not asked here.

import { attached, bound, endpointsOf, find } from "./facts.js";
import { fill, gettext } from "./i18n.js";
import { literal } from "./layout/text.js";

/** @typedef {import("./store.js").State} State */
/** @typedef {import("./types.js").Container} Container */
/** @typedef {import("./types.js").Network} Network */

/** Whether an engine can be asked for anything now. @param {State} state @param {string} engine */
export const answers = (state, engine) => find(state, "engine", engine, engine)?.state === "live";

/** @param {Network} network @returns {string | null} */
export function networkRefusal(network) {
  if (network.driver === "host") return "driver_host";
  if (network.driver === "null") return "driver_null";
  if (network.config_only) return "config_only";
  if (network.ingress) return "ingress";
  return network.driver === "overlay" && network.attachable === false ? "not_attachable" : null;
}

/** @param {State} state @param {Container} container @param {Network} network @returns {string | null} null: it can be asked for */
export function refusal(state, container, network) {
  if (container.engine !== network.engine) return "other_engine";
  if (!answers(state, container.engine)) return "unreachable";
  const binding = bound(container);
  if (binding) return binding;
  if (isIn(state, container, network)) return "connected";
  return networkRefusal(network);
}

/** Whether a container is connected, or will be when it starts. @param {State} state @param {Container} container @param {Network} network */
function isIn(state, container, network) {
  const endpoint = endpointsOf(state, container).find((one) => one.network_id === network.id);
  if (!endpoint || endpoint.missing) return false;
  return attached(endpoint) || !["running", "paused"].includes(container.state);
}

/** @type {Record<string, () => string>} */
const WORDS = {
  unreachable: () => gettext("The engine can't be reached now: nothing can be connected until it answers."),
  other_engine: () => gettext("It is on another engine."),
  host: () => gettext("It is in the host's own network: it has every interface of the host, and none of its own."),
  none: () => gettext("It was made with network none: it has only its loopback."),
  joined: () => gettext("It shares the network namespace of another container: connect that one."),
  connected: () => gettext("It is connected already."),
  driver_host: () => gettext("A container joins the host's own network only when it is made (--network host)."),
  driver_null: () => gettext("A container is put on network none only when it is made (--network none)."),
  config_only: () => gettext("This is only a configuration that other networks copy."),
  ingress: () => gettext("This is Swarm's routing mesh: only services are connected to it."),
  not_attachable: () => gettext("This Swarm network is not attachable: only services can be connected to it."),
};

/** @param {string} code of `refusal` */
export const refusalWords = (code) => WORDS[code]?.() ?? code;

/** What a drop on a network would do. @param {Network} network @param {string | null} why */
export const dropWords = (network, why) => (why ? `${literal(network.name)}: ${refusalWords(why)}` : fill(gettext("Connect to %(name)s"), { name: literal(network.name) }));
