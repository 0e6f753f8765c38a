// Carries out staged changes one by one, in their order, and tells how each ended. A failure of one stops nothing: each stands for
// itself. But where the engine, or netviz, is away, or takes no orders, nothing more is sent there.

import { gettext } from "../i18n.js";

/** @typedef {import("./staged.js").Change} Change */
/** @typedef {import("../orders.js").Outcome} Outcome */
/** @typedef {{change: Change, state: "waiting" | "doing" | "done" | "failed" | "left", failure: string, order: import("../orders.js").Order | null}} Step `left`: not sent; `failure` says why, where it was not a person who stopped */
/** @typedef {{state: "done" | "failed", failure: string, code: string, order: import("../orders.js").Order | null}} End */

// The server answers within 15 s and tells the end of a longer order by the websocket; when that is lost, nothing more may come.
const SILENCE_MS = 60_000;
/** What would fail every change of that engine, or of all of them. */
const OF_AN_ENGINE = new Set(["engine_unreachable", "unreachable", "engine_unknown", "no_agent", "outcome_unknown"]);
const OF_ALL = new Set(["server_away", "read_only", "forbidden"]);

/**
 * @param {{connect: any, disconnect: any, pendingAt: any, subscribe: any}} orders
 * @param {(engine: string) => string | null} away why nothing can be sent to an engine now, in words
 */
export function createApply(orders, away) {
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
    /** @type {Map<string, string>} engine ("" for all) -> why nothing more is sent there */
    const closed = new Map();
    for (const step of steps) {
      const { engine } = step.change;
      const why = stopped() ? "" : closed.get("") ?? closed.get(engine) ?? away(engine);
      if (why !== null) {
        Object.assign(step, { state: "left", failure: why });
        continue;
      }
      step.state = "doing";
      onStep(steps);
      const { state, failure, code, order } = await ended(step.change);
      Object.assign(step, { state, failure, order });
      if (OF_ALL.has(code) || OF_AN_ENGINE.has(code)) closed.set(OF_ALL.has(code) ? "" : engine, failure);
      onStep(steps);
    }
    onStep(steps);
    return steps;
  };
}

/** @param {string} failure @returns {End} */
const failed = (failure) => ({ state: "failed", failure, code: "", order: null });
