// What a tick stands for, in the server's words, over the tick that is pointed at.

import { gettext } from "../i18n.js";

const SETTLE_MS = 90;
const KEPT = 100;
// So many interfaces of the kernel may have come after it.
const REACH = 40;

/** @param {HTMLElement} tip @param {HTMLElement} track */
export function createTickTip(tip, track) {
  /** @type {Map<string, string>} */
  const known = new Map();
  /** @type {import("./span.js").Mark | null} */
  let wanted = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  /** @param {import("./span.js").Mark | null} mark null: nothing is pointed at */
  function show(mark) {
    if (mark?.tick.last === wanted?.tick.last) return;
    wanted = mark;
    clearTimeout(timer);
    tip.hidden = true;
    if (mark) timer = setTimeout(() => load(mark), SETTLE_MS);
  }

  /** @param {import("./span.js").Mark} mark */
  async function load(mark) {
    const query = `first=${mark.tick.first}&last=${mark.tick.last}`;
    const words = known.get(query) ?? (await ask(query));
    if (known.size > KEPT) known.clear();
    if (words) known.set(query, words);
    if (wanted !== mark) return;
    // The server escapes what engines report; the policy of the page forbids scripts in it.
    if (words) tip.innerHTML = words;
    else tip.textContent = gettext("The changes could not be read.");
    tip.hidden = false;
    place(mark.x);
  }

  /** @param {number} x 0 to 1 */
  function place(x) {
    const box = track.getBoundingClientRect();
    const left = box.left + x * box.width - tip.offsetWidth / 2;
    tip.style.left = `${Math.min(innerWidth - tip.offsetWidth - 8, Math.max(8, left))}px`;
    tip.style.top = `${box.top - tip.offsetHeight - 4}px`;
  }

  return { show };
}

/** The last change by a revision that people know of, in words. @param {number} revision */
export async function wordsOf(revision) {
  const holder = document.createElement("div");
  holder.innerHTML = await ask(`first=${Math.max(0, revision - REACH)}&last=${revision}`);
  holder.querySelector("time")?.remove();
  return holder.querySelector("li")?.textContent?.trim() ?? "";
}

/** @param {string} query @returns {Promise<string>} empty where it could not be read */
async function ask(query) {
  try {
    const response = await fetch(`/map/happened/?${query}`);
    return response.ok ? await response.text() : "";
  } catch {
    return "";
  }
}
