// Asks the engine for something through the API, and knows which controls wait for an answer. The picture itself changes only when
// the engine says that it happened.

import { csrfHeaders } from "./csrf.js";
import { fill, gettext } from "./i18n.js";

/** @typedef {{id: number, action: string, engine: string, state: string, command: string, by: string, args: any, error: {code: string, detail: string} | null, undo: any}} Order */
/** @typedef {{engine: string, container: string, network: string}} Crossing */
/**
 * What became of an order that this page's user gave. `order` is null while it is on its way and when it never became one.
 * @typedef {Crossing & {action: string, state: "asked" | "done" | "failed", failure: string, code: string, order: Order | null, undoes: Order | null}} Outcome
 *   `failure`: what went wrong, in words; `code`: the same, as the API names it
 */
/** @typedef {{action: string, failure: string, more: Record<string, unknown>, undoes: Order | null}} Failure */

const OPEN = new Set(["pending", "running"]);
/** What an order is about, as its pending mark and its failure are kept. @param {string} engine @param {string} container @param {string} network */
export const crossing = (engine, container, network) => `${engine} ${container}:${network}`;

/** The reverse. @param {string} key @returns {Crossing} */
function crossingOf(key) {
  const at = key.lastIndexOf(" ");
  const [container, network] = key.slice(at + 1).split(":");
  return { engine: key.slice(0, at), container, network };
}

