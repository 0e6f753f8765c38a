// What the panel says: of a crossing, of why it is refused, of an address that can't be given.

import { fill, gettext } from "../i18n.js";
import { refusalWords } from "../refusals.js";

/** @typedef {import("./model.js").Crossing} Crossing */
/** @typedef {import("./staged.js").Change} Change */
/** @typedef {{crossing: Crossing, staged: Change | null, pending: string | null, failure: string | null}} Standing all that is to be said of a crossing */

/** @type {Record<string, () => string>} */
const MORE_REASONS = {
  gone: () => gettext("This network is gone; the container still names it and would not start."),
  read_only: () => gettext("netviz is set to read only: nothing can be connected or disconnected here."),
  viewer: () => gettext("You look only: an operator can connect and disconnect."),
};

/** @param {string} code */
export const reason = (code) => MORE_REASONS[code]?.() ?? refusalWords(code);

/** @type {Record<string, () => string>} */
const PROBLEMS = {
  no_address: () => gettext("This is not an IP address."),
  no_subnet: () => gettext("This network has no subnet: its addresses can't be chosen."),
  outside: () => gettext("This address is outside the network's subnets."),
  network: () => gettext("This is the network's own address."),
  broadcast: () => gettext("This is the network's broadcast address."),
  gateway: () => gettext("This is the network's gateway."),
  taken: () => gettext("Another container has this address."),
};

/** @param {string} code of typed.js */
export const problem = (code) => PROBLEMS[code]?.() ?? code;

/** What stands in a staged crossing. @param {Change} change */
export const wish = (change) => (change.action === "disconnect" ? gettext("disconnect") : `+ ${change.ipv4 ?? change.ipv6 ?? gettext("next free")}`);

/** A network whose crossings read a word instead of an address. @param {Crossing} crossing @param {string} driver */
export function addressText(crossing, driver) {
  if (crossing.addresses.length) return crossing.addresses[0];
  if (crossing.state !== "joined") return "";
  if (driver === "host") return "host";
  if (driver === "null") return "none";
  if (crossing.why === "gone") return gettext("gone");
  return crossing.stopped ? gettext("next free") : gettext("connected");
}

/** How a crossing stands, in a few words. @param {Standing} standing @param {string} driver */
export function stands(standing, driver) {
  const { crossing, staged, pending, failure } = standing;
  if (pending) return pending === "connect" ? gettext("connecting…") : gettext("disconnecting…");
  const words = [now(crossing, driver)];
  if (failure) words.push(failure);
  if (staged) words.push(staged.action === "disconnect" ? gettext("staged: disconnect") : fill(gettext("staged: connect, %(address)s"), { address: staged.ipv4 ?? staged.ipv6 ?? gettext("next free") }));
  return words.join("; ");
}

/** @param {Crossing} crossing @param {string} driver */
function now(crossing, driver) {
  if (crossing.state === "free") return gettext("not connected");
  if (crossing.state === "refused") return `${gettext("not connected")}: ${reason(crossing.why ?? "")}`;
  const addresses = crossing.addresses.join(", ") || addressText(crossing, driver);
  return crossing.stopped ? fill(gettext("%(address)s when it runs"), { address: addresses }) : fill(gettext("connected: %(address)s"), { address: addresses });
}

/** The name that a screen reader says. @param {string} container @param {string} network @param {string} words */
export const labelOf = (container, network, words) => `${container}, ${network}: ${words}`;
