// The line above the grid: what is under the keyboard, in words, and what can be done there; nothing of it needs a key.

import { html, nothing, render } from "../../vendor/lit.js";
import { fill, gettext, ngettext } from "../i18n.js";
import { literal } from "../layout/text.js";
import { offered } from "./acts.js";
import { stands } from "./words.js";

/** @typedef {import("./acts.js").Spot} Spot */
/** @typedef {ReturnType<typeof import("./acts.js").toggled> | null} Range what staging the selected crossings would do; null where they are too many to say */

/** @param {HTMLElement} element @param {{spot: Spot | null, count: number, range: Range, problem: string | null, mayOrder: boolean, act: () => void, address: () => void, options: () => void, stage: () => void, retry: () => void, dismiss: () => void}} given */
export function showHere(element, given) {
  render(given.problem ? html`<span class="failed">${given.problem}</span>` : given.count > 1 ? many(given) : given.spot ? one(given.spot, given) : hint(given.mayOrder), element);
}

/** @param {boolean} mayOrder */
const hint = (mayOrder) => html`<span class="quiet">${mayOrder ? gettext("Press a crossing to connect or disconnect.") : gettext("Press a name to see all of it.")} <span class="by-keys">${mayOrder ? gettext("Arrow keys move, Space stages, Enter applies.") : gettext("Arrow keys move, Enter is a press.")}</span></span>`;

/** @param {{count: number, range: Range, stage: () => void}} given */
function many({ count, range, stage }) {
  const words = [fill(ngettext("%(count)s crossing selected", "%(count)s crossings selected", count), { count }), rangeWords(range)].filter(Boolean).join(": ");
  const back = range && !range.add.length;
  const button = back && !range.drop.length ? nothing : html`<button class="link" @click=${stage}>${back ? gettext("Take it back") : gettext("Stage")}</button>`;
  return html`<span class="quiet">${words}</span>${button}`;
}

/** What staging a range would do. @param {Range} range */
function rangeWords(range) {
  if (!range) return "";
  const { add, drop } = range;
  if (!add.length && !drop.length) return gettext("none of them can be changed");
  if (!add.length) return fill(ngettext("%(count)s staged", "%(count)s staged", drop.length), { count: drop.length });
  return add[0].action === "connect" ? fill(ngettext("%(count)s to connect", "%(count)s to connect", add.length), { count: add.length }) : fill(ngettext("%(count)s to disconnect", "%(count)s to disconnect", add.length), { count: add.length });
}

/** @param {Spot} spot @param {{act: () => void, address: () => void, options: () => void, stage: () => void, retry: () => void, dismiss: () => void}} given */
function one(spot, given) {
  const { row, column, standing } = spot;
  const action = offered(spot);
  const words = stands(standing, column.network.driver);
  return html`<span class="here-where"><b>${literal(row.container.name)}</b> × <b>${column.name}</b></span><span class="here-words ${standing.failure ? "failed" : "quiet"}">${words}</span>
    ${action === null ? nothing : actions(action, standing, given)}`;
}

/** @param {"connect" | "disconnect"} action @param {import("./words.js").Standing} standing @param {{act: () => void, address: () => void, options: () => void, stage: () => void, retry: () => void, dismiss: () => void}} given */
function actions(action, standing, given) {
  if (standing.failure) return html`<button class="link" @click=${given.retry}>${gettext("Try again")}</button><button class="link" @click=${given.dismiss}>${gettext("Dismiss")}</button>`;
  if (standing.staged) return html`<button class="link" @click=${given.stage}>${gettext("Take it back")}</button>`;
  return html`<button class="link" @click=${given.act}>${action === "connect" ? gettext("Connect") : gettext("Disconnect")}</button>
    ${action === "connect" ? html`<button class="link" @click=${given.address}>${gettext("With an address")}</button><button class="link" @click=${given.options}>${gettext("Options")}</button>` : nothing}<button class="link" @click=${given.stage}>${gettext("Stage")}</button>`;
}
