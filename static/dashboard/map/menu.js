// The menu of a card, a network or a joint: what can be done with it, each also by its key.

import { accepts, bound, connectable, endpointsOf, find } from "../facts.js";
import { fill, gettext } from "../i18n.js";
import { literal } from "../layout/text.js";

/** @typedef {import("../inspector.js").Selection} Selection */
/**
 * @typedef {{state: import("../store.js").State, mayOrder: boolean, select: (wanted: Selection) => void, focusOn: (wanted: any) => void,
 *   fold: (wanted: Selection) => void, connect: (wanted: Selection, near: Element) => void, disconnect: (endpoint: import("../types.js").Endpoint, near: Element) => void}} Doing
 */

/** @param {Selection} wanted @param {Element} near @param {Doing} doing @returns {{title: string, acts: {words: string, key?: string, act: () => void}[]} | null} */
export function menuOf(wanted, near, doing) {
  const object = find(doing.state, /** @type {any} */ (wanted.kind), wanted.engine, wanted.id);
  if (!object) return null;
  const acts = [{ words: gettext("Show its details"), key: "Enter", act: () => doing.select(wanted) }];
  if (wanted.kind === "container" || wanted.kind === "network") acts.push({ words: gettext("Only this and its neighbours"), key: "F", act: () => doing.focusOn(wanted) });
  if (wanted.kind === "network" && object.driver !== "host") acts.push({ words: gettext("Fold to one card"), key: "", act: () => doing.fold(wanted) });
  if (doing.mayOrder) acts.push(...ordersOf(wanted, object, near, doing));
  return { title: literal(object.name), acts };
}

/** @param {Selection} wanted @param {any} object @param {Element} near @param {Doing} doing */
function ordersOf(wanted, object, near, doing) {
  const connect = { key: "C", act: () => doing.connect(wanted, near) };
  if (wanted.kind === "network") return accepts(object) ? [{ ...connect, words: `${gettext("Connect a container")}…` }] : [];
  if (wanted.kind !== "container" || bound(object)) return [];
  const offered = connectable(doing.state, object).length ? [{ ...connect, words: `${gettext("Connect to a network")}…` }] : [];
  return [...offered, ...leaving(object, near, doing)];
}

/** Each network that a container can leave. @param {any} container @param {Element} near @param {Doing} doing */
const leaving = (container, near, doing) =>
  endpointsOf(doing.state, container).filter((one) => !one.missing).map((one) => ({ words: fill(gettext("Disconnect from %(network)s…"), { network: literal(one.network_name) }), act: () => doing.disconnect(one, near) }));

/**
 * The key of disconnecting, pressed on a container: asks at once where it is in one network, which where it is in several.
 * @param {Selection} wanted @param {Element} near @param {Doing} doing @param {(title: string, acts: {words: string, act: () => void}[], near: Element) => void} menu
 */
export function leave(wanted, near, doing, menu) {
  const container = wanted.kind === "container" ? find(doing.state, "container", wanted.engine, wanted.id) : null;
  if (!container || !doing.mayOrder || bound(container)) return;
  const acts = leaving(container, near, doing);
  if (acts.length === 1) acts[0].act();
  else if (acts.length) menu(literal(container.name), acts, near);
}
