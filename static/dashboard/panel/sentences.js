// What staged changes are and do, in words.

import { find } from "../facts.js";
import { fill, gettext, ngettext } from "../i18n.js";
import { literal } from "../layout/text.js";
import { shifts } from "./shares.js";

/** @typedef {import("./staged.js").Change} Change */
/** @typedef {import("../store.js").State} State */

const NAMED = 6;

/** @param {Change} change @param {State} state */
export function namesOf(change, state) {
  const name = (/** @type {"container" | "network"} */ kind) => find(state, kind, change.engine, change[kind])?.name ?? change[kind].slice(0, 12);
  return { container: name("container"), network: name("network") };
}

/** The CLI of the change's engine. @param {Change} change @param {State} state */
export const programOf = (change, state) => find(state, "engine", change.engine, change.engine)?.product ?? "docker";

/** @param {Change} change @param {State} state */
export function titleOf(change, state) {
  const names = namesOf(change, state);
  const shown = { container: literal(names.container), network: literal(names.network), address: change.ipv4 ?? change.ipv6 ?? gettext("next free") };
  return change.action === "connect" ? fill(gettext("Connect %(container)s to %(network)s (%(address)s)"), shown) : fill(gettext("Disconnect %(container)s from %(network)s"), shown);
}

/** Who shares a network with whom only afterwards, and who no longer. @param {Change[]} changes @param {State} state @param {boolean} [addresses] with the addresses of those who are new @returns {string[]} */
export function shiftLines(changes, state, addresses = true) {
  const engines = [...new Set(changes.map((change) => change.engine))];
  return engines.flatMap((engine) => {
    const endpoints = [...state.tables.endpoint.values()].filter((endpoint) => endpoint.engine === engine);
    return shifts(changes.filter((change) => change.engine === engine), endpoints).flatMap((shift) => lines(shift, engine, state, addresses));
  });
}

/** @param {import("./shares.js").Shift} shift @param {string} engine @param {State} state @param {boolean} addresses @returns {string[]} */
function lines(shift, engine, state, addresses) {
  const name = (/** @type {string} */ id) => literal(find(state, "container", engine, id)?.name ?? id.slice(0, 12));
  const container = name(shift.container);
  const found = shift.last ? [fill(gettext("%(container)s is then in no network at all."), { container })] : [];
  if (shift.gains.length) found.push(fill(gettext("%(container)s then shares a network with %(names)s."), { container, names: listed(shift.gains.map((one) => (one.address && addresses ? `${name(one.id)} (${one.address})` : name(one.id)))) }));
  if (shift.loses.length) found.push(fill(gettext("%(container)s no longer shares a network with %(names)s."), { container, names: listed(shift.loses.map(name)) }));
  return found;
}

/** @param {string[]} names */
function listed(names) {
  const more = names.length - NAMED;
  const shown = names.slice(0, NAMED).join(", ");
  return more > 0 ? fill(ngettext("%(names)s and %(count)s more", "%(names)s and %(count)s more", more), { names: shown, count: more }) : shown;
}
