// The orders about one object: when, what as a command, what became of it, and the way back where there is one.

import { html, nothing } from "../../vendor/lit.js";
import { clock, fill, gettext } from "../i18n.js";
import { literal } from "../layout/text.js";
import { orderState } from "../words.js";
import { section } from "./parts.js";

/** @typedef {import("../orders.js").Order & {created: string}} Asked */

const MOST = 300;
const SHOWN = 12;

/** @param {() => void} redraw when the answer is there */
export function createAsked(redraw) {
  /** @type {{engine: string, rows: Asked[] | null, failed: boolean} | null} */
  let known = null;

  /** @param {string} engine */
  async function load(engine) {
    const mine = (known = { engine, rows: known?.engine === engine ? known.rows : null, failed: false });
    const response = await fetch(`/api/v1/orders?limit=${MOST}&engine=${encodeURIComponent(engine)}`).catch(() => null);
    if (known !== mine) return;
    if (response?.ok) mine.rows = await response.json();
    else mine.failed = true;
    redraw();
  }

  /** @param {"container" | "network"} kind @param {{engine: string, id: string}} object @param {import("../inspector.js").Tools} tools */
  function view(kind, object, tools) {
    if (known?.engine !== object.engine) load(object.engine);
    const about = (known?.rows ?? []).filter((order) => order.args?.[kind] === object.id || order.args?.[`${kind}s`]?.includes(object.id));
    const rows = about.slice(0, SHOWN);
    const more = about.length > SHOWN || (known?.rows?.length ?? 0) >= MOST;
    return html`${section(gettext("Asked through netviz"))} ${known?.failed ? html`<p class="failed">${gettext("The orders could not be read.")}</p>` : nothing}
      ${known?.rows ? (rows.length ? html`<ol class="changes">${rows.map((order) => row(order, tools))}</ol>` : html`<p class="quiet">${more ? fill(gettext("None among the engine's newest %(count)s orders."), { count: MOST }) : gettext("Nothing yet.")}</p>`) : html`<p class="quiet">${gettext("Loading…")}</p>`}
      ${more ? allOf(object, rows.length) : nothing}`;
  }

  return {
    view,
    /** An order's news: what is shown is asked for again. @param {{engine: string}} order */
    hear: (order) => known?.engine === order.engine && load(order.engine),
  };
}

/** That these are the newest, and where the others are. @param {{engine: string, id: string}} object @param {number} shown */
function allOf(object, shown) {
  const query = new URLSearchParams({ show: "orders", engine: object.engine, about: object.id });
  return html`<p class="quiet">${shown ? fill(gettext("These are the newest %(count)s."), { count: shown }) : nothing} <a href=${`/activity/?${query}`}>${gettext("All its orders")}</a></p>`;
}

/** @param {Asked} order @param {import("../inspector.js").Tools} tools */
function row(order, tools) {
  const undo = tools.mayOrder && order.state === "done" && order.undo?.network && tools.orders.newestOf(order.engine, order.undo.container)?.id === order.id;
  return html`<li><time datetime=${order.created}>${clock(order.created)}</time> <code>${literal(order.command)}</code> <span class="quiet">${orderState(order.state)} · ${literal(order.by)}</span>
    ${order.error ? html`<p class="failed">${literal(order.error.detail || order.error.code)}</p>` : nothing}
    ${undo ? html`<button class="link" @click=${() => tools.orders.undo(order)}>${gettext("Undo")}</button>` : nothing}</li>`;
}
