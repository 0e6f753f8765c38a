// What this page's user last did, in the map's own line: pending, done (with the way back where it restores everything), failed. The same
// is announced to a screen reader. Nothing of it covers the map.

import { html, nothing, render } from "../../vendor/lit.js";
import { announce } from "../announce.js";
import { find } from "../facts.js";
import { fill, gettext } from "../i18n.js";
import { addressesOf } from "../layout/labels.js";
import { literal } from "../layout/text.js";

/** @typedef {import("../orders.js").Outcome} Outcome */
/** @typedef {import("../store.js").State} State */

const STAYS_MS = 60_000;

/** @typedef {{ipv4?: string, ipv6?: string, aliases?: string}} Had what a connection had that is gone */

/** @param {HTMLElement} line @param {{orders: any, state: () => State, connectAgain: (at: import("../orders.js").Crossing, had: Had) => void}} given */
export function createTold(line, { orders, state, connectAgain }) {
  /** @type {Outcome | null} */
  let last = null;
  /** @type {Had} */
  let had = {};
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let passing;

  /** @param {Outcome} outcome */
  function tell(outcome) {
    last = outcome;
    clearTimeout(passing);
    // The way back stays in the inspector; what went wrong stays until it is read.
    if (outcome.state === "done") passing = setTimeout(forget, STAYS_MS);
    if (outcome.state === "asked" && outcome.action === "disconnect") had = whatItHas(state(), outcome);
    const words = sentence(outcome, state());
    announce(outcome.failure ? `${words} ${outcome.failure}` : words);
    refresh();
  }

  function forget() {
    last = null;
    render(nothing, line);
  }

  function refresh() {
    if (last?.state === "failed" && !orders.failureAt(last.engine, last.container, last.network)) forget();
    if (last) render(view(last), line);
  }

  /** @param {Outcome} outcome */
  function view(outcome) {
    const undo = outcome.state === "done" && outcome.order?.undo && !orders.pendingAt(outcome.engine, outcome.container, outcome.network) ? outcome.order : null;
    // What the engine had chosen can't be given back for sure, but asked for.
    const again = outcome.state === "done" && outcome.action === "disconnect" && !undo;
    return html`<span class=${outcome.state === "failed" ? "failed" : outcome.state === "asked" ? "waiting" : ""}>${sentence(outcome, state())}</span>
      ${undo ? html`<button class="link" title="Ctrl+Z" @click=${() => orders.undo(undo)}>${gettext("Undo")}</button>` : nothing}${again ? html`<button class="link" @click=${() => connectAgain(outcome, had)}>${gettext("Connect again…")}</button>` : nothing}`;
  }

  return {
    tell,
    refresh,
    /** Takes the last act back, where that restores everything. @returns {boolean} whether there was one */
    undo() {
      if (last?.state !== "done" || !last.order?.undo) return false;
      orders.undo(last.order);
      return true;
    },
  };
}

/** @param {State} state @param {Outcome} outcome @returns {Had} */
function whatItHas(state, outcome) {
  const endpoint = find(state, "endpoint", outcome.engine, `${outcome.container}:${outcome.network}`);
  const container = find(state, "container", outcome.engine, outcome.container);
  const own = new Set([container?.name, outcome.container.slice(0, 12)]);
  return { ipv4: endpoint?.ipv4 ?? "", ipv6: endpoint?.ipv6 ?? "", aliases: (endpoint?.aliases ?? []).filter((/** @type {string} */ alias) => !own.has(alias)).join(" ") };
}

/** @type {Record<string, Record<string, () => string>>} */
const SENTENCES = {
  connect: {
    asked: () => gettext("Connecting %(container)s to %(network)s…"),
    done: () => gettext("%(container)s is connected to %(network)s."),
    addressed: () => gettext("%(container)s is connected to %(network)s as %(address)s."),
    failed: () => gettext("%(container)s was not connected to %(network)s."),
  },
  disconnect: {
    asked: () => gettext("Disconnecting %(container)s from %(network)s…"),
    done: () => gettext("%(container)s is disconnected from %(network)s."),
    failed: () => gettext("%(container)s was not disconnected from %(network)s."),
  },
};

/** @param {Outcome} outcome @param {State} state */
function sentence(outcome, state) {
  const name = (/** @type {"container" | "network"} */ kind) => literal(find(state, kind, outcome.engine, outcome[kind])?.name ?? outcome[kind].slice(0, 12));
  const endpoint = find(state, "endpoint", outcome.engine, `${outcome.container}:${outcome.network}`);
  const address = endpoint && addressesOf(endpoint).addresses[0];
  const form = outcome.state === "done" && outcome.action === "connect" && address ? "addressed" : outcome.state;
  return fill(SENTENCES[outcome.action][form](), { container: name("container"), network: name("network"), address: address ?? "" });
}
