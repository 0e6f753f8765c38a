// The page's one connection to /ws/topology/: keeps the state, tells listeners at most once per frame, comes back by itself.
//
// A page that draws from the state (the map) asks for the whole snapshot; any other only for what comes after the revision that the
// server drew it at. <body> says how it stands: data-live (live, catching-up, lost) and data-revision.

import { emptyState, freshNetworks, snapshotOf, withChanges, withSnapshot } from "./store.js";

/** @typedef {import("./store.js").State} State */
/** @typedef {import("./store.js").Change} Change */
/** @typedef {{state: State, changes: Change[], whole: boolean}} Update `whole`: all is new */
/** @typedef {"live" | "catching-up" | "lost"} Standing */

const FIRST_RETRY_MS = 300;
const LAST_RETRY_MS = 10_000;

/** @param {{whole: boolean, revision?: number, journal?: string}} wanted */
export function createLive(wanted) {
  let state = emptyState(wanted.revision, wanted.journal);
  /** @type {Standing} */
  let standing = "lost";
  /** @type {WebSocket | null} */
  let socket = null;
  let tries = 0;
  let gaps = 0;
  let frame = 0;
  let heard = false;
  /** @type {Change[]} */
  let waiting = [];
  let whole = false;
  /** @type {Set<(update: Update) => void>} */
  const listeners = new Set();
  /** @type {Map<string, Set<(message: any) => void>>} */
  const others = new Map();

  function connect() {
    const known = state.loaded || !wanted.whole;
    const query = known && gaps < 2 ? `?since=${state.revision}&journal=${encodeURIComponent(state.journal)}` : "";
    socket = new WebSocket(`${location.protocol === "https:" ? "wss:" : "ws:"}//${location.host}${document.body.dataset.socket ?? "/ws/topology/"}${query}`);
    socket.addEventListener("open", () => stand("catching-up"));
    socket.addEventListener("message", (event) => receive(JSON.parse(event.data)));
    socket.addEventListener("close", (event) => lost(event.code));
  }

  /** @param {any} message */
  function receive(message) {
    tries = 0;
    heard = true;
    if (message.type === "snapshot") {
      gaps = 0;
      state = withSnapshot(state, message);
      whole = true;
      schedule();
    } else if (message.type === "changes") change(message);
    else for (const listener of others.get(message.type) ?? []) listener(message);
  }

  /** @param {{revision: number, changes: Change[]}} message */
  function change(message) {
    const result = withChanges(state, message, Date.now());
    if (result.gap) {
      gaps += 1;
      socket?.close();
      return;
    }
    gaps = 0;
    state = result.state;
    waiting.push(...result.changed);
    schedule();
  }

  function schedule() {
    if (frame) return;
    // A page in the background gets no frames.
    frame = document.hidden ? window.setTimeout(deliver, 50) : requestAnimationFrame(deliver);
  }

  function deliver() {
    frame = 0;
    const update = { state, changes: waiting, whole };
    waiting = [];
    whole = false;
    for (const listener of listeners) listener(update);
    document.body.dataset.revision = String(state.revision);
    if (socket?.readyState === WebSocket.OPEN) stand("live");
  }

  /** @param {number} code */
  function lost(code) {
    stand("lost");
    // The session is over, and this page has been fed before.
    if (heard && (code === 4401 || code === 4403)) return leave();
    const delay = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** tries) * (0.7 + Math.random() * 0.6);
    tries += 1;
    setTimeout(connect, delay);
  }

  /** The sign-in page says that the session is over, and knows the way back; a share link's own page says that it has ended. */
  function leave() {
    if (document.body.dataset.socket?.startsWith("/ws/share/")) location.reload();
    else location.replace(`/sign-in/?${new URLSearchParams({ ended: "1", next: location.pathname + location.search })}`);
  }

  /** @param {Standing} now */
  function stand(now) {
    standing = now;
    document.body.dataset.live = now;
    for (const listener of others.get("standing") ?? []) listener(now);
  }

  return {
    start: connect,
    get state() {
      return state;
    },
    get standing() {
      return standing;
    },
    snapshot: () => snapshotOf(state),
    fresh: () => freshNetworks(state, Date.now()),
    /** Calls back with each batch of changes, at first with what is there already; gives the way to stop. @param {(update: Update) => void} listener */
    subscribe(listener) {
      listeners.add(listener);
      if (state.loaded && !frame) listener({ state, changes: [], whole: true });
      return () => listeners.delete(listener);
    },
    /** Other messages by type: rates, order; and "standing". @param {string} type @param {(message: any) => void} listener */
    on(type, listener) {
      others.set(type, (others.get(type) ?? new Set()).add(listener));
    },
  };
}

const body = document.body;
export const live = createLive({ whole: ["map", "panel"].includes(body.dataset.page ?? ""), revision: Number(body.dataset.revision), journal: body.dataset.journal });
