// The whole object as netviz holds it, to be copied, beside itself at any earlier moment that the journal still has.

import { html, nothing } from "../../vendor/lit.js";
import { copyFrom } from "../copy.js";
import { clock, fill, gettext } from "../i18n.js";
import { literal } from "../layout/text.js";
import { section } from "./parts.js";
import { rawLines } from "./raw-lines.js";

/** @typedef {{revision: number, time: string, op: string, data: any}} Moment a change of the object: the object after it */
/** @typedef {{key: string, moments: Moment[] | null, failed: boolean, chosen: number}} Known */

const MOST = 200;

/** @param {() => void} redraw when the answer is there, or another moment was chosen */
export function createRaw(redraw) {
  /** @type {Known | null} */
  let known = null;

  /** @param {string} kind @param {{engine: string, id: string}} object @param {string} key */
  async function load(kind, object, key) {
    const same = known?.key.split("\n")[0] === key.split("\n")[0] ? known : null;
    const mine = (known = { key, moments: same?.moments ?? null, failed: false, chosen: same?.chosen ?? 0 });
    const query = new URLSearchParams({ kind, engine: object.engine, id: object.id, limit: String(MOST) });
    const response = await fetch(`/api/v1/history?${query}`).catch(() => null);
    if (known !== mine) return;
    if (response?.ok) mine.moments = (await response.json()).changes;
    else mine.failed = true;
    redraw();
  }

  /** @param {string} kind @param {any} object as the store holds it */
  function view(kind, object) {
    // Asked for again when the object has changed: that is a moment more.
    const key = `${kind} ${object.engine} ${object.id}\n${JSON.stringify(object)}`;
    if (known?.key !== key) load(kind, object, key);
    const current = /** @type {Known} */ (known);
    const moments = (current.moments ?? []).filter((moment) => moment.data);
    const was = moments.find((moment) => moment.revision === current.chosen) ?? null;
    const choose = (/** @type {any} */ event) => {
      current.chosen = Number(event.target.value);
      redraw();
    };
    return html`${section(gettext("Compare with"))}
      <select class="moments" aria-label=${gettext("Compare with")} @change=${choose}>
        <option value="0" ?selected=${!was}>${gettext("nothing: as it is now")}</option>
        ${moments.slice(1).map((moment) => html`<option value=${moment.revision} ?selected=${moment === was}>${fill(gettext("as it was from %(time)s"), { time: clock(moment.time) })}</option>`)}
      </select>
      ${current.failed ? html`<p class="failed">${gettext("Its earlier moments could not be read.")}</p>` : nothing}
      ${current.moments && moments.length < 2 ? html`<p class="quiet">${gettext("No earlier moment is known: it has not changed since netviz first saw it.")}</p>` : nothing}
      ${linesView(object, was?.data ?? null)}`;
  }

  return { view };
}

/** @param {any} object @param {any} was */
function linesView(object, was) {
  const lines = rawLines(object, was);
  const differs = lines.some((line) => line.mark !== " ");
  return html`${section(was ? gettext("What differs") : gettext("As netviz holds it"))}
    ${was && !differs ? html`<p class="quiet">${gettext("Nothing differs.")}</p>` : nothing}
    <div class="with-copy"><pre class="command raw" tabindex="0">${lines.map(({ mark, text }) => (mark === " " ? html`<span>${literal(text)}\n</span>` : html`<span class=${mark === "-" ? "was" : "now"}>${mark} ${literal(text)}\n</span>`))}</pre>
      <button class="link copy" @click=${(/** @type {Event} */ event) => copyFrom(event, JSON.stringify(object, null, 2))}>${gettext("Copy")}</button></div>`;
}
