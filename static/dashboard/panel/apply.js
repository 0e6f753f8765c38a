// Carries out staged changes one by one, in their order, and tells how each ended. A failure stops nothing: each stands for itself.

import { gettext } from "../i18n.js";

/** @typedef {import("./staged.js").Change} Change */
/** @typedef {import("../orders.js").Outcome} Outcome */
/** @typedef {{change: Change, state: "waiting" | "doing" | "done" | "failed", failure: string, order: import("../orders.js").Order | null}} Step */
/** @typedef {{state: "done" | "failed", failure: string, order: import("../orders.js").Order | null}} End */

// The server answers within 15 s and tells the end of a longer order by the websocket; when that is lost, nothing more may come.
const SILENCE_MS = 60_000;

/** @param {{connect: any, disconnect: any, pendingAt: any, subscribe: any}} orders */
export function createApply(orders) {
  /** @type {Map<string, (end: End) => void>} */
  const waiting = new Map();
  const keyOf = (/** @type {{engine: string, container: string, network: string}} */ at) => `${at.engine} ${at.container}:${at.network}`;

  orders.subscribe((/** @type {Outcome | null} */ outcome) => {
    if (outcome && outcome.state !== "asked") waiting.get(keyOf(outcome))?.(/** @type {End} */ (outcome));
  });

  /** @param {Change} change @returns {Promise<End>} once the engine has done it, or not */
  function ended(change) {
    const { action, engine, container, network, ...wished } = change;
    if (orders.pendingAt(engine, container, network)) return Promise.resolve(failed(gettext("Somebody else's order is under way here.")));
    return new Promise((resolve) => {
      const silence = setTimeout(() => end(failed(gettext("Nothing was heard of it. The activity page tells how it ended."))), SILENCE_MS);
      const end = (/** @type {End} */ how) => {
        clearTimeout(silence);
        waiting.delete(keyOf(change));
        resolve(how);
      };
      waiting.set(keyOf(change), end);
      if (action === "connect") orders.connect({ engine, container, network }, wished);
      else orders.disconnect({ engine, container, network });
    });
  }

  /**
   * @param {Change[]} changes @param {(steps: Step[]) => void} onStep called whenever one moves on
   * @param {() => boolean} [stopped] asked before each: whether those that are left are to be left
   * @returns {Promise<Step[]>}
   */
  return async function apply(changes, onStep, stopped = () => false) {
    /** @type {Step[]} */
    const steps = changes.map((change) => ({ change, state: "waiting", failure: "", order: null }));
    for (const step of steps) {
      if (stopped()) break;
      step.state = "doing";
      onStep(steps);
      const { state, failure, order } = await ended(step.change);
      Object.assign(step, { state, failure, order });
      onStep(steps);
    }
    return steps;
  };
}

/** @param {string} failure @returns {End} */
const failed = (failure) => ({ state: "failed", failure, order: null });
