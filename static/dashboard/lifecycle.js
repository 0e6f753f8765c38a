// Start, stop, restart, pause and resume a container through the API, and which of them wait for an answer or have failed.

import { announce } from "./announce.js";
import { fill, gettext } from "./i18n.js";
import { post } from "./orders.js";
import { actWord } from "./words.js";

/** @typedef {{engine: string, id: string, name: string}} Which */
/** @typedef {{action: string, failure: string | null}} Standing */

const ACTIONS = new Set(["start", "stop", "restart", "pause", "unpause", "rename"]);
const OPEN = new Set(["pending", "running"]);

export function createLifecycle() {
  /** @type {Map<string, Standing>} `engine id` -> what waits (failure null) or failed */
  const standing = new Map();
  /** @type {Set<() => void>} */
  const listeners = new Set();
  const tell = () => listeners.forEach((listener) => listener());
  const keyOf = (/** @type {{engine: string, id: string}} */ which) => `${which.engine} ${which.id}`;

  /** @param {Which} which @param {string} action */
  async function ask(which, action) {
    const key = keyOf(which);
    if (standing.get(key)?.failure === null) return;
    standing.set(key, { action, failure: null });
    tell();
    const answer = await post(`/api/v1/containers/${encodeURIComponent(which.id)}/${action}?engine=${encodeURIComponent(which.engine)}`, {});
    if (answer.failure) standing.set(key, { action, failure: answer.failure });
    else if (!answer.order || !OPEN.has(answer.order.state)) standing.delete(key);
    announce(answer.failure ? `${which.name}, ${actWord(action)}: ${answer.failure}` : fill(gettext("%(name)s, %(act)s: done."), { name: which.name, act: actWord(action) }));
    tell();
  }

  return {
    ask,
    /** News of an order by the websocket: somebody else's, or the end of one that took long. @param {any} order */
    hear(order) {
      const key = `${order.engine} ${order.args?.container}`;
      if (!ACTIONS.has(order.action)) return;
      if (OPEN.has(order.state)) standing.set(key, { action: order.action, failure: null });
      else if (standing.get(key)?.failure === null) standing.delete(key);
      tell();
    },
    /** @param {{engine: string, id: string}} which */
    standingOf: (which) => standing.get(keyOf(which)) ?? null,
    /** @param {() => void} listener */
    subscribe: (listener) => listeners.add(listener),
  };
}
