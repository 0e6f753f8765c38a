// Asks the engine for something through the API, and knows which controls wait for an answer. The picture itself changes only when
// the engine says that it happened.

import { csrfHeaders } from "./csrf.js";
import { fill, gettext } from "./i18n.js";

/** @typedef {{id: number, action: string, engine: string, state: string, command: string, by: string, args: any, error: {code: string, detail: string} | null, undo: any}} Order */

const OPEN = new Set(["pending", "running"]);
/** What an order is about, as its pending mark and its failure are kept. @param {string} engine @param {string} container @param {string} network */
export const crossing = (engine, container, network) => `${engine} ${container}:${network}`;

export function createOrders() {
  /** @type {Map<string, string>} crossing -> action */
  const pending = new Map();
  /** @type {Map<string, string>} crossing -> what went wrong */
  const failures = new Map();
  /** @type {Map<string, Order>} `engine container` -> the newest order about it */
  const newest = new Map();
  /** @type {Set<string>} the crossings that this page's user asked for: what fails elsewhere is told to who asked there */
  const ours = new Set();
  /** @type {Set<string>} those of them whose answer is still to come, which says more than the websocket */
  const unanswered = new Set();
  /** @type {Set<() => void>} */
  const listeners = new Set();
  const tell = () => listeners.forEach((listener) => listener());

  /** @param {"connect" | "disconnect"} action @param {{engine: string, container: string, network: string}} at @param {Record<string, unknown>} [more] */
  async function send(action, at, more = {}) {
    const key = crossing(at.engine, at.container, at.network);
    if (pending.has(key)) return;
    ask(key, action);
    unanswered.add(key);
    const path = `/api/v1/networks/${encodeURIComponent(at.network)}/${action}?engine=${encodeURIComponent(at.engine)}`;
    const answer = await post(path, { container: at.container, ...more });
    unanswered.delete(key);
    if (answer.failure) settle(key, answer.failure);
    else if (answer.order) hear(answer.order);
  }

  /** @param {string} key @param {string} action */
  function ask(key, action) {
    ours.add(key);
    pending.set(key, action);
    failures.delete(key);
    tell();
  }

  /** Takes an order back, where that restores everything. @param {Order} order */
  async function undo(order) {
    const key = crossing(order.engine, order.undo.container, order.undo.network);
    if (pending.has(key)) return;
    ask(key, order.undo.action);
    const answer = await fetch(`/activity/${order.id}/undo/`, { method: "POST", headers: csrfHeaders(), redirect: "manual" }).catch(() => null);
    // The page sends on to where it was asked once it is done, and shows itself again when it is not.
    settle(key, answer?.type === "opaqueredirect" ? null : gettext("It could not be taken back. The activity page shows what stands in the way."));
  }

  /** An order's news, from this page's own request or from the websocket, in either order. @param {Order} order */
  function hear(order) {
    const { container, network } = order.args ?? {};
    if (!container || !network) return;
    newest.set(`${order.engine} ${container}`, order);
    const key = crossing(order.engine, container, network);
    if (!OPEN.has(order.state)) return end(key, order);
    pending.set(key, order.action);
    tell();
  }

  /** @param {string} key @param {Order} order */
  function end(key, order) {
    if (order.state === "done") settle(key, null);
    else if (!unanswered.has(key)) settle(key, ours.has(key) ? failureOf(order) : null);
  }

  /** @param {string} key @param {string | null | undefined} failure */
  function settle(key, failure) {
    pending.delete(key);
    ours.delete(key);
    if (failure) failures.set(key, failure);
    tell();
    if (failure) toast(failure);
  }

  return {
    connect: (/** @type {{engine: string, container: string, network: string}} */ at, /** @type {Record<string, unknown>} */ more) => send("connect", at, more),
    disconnect: (/** @type {{engine: string, container: string, network: string}} */ at) => send("disconnect", at),
    undo,
    hear,
    /** @param {string} engine @param {string} container @param {string} network */
    pendingAt: (engine, container, network) => pending.get(crossing(engine, container, network)) ?? null,
    /** The crossings that wait or have failed and that `container` or `network` is part of. @param {string} engine @param {string} id */
    about: (engine, id) => {
      const ours = (/** @type {string} */ key) => key.startsWith(`${engine} `) && key.slice(engine.length + 1).split(":").includes(id);
      const rows = [...new Set([...pending.keys(), ...failures.keys()])].filter(ours);
      return rows.map((key) => {
        const [container, network] = key.slice(engine.length + 1).split(":");
        return { container, network, action: pending.get(key) ?? null, failure: failures.get(key) ?? null };
      });
    },
    /** @param {string} engine @param {string} container @param {string} network */
    failureAt: (engine, container, network) => failures.get(crossing(engine, container, network)) ?? null,
    /** @param {string} engine @param {string} container */
    newestOf: (engine, container) => newest.get(`${engine} ${container}`) ?? null,
    /** @param {() => void} listener */
    subscribe: (listener) => listeners.add(listener),
  };
}

/** @param {Order} order */
function failureOf(order) {
  if (order.error) return order.error.detail || order.error.code;
  return order.state === "unknown" ? gettext("What became of it is not known: the agent that ran it is gone.") : gettext("Nobody took the order in time.");
}

/** @param {string} path @param {Record<string, unknown>} body @returns {Promise<{order?: Order, failure?: string}>} */
async function post(path, body) {
  try {
    const response = await fetch(path, {
      method: "POST",
      headers: { ...csrfHeaders(), "Content-Type": "application/json", Accept: "application/json", "Idempotency-Key": randomKey() },
      body: JSON.stringify(body),
    });
    const answer = await response.json();
    if (response.ok && answer.order) return { order: answer.order };
    return { failure: typeof answer.detail === "string" ? answer.detail : fill(gettext("The server answered %(status)s."), { status: response.status }) };
  } catch (error) {
    return { failure: fill(gettext("The server could not be asked: %(why)s"), { why: String(error) }) };
  }
}

/** crypto.randomUUID is for secure contexts only. */
function randomKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const TOAST_MS = 12_000;

/** A notice at the edge of the page, which goes by itself or when pressed. @param {string} text */
export function toast(text) {
  const notice = document.createElement("div");
  notice.className = "notice bad";
  const words = document.createElement("span");
  words.textContent = text;
  const close = document.createElement("button");
  close.className = "link";
  close.textContent = gettext("Close");
  close.addEventListener("click", () => notice.remove());
  notice.append(words, close);
  document.getElementById("toasts")?.append(notice);
  setTimeout(() => notice.remove(), TOAST_MS);
}
