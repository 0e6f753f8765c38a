// Keeps the part of a server-rendered page that shows the engine's state up to date: when the websocket says that something of its
// kinds changed, that part is fetched again. Focus, opened details and scrolled panels stay as they were.

import { live } from "./live.js";
import { concerns, createRefresh } from "./refresh.js";

const REGION = "#live[data-refresh]";
// What stands outside of the region and changes with it: the banner of an order, and what the table can be narrowed to.
const BESIDE = ["#order", "#choices"];

/** @param {Document} page */
export function followEngine(page) {
  /** @type {HTMLElement | null} */
  const region = page.querySelector(REGION);
  if (!region) return;
  const kinds = (region.dataset.refresh ?? "").split(" ");
  // A form that was refused stands at the form's own address, which answers to POST only: the region then names its page.
  const url = region.dataset.url;
  const { refresh, wake } = createRefresh(() => fetchAgain(page, url ?? location.href), heldBack);
  live.subscribe((update) => concerns(kinds, update) && refresh());
  live.on("order", (message) => {
    if (kinds.includes("order") || page.querySelector(`[data-order="${Number(message.order.id)}"]`)) refresh();
  });
  page.addEventListener("visibilitychange", wake);
  page.addEventListener("selectionchange", wake);
  // Something changed between the page's data and its frame, which says where the websocket goes on.
  if (Number(region.dataset.revision) < Number(page.body.dataset.revision)) refresh();
}

/** Not while nobody looks, nor under the hand of someone who selects text in it. */
function heldBack() {
  const selection = document.getSelection();
  const region = document.querySelector(REGION);
  return document.hidden || Boolean(region && selection && !selection.isCollapsed && region.contains(selection.anchorNode));
}

/** @param {Document} page @param {string} url */
async function fetchAgain(page, url) {
  const restore = opened(page);
  // Not under the hand of someone who is choosing.
  const beside = BESIDE.filter((id) => page.querySelector(id) && !page.querySelector(`${id}:focus-within`)).join(",");
  await globalThis.htmx.ajax("GET", url, { target: REGION, select: REGION, selectOOB: beside || undefined, swap: "outerHTML" });
  restore();
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
