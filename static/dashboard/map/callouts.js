// What went wrong, said at the thing itself: a small note below the card or the joint, until it is read, asked again or settled.

import { html, render } from "../../vendor/lit.js";
import { find } from "../facts.js";
import { fill, gettext } from "../i18n.js";
import { literal } from "../layout/text.js";

/** @typedef {import("../orders.js").Crossing & {action: string, failure: string}} Failed */

const GAP_PX = 6;

/**
 * @param {HTMLElement} layer in the scrolled box, above the drawing
 * @param {{orders: any, state: () => import("../store.js").State, elementOf: (selection: {kind: string, engine: string, id: string}) => Element | null,
 *   select: (selection: {kind: string, engine: string, id: string}) => void}} given
 */
export function createCallouts(layer, { orders, state, elementOf, select }) {
  /** @param {Failed} failed */
  const anchor = (failed) =>
    elementOf({ kind: "endpoint", engine: failed.engine, id: `${failed.container}:${failed.network}` }) ??
    elementOf({ kind: "container", engine: failed.engine, id: failed.container }) ??
    elementOf({ kind: "network", engine: failed.engine, id: failed.network });

  /** @param {Failed} failed */
  function view(failed) {
    const name = (/** @type {"container" | "network"} */ kind) => literal(find(state(), kind, failed.engine, failed[kind])?.name ?? failed[kind].slice(0, 12));
    const what = fill(failed.action === "connect" ? gettext("%(container)s is not connected to %(network)s.") : gettext("%(container)s is still connected to %(network)s."), { container: name("container"), network: name("network") });
    return html`<div class="callout" role="group" aria-label=${what}><p><b>${what}</b></p><p class="why">${failed.failure}</p>
      <div class="row"><button class="link" @click=${() => select({ kind: "container", engine: failed.engine, id: failed.container })}>${gettext("Details")}</button><button class="link" @click=${() => orders.retry(failed)}>${gettext("Try again")}</button><button class="link" @click=${() => orders.dismiss(failed)}>${gettext("Dismiss")}</button></div></div>`;
  }

  /** Draws them anew, each at the thing that it is about. */
  function refresh() {
    const failed = /** @type {Failed[]} */ (orders.failed());
    if (!failed.length && !layer.childElementCount) return;
    render(failed.map(view), layer);
    failed.forEach((one, index) => place(/** @type {HTMLElement} */ (layer.children[index]), anchor(one)));
  }

  /** @param {HTMLElement} callout @param {Element | null} at */
  function place(callout, at) {
    callout.hidden = !at;
    if (!at) return;
    const [near, ground] = [at.getBoundingClientRect(), layer.getBoundingClientRect()];
    const scroll = /** @type {HTMLElement} */ (layer.parentElement);
    const right = scroll.scrollLeft + scroll.clientWidth - callout.offsetWidth - GAP_PX;
    callout.style.left = `${Math.max(GAP_PX, Math.min(near.left - ground.left, right))}px`;
    callout.style.top = `${near.bottom - ground.top + GAP_PX}px`;
  }

  return { refresh };
}
