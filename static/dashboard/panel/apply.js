// Carries out staged changes one by one, in their order, and tells how each ended. A failure stops nothing: each stands for itself.

/** @typedef {import("./staged.js").Change} Change */
/** @typedef {import("../orders.js").Outcome} Outcome */
/** @typedef {{change: Change, state: "waiting" | "doing" | "done" | "failed", failure: string, order: import("../orders.js").Order | null}} Step */

/** @param {{connect: any, disconnect: any, pendingAt: any, subscribe: any}} orders */
export function createApply(orders) {
  /** @type {Map<string, (outcome: Outcome) => void>} */
  const waiting = new Map();
  const keyOf = (/** @type {{engine: string, container: string, network: string}} */ at) => `${at.engine} ${at.container}:${at.network}`;

  orders.subscribe((/** @type {Outcome | null} */ outcome) => {
    if (!outcome || outcome.state === "asked") return;
    const heard = waiting.get(keyOf(outcome));
    waiting.delete(keyOf(outcome));
    heard?.(outcome);
  });

  /** @param {Change} change @returns {Promise<Outcome>} once the engine has done it, or not */
  function ended(change) {
    const { action, engine, container, network, ...wished } = change;
    return new Promise((resolve) => {
      waiting.set(keyOf(change), resolve);
      if (action === "connect") orders.connect({ engine, container, network }, wished);
      else orders.disconnect({ engine, container, network });
    });
  }

  /**
   * @param {Change[]} changes @param {(steps: Step[]) => void} onStep called whenever one moves on
   * @returns {Promise<Step[]>}
   */
  return async function apply(changes, onStep) {
    /** @type {Step[]} */
    const steps = changes.map((change) => ({ change, state: "waiting", failure: "", order: null }));
    for (const step of steps) {
      step.state = "doing";
      onStep(steps);
      const outcome = await ended(step.change);
      Object.assign(step, { state: outcome.state, failure: outcome.failure, order: outcome.order });
      onStep(steps);
    }
    return steps;
  };
}
