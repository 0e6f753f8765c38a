// The one confirmation of all staged changes: what will be done, the commands that do the same, who shares a network afterwards; then,
// in the same place, how each ended.

import { html, nothing, render } from "../../vendor/lit.js";
import { announce } from "../announce.js";
import { fill, gettext, ngettext } from "../i18n.js";
import { literal } from "../layout/text.js";
import { commandWords, shiftLines, titleOf } from "./sentences.js";

/** @typedef {import("./apply.js").Step} Step */
/** @typedef {import("./staged.js").Change} Change */

/** @param {HTMLDialogElement} dialog @param {{staged: any, orders: any, apply: (changes: Change[], onStep: (steps: Step[]) => void, stopped: () => boolean) => Promise<Step[]>, state: () => import("../store.js").State, onClose: () => void}} given */
export function createConfirm(dialog, { staged, orders, apply, state, onClose }) {
  /** @type {Step[]} */
  let steps = [];
  let phase = /** @type {"asking" | "working" | "over"} */ ("asking");
  let stopped = false;

  function open() {
    steps = staged.list().map((/** @type {Change} */ change) => ({ change, state: "waiting", failure: "", order: null }));
    if (!steps.length) return;
    phase = "asking";
    stopped = false;
    draw();
    dialog.showModal();
    /** @type {HTMLElement | null} */ (dialog.querySelector(".primary"))?.focus();
  }

  async function go() {
    phase = "working";
    draw();
    steps = await apply(steps.map((step) => step.change), (moved) => {
      steps = moved;
      staged.drop(moved.filter((step) => step.state === "done").map((step) => `${step.change.engine} ${step.change.container}:${step.change.network}`));
      draw();
    }, () => stopped);
    phase = "over";
    announce(summary());
    draw();
    /** @type {HTMLElement | null} */ (dialog.querySelector(".primary"))?.focus();
  }

  /** The other way round, so that what was done last goes first. */
  async function undoAll() {
    for (const step of [...steps].reverse()) if (step.order?.undo) await orders.undo(step.order);
    dialog.close();
  }

  function draw() {
    const count = steps.length;
    const title = phase === "asking" ? fill(ngettext("Apply %(count)s change?", "Apply %(count)s changes?", count), { count }) : phase === "working" ? gettext("Applying one by one…") : summary();
    const shifts = phase === "asking" ? shiftLines(steps.map((step) => step.change), state()) : [];
    render(
      html`<h2 id="confirm-title">${title}</h2>
        <ol class="p-steps">${steps.map(line)}</ol>
        ${shifts.length ? html`<ul class="p-shifts">${shifts.map((words) => html`<li>${words}</li>`)}</ul>` : nothing}
        <div class="row">${buttons(count)}</div>`,
      dialog,
    );
  }

  /** @param {Step} step */
  function line({ change, state: stands, failure }) {
    return html`<li class="p-step" data-state=${stands}><i class="p-step-mark" aria-hidden="true"></i>
      <div><b>${titleOf(change, state())}</b><code class="mono">${literal(commandWords(change, state()))}</code>${failure ? html`<span class="failed">${failure}</span>` : nothing}</div>
      <span class="quiet">${WORDS[stands]()}</span></li>`;
  }

  /** @param {number} count */
  function buttons(count) {
    const stop = () => {
      stopped = true;
      draw();
    };
    if (phase === "working") return html`<button class="button" ?disabled=${stopped} @click=${stop}>${gettext("Stop after this one")}</button>`;
    const close = () => dialog.close();
    if (phase === "asking")
      return html`<button class="button primary" @click=${go}>${fill(ngettext("Apply %(count)s change", "Apply %(count)s changes", count), { count })}</button><button class="button" @click=${close}>${gettext("Cancel")}</button>`;
    const undoable = steps.filter((step) => step.order?.undo).length;
    return html`<button class="button primary" @click=${close}>${gettext("Close")}</button>${undoable ? html`<button class="button" @click=${undoAll}>${undoable === count ? gettext("Undo all") : fill(gettext("Undo %(count)s of them"), { count: undoable })}</button>` : nothing}`;
  }

  function summary() {
    const done = steps.filter((step) => step.state === "done").length;
    const left = steps.filter((step) => step.state === "left").length;
    const words = fill(gettext("%(done)s of %(count)s done"), { done, count: steps.length });
    const unsent = fill(ngettext("%(count)s not sent: still staged", "%(count)s not sent: still staged", left), { count: left });
    return left ? `${words} · ${unsent}` : words;
  }

  // What has begun is seen through: the dialog stays until the last has ended.
  dialog.addEventListener("cancel", (event) => phase === "working" && event.preventDefault());
  dialog.addEventListener("close", onClose);

  return { open };
}

/** @type {Record<Step["state"], () => string>} */
const WORDS = { waiting: () => "", doing: () => gettext("doing…"), done: () => gettext("done"), failed: () => gettext("failed"), left: () => gettext("not sent") };
