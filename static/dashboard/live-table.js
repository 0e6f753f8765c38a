// Keeps the part of a server-rendered page that shows the engine's state up to date: when the websocket says that something of its
// kinds changed, that part is fetched again. Focus, opened details and scrolled panels stay as they were.

import { live } from "./live.js";

// A burst of changes is one fetch, but a steady stream does not put it off for ever.
const QUIET_MS = 120;
const LATEST_MS = 1000;
const REGION = "#live[data-refresh]";
const BANNER = "#order";

/** Whether a batch of changes is about anything of these kinds. @param {string[]} kinds @param {{changes: {kind: string}[], whole: boolean}} update */
export const concerns = (kinds, update) => update.whole || update.changes.some((change) => kinds.includes(change.kind));

/** When to fetch: `QUIET_MS` after the last news, `LATEST_MS` after the first. All in milliseconds. @param {number} first @param {number} now */
export const dueIn = (first, now) => Math.max(0, Math.min(QUIET_MS, first + LATEST_MS - now));

/** @param {Document} page */
export function followEngine(page) {
  /** @type {HTMLElement | null} */
  const region = page.querySelector(REGION);
  if (!region) return;
  const kinds = (region.dataset.refresh ?? "").split(" ");
  // A form that was refused stands at the form's own address, which answers to POST only: the region then names its page.
  const url = region.dataset.url;
  const refresh = scheduler(() => fetchAgain(page, url ?? location.href));
  live.subscribe((update) => concerns(kinds, update) && refresh());
  live.on("order", (message) => {
    if (kinds.includes("order") || page.querySelector(`[data-order="${Number(message.order.id)}"]`)) refresh();
  });
  page.addEventListener("visibilitychange", () => refresh.wake());
  page.addEventListener("selectionchange", () => refresh.wake());
  // Something changed between the page's data and its frame, which says where the websocket goes on.
  if (Number(region.dataset.revision) < Number(page.body.dataset.revision)) refresh();
}

/** Runs `work` when told to and when it may: one at a time, not while the page is hidden or text in the region is selected. */
function scheduler(/** @type {() => Promise<unknown>} */ work) {
  let timer = 0;
  let first = 0;
  let running = false;

  async function run() {
    timer = 0;
    if (running || !first || heldBack()) return;
    first = 0;
    running = true;
    try {
      await work();
    } finally {
      running = false;
      if (first) wake();
    }
  }

  function wake() {
    if (!first || running) return;
    clearTimeout(timer);
    timer = window.setTimeout(run, dueIn(first, performance.now()));
  }

  function refresh() {
    first ||= performance.now();
    wake();
  }
  refresh.wake = wake;
  return refresh;
}

function heldBack() {
  const selection = document.getSelection();
  const region = document.querySelector(REGION);
  return document.hidden || Boolean(region && selection && !selection.isCollapsed && region.contains(selection.anchorNode));
}

/** @param {Document} page @param {string} url */
async function fetchAgain(page, url) {
  const keep = opened(page);
  const banner = page.querySelector(BANNER) ? BANNER : undefined;
  await globalThis.htmx.ajax("GET", url, { target: REGION, select: REGION, selectOOB: banner, swap: "outerHTML" });
  keep();
}

/** Remembers what is open and scrolled in the region; the answer puts it back. @param {Document} page */
function opened(page) {
  const open = [...page.querySelectorAll(`${REGION} details[open][id]`)].map((details) => details.id);
  const scrolled = [...page.querySelectorAll(`${REGION} .panel`)].map((panel) => panel.scrollLeft);
  return () => {
    for (const id of open) page.getElementById(id)?.setAttribute("open", "");
    page.querySelectorAll(`${REGION} .panel`).forEach((panel, index) => {
      panel.scrollLeft = scrolled[index] ?? 0;
    });
  };
}
