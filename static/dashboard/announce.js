// Tells a screen reader what happened where it does not look: one live region per page.

const SETTLE_MS = 60;

/** @type {ReturnType<typeof setTimeout> | undefined} */
let waiting;
/** @type {string[]} */
let words = [];

/** @param {string} sentence those of one moment are told together */
export function announce(sentence) {
  if (!sentence) return;
  words.push(sentence);
  const region = document.getElementById("announce");
  if (!region) return;
  // The same sentence twice is told twice: the region is emptied between.
  region.textContent = "";
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    region.textContent = words.join(" ");
    words = [];
  }, SETTLE_MS);
}
