// What pressing crossings does: at once, or staged to be applied together.

import { announce } from "../announce.js";
import { fill, gettext } from "../i18n.js";
import { reason } from "./words.js";

/** @typedef {import("./model.js").Row} Row */
/** @typedef {import("./model.js").Column} Column */
/** @typedef {import("./staged.js").Change} Change */
/** @typedef {{row: Row, column: Column, standing: import("./words.js").Standing}} Spot */

/** @param {Spot} spot @returns {import("./staged.js").At} */
export const atOf = ({ row, column }) => ({ engine: row.container.engine, container: row.key, network: column.key });

/** What a press would ask for; null where it would be refused, or is on its way already. @param {Spot} spot @returns {"connect" | "disconnect" | null} */
export function offered({ standing: { crossing, pending } }) {
  if (pending || crossing.why) return null;
  return crossing.state === "joined" ? "disconnect" : "connect";
}

/**
 * What staging a set of crossings means: those that can be connected are, else those that can be disconnected; where all of that is
 * staged already, it is taken back.
 * @param {Spot[]} spots @returns {{add: Change[], drop: import("./staged.js").At[]}}
 */
export function toggled(spots) {
  const open = spots.filter((spot) => offered(spot) !== null);
  const action = open.some((spot) => offered(spot) === "connect") ? "connect" : "disconnect";
  const wanted = open.filter((spot) => offered(spot) === action);
  const fresh = wanted.filter((spot) => !spot.standing.staged);
  return fresh.length ? { add: fresh.map((spot) => ({ ...atOf(spot), action })), drop: [] } : { add: [], drop: wanted.map(atOf) };
}

/** Why nothing comes of staging these. @param {Spot[]} spots */
function unchanged(spots) {
  const why = spots.length === 1 ? spots[0].standing.crossing.why : null;
  return why ? reason(why) : gettext("None of these crossings can be changed.");
}

/** @param {{orders: any, staged: any, ask: any, state: () => import("../store.js").State}} given */
export function createActs({ orders, staged, ask, state }) {
  /** Connects at once; asks before it disconnects. @param {Spot} spot @param {Element} near @param {Record<string, string>} [wished] */
  function act(spot, near, wished = {}) {
    const { crossing } = spot.standing;
    const action = offered(spot);
    if (action === "connect") orders.connect(atOf(spot), wished);
    else if (action === "disconnect") ask.disconnect(state(), crossing.endpoint, near);
    else if (crossing.why) announce(reason(crossing.why));
  }

  /** @param {Spot[]} spots */
  function stage(spots) {
    const { add, drop } = toggled(spots);
    staged.add(add);
    staged.drop(drop.map((/** @type {import("./staged.js").At} */ at) => `${at.engine} ${at.container}:${at.network}`));
    if (!add.length && !drop.length) announce(unchanged(spots));
    else announce(fill(gettext("Staged changes: %(count)s."), { count: staged.size }));
  }

  return { act, stage };
}
