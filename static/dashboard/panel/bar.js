// The line below the grid while changes are staged: what they are, what they do, clear or apply.

import { html, render } from "../../vendor/lit.js";
import { fill, gettext, ngettext } from "../i18n.js";
import { namesOf, shiftLines } from "./sentences.js";

const NAMED = 3;

/** @param {HTMLElement} element @param {{changes: import("./staged.js").Change[], state: import("../store.js").State, clear: () => void, apply: () => void}} given */
export function showBar(element, { changes, state, clear, apply }) {
  element.hidden = !changes.length;
  if (!changes.length) return;
  const count = changes.length;
  const named = changes.slice(0, NAMED).map((change) => {
    const { container, network } = namesOf(change, state);
    return `${change.action === "connect" ? gettext("connect") : gettext("disconnect")} ${container} ${change.action === "connect" ? "→" : "↛"} ${network}`;
  });
  if (count > NAMED) named.push(`+${count - NAMED}`);
  render(
    html`<b>${fill(ngettext("%(count)s change staged", "%(count)s changes staged", count), { count })}</b>
      <div class="bar-words"><span class="mono bar-what">${named.map((words) => html`<span>${words}</span>`)}</span><span class="bar-shift">${shiftLines(changes, state, false).join(" ")}</span></div>
      <button class="button" @click=${clear}>${gettext("Clear")}</button><button class="button solid" @click=${apply}>${fill(ngettext("Apply %(count)s change", "Apply %(count)s changes", count), { count })} <span aria-hidden="true">⏎</span></button>`,
    element,
  );
}