export function createOrders() {
  /** @type {Map<string, string>} crossing -> action */
  const pending = new Map();
  /** @type {Map<string, Failure>} crossing -> what went wrong */
  const failures = new Map();
  /** @type {Map<string, Order>} `engine container` -> the newest order about it */
  const newest = new Map();
  /** @type {Map<string, {action: string, more: Record<string, unknown>, undoes: Order | null}>} what this page's user asked for: what fails elsewhere is told to who asked there */
  const ours = new Map();
  /** @type {Set<string>} those of them whose answer is still to come, which says more than the websocket */
  const unanswered = new Set();
  /** @type {Set<(outcome: Outcome | null) => void>} */
  const listeners = new Set();
  const tell = (/** @type {Outcome | null} */ outcome = null) => listeners.forEach((listener) => listener(outcome));

  /** @param {string} key @param {"connect" | "disconnect"} action @param {Record<string, unknown>} more @param {Order | null} undoes @param {string} path @param {Record<string, unknown>} body */
  async function send(key, action, more, undoes, path, body) {
    if (pending.has(key)) return;
    ours.set(key, { action, more, undoes });
    pending.set(key, action);
    failures.delete(key);
    unanswered.add(key);
    tell({ ...crossingOf(key), action, state: "asked", failure: "", code: "", order: null, undoes });
    const answer = await post(path, body);
    unanswered.delete(key);
    if (answer.failure) settle(key, answer.failure, answer.code ?? "", null);
    else if (answer.order) hear(answer.order);
  }

  /** @param {"connect" | "disconnect"} action @param {Crossing} at @param {Record<string, unknown>} [more] */
  function ask(action, at, more = {}) {
    const path = `/api/v1/networks/${encodeURIComponent(at.network)}/${action}?engine=${encodeURIComponent(at.engine)}`;
    return send(crossing(at.engine, at.container, at.network), action, more, null, path, { container: at.container, ...more });
  }

  /** Takes an order back, where that restores everything. @param {Order} order */
  const undo = (order) => send(crossing(order.engine, order.undo.container, order.undo.network), order.undo.action, {}, order, `/api/v1/orders/${order.id}/undo`, {});

  /** An order's news, from this page's own request or from the websocket, in either order. @param {Order} order */
  function hear(order) {
    const { container, network } = order.args ?? {};
    if (!container || !network) return;
    const known = newest.get(`${order.engine} ${container}`);
    if (!known || known.id <= order.id) newest.set(`${order.engine} ${container}`, order);
    const key = crossing(order.engine, container, network);
    if (!OPEN.has(order.state)) return end(key, order);
    pending.set(key, order.action);
    tell();
  }

  /** @param {string} key @param {Order} order */
  function end(key, order) {
    if (order.state === "done") settle(key, "", "", order);
    else if (!unanswered.has(key)) settle(key, ours.has(key) ? failureOf(order) : "", codeOf(order), order);
  }

  /** @param {string} key @param {string} failure @param {string} code @param {Order | null} order */
  function settle(key, failure, code, order) {
    const asked = ours.get(key);
    pending.delete(key);
    ours.delete(key);
    if (failure && asked) failures.set(key, { ...asked, failure });
    if (asked) tell({ ...crossingOf(key), action: asked.action, state: failure ? "failed" : "done", failure, code, order, undoes: asked.undoes });
    else tell();
  }

  return {
    connect: (/** @type {Crossing} */ at, /** @type {Record<string, unknown>} */ more = {}) => ask("connect", at, more),
    disconnect: (/** @type {Crossing} */ at) => ask("disconnect", at),
    undo,
    hear,
    /** Asks again for what failed. @param {Crossing} at */
    retry(at) {
      const failed = failures.get(crossing(at.engine, at.container, at.network));
      if (failed?.undoes) undo(failed.undoes);
      else if (failed) ask(/** @type {"connect"} */ (failed.action), at, failed.more);
    },
    /** Forgets a failure that was read. @param {Crossing} at */
    dismiss(at) {
      if (failures.delete(crossing(at.engine, at.container, at.network))) tell();
    },
    /** Whether anything waits or has failed. */
    any: () => pending.size + failures.size > 0,
    /** All failures that stand. @returns {(Crossing & Failure)[]} */
    failed: () => [...failures].map(([key, failure]) => ({ ...crossingOf(key), ...failure })),
    /** @param {string} engine @param {string} container @param {string} network */
    pendingAt: (engine, container, network) => pending.get(crossing(engine, container, network)) ?? null,
    /** The crossings that wait or have failed and that `container` or `network` is part of. @param {string} engine @param {string} id */
    about: (engine, id) =>
      [...new Set([...pending.keys(), ...failures.keys()])].flatMap((key) => {
        const at = crossingOf(key);
        if (at.engine !== engine || (at.container !== id && at.network !== id)) return [];
        return { container: at.container, network: at.network, action: pending.get(key) ?? null, failure: failures.get(key)?.failure ?? null };
      }),
    /** @param {string} engine @param {string} container @param {string} network */
    failureAt: (engine, container, network) => failures.get(crossing(engine, container, network))?.failure ?? null,
    /** @param {string} engine @param {string} container */
    newestOf: (engine, container) => newest.get(`${engine} ${container}`) ?? null,
    /** Calls back at each change, with the outcome where one of the user's own orders is asked for or has ended. @param {(outcome: Outcome | null) => void} listener */
    subscribe: (listener) => listeners.add(listener),
  };
}

/** @param {Order} order */
function failureOf(order) {
  if (order.error) return order.error.detail || order.error.code;
  return order.state === "unknown" ? gettext("What became of it is not known: the agent that ran it is gone.") : gettext("Nobody took the order in time.");
}

/** @param {Order} order */
const codeOf = (order) => order.error?.code ?? (order.state === "unknown" ? "outcome_unknown" : "no_agent");

/** Gives an order through the API. @param {string} path @param {Record<string, unknown>} body @returns {Promise<{order?: Order, failure?: string, code?: string}>} `code`: the API's, or `server_away` */
export async function post(path, body) {
  try {
    const response = await fetch(path, {
      method: "POST",
      headers: { ...csrfHeaders(), "Content-Type": "application/json", Accept: "application/json", "Idempotency-Key": randomKey() },
      body: JSON.stringify(body),
    });
    const answer = await response.json();
    if (response.ok && answer.order) return { order: answer.order };
    return { failure: typeof answer.detail === "string" ? answer.detail : fill(gettext("The server answered %(status)s."), { status: response.status }), code: answer.code ?? "" };
  } catch (error) {
    return { failure: fill(gettext("The server could not be asked: %(why)s"), { why: String(error) }), code: "server_away" };
  }
}

/** crypto.randomUUID is for secure contexts only. */
function randomKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
