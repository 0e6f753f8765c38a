// What staged changes are and do, in words.

import { find } from "../facts.js";
import { fill, gettext, ngettext } from "../i18n.js";
import { literal } from "../layout/text.js";
import { cliName, shownName } from "../twins.js";
import { shifts } from "./shares.js";
import { commandOf } from "./staged.js";

/** @typedef {import("./staged.js").Change} Change */
/** @typedef {import("../store.js").State} State */

const NAMED = 6;

/** As they are shown. @param {Change} change @param {State} state */
export function namesOf(change, state) {
  const network = find(state, "network", change.engine, change.network);
  return { container: literal(containerName(change, state)), network: network ? shownName(network, state.tables.network) : change.network.slice(0, 12) };
}

/** The command that does the same, with the CLI of the change's engine. @param {Change} change @param {State} state */
export function commandWords(change, state) {
  const network = find(state, "network", change.engine, change.network);
  const program = find(state, "engine", change.engine, change.engine)?.product ?? "docker";
  return commandOf(change, { container: containerName(change, state), network: network ? cliName(network, state.tables.network) : change.network }, program);
}

/** @param {Change} change @param {State} state @returns {string} */
const containerName = (change, state) => find(state, "container", change.engine, change.container)?.name ?? change.container.slice(0, 12);

/** @param {Change} change @param {State} state */
export function titleOf(change, state) {
  const shown = { ...namesOf(change, state), address: change.ipv4 ?? change.ipv6 ?? gettext("next free") };
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
