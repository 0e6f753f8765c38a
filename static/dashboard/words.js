// Words for the codes that objects and orders carry; an unknown code is shown as it is.

import { gettext } from "./i18n.js";

/** @type {Record<string, () => string>} */
const CONTAINER = {
  created: () => gettext("created"),
  running: () => gettext("running"),
  paused: () => gettext("paused"),
  restarting: () => gettext("restarting"),
  removing: () => gettext("being removed"),
  exited: () => gettext("exited"),
  dead: () => gettext("dead"),
};
/** @type {Record<string, () => string>} */
const HEALTH = { starting: () => gettext("health: starting"), healthy: () => gettext("healthy"), unhealthy: () => gettext("unhealthy") };
/** @type {Record<string, () => string>} */
const ORDER = {
  pending: () => gettext("waiting"),
  running: () => gettext("being done"),
  done: () => gettext("done"),
  failed: () => gettext("failed"),
  expired: () => gettext("not done: no agent took it"),
  unknown: () => gettext("outcome unknown"),
};
/** @type {Record<string, () => string>} */
const ACTS = {
  start: () => gettext("Start"),
  stop: () => gettext("Stop"),
  restart: () => gettext("Restart"),
  pause: () => gettext("Pause"),
  unpause: () => gettext("Resume"),
};

/** @param {Record<string, () => string>} words */
const said = (words) => (/** @type {string | null | undefined} */ code) => (code ? (words[code]?.() ?? code) : "");

export const containerState = said(CONTAINER);
export const healthWord = said(HEALTH);
export const orderState = said(ORDER);
export const actWord = said(ACTS);

/** What can be asked of a container in a state. @param {string} state @returns {string[]} */
export function actsOf(state) {
  if (state === "running") return ["restart", "stop", "pause"];
  if (state === "paused") return ["unpause", "stop"];
  return state === "restarting" ? ["stop"] : ["start"];
}
