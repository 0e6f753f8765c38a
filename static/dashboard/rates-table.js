// Bytes per second in the host's table: written into its cells as they come. A table that was fetched again gets the latest ones.

import { live } from "./live.js";
import { perSecond } from "./map/rates.js";

/** @typedef {{rx_bytes_per_s: number, tx_bytes_per_s: number}} Rate */

/** @param {Document} page */
export function followRates(page) {
  if (!page.querySelector("[data-rate]")) return;
  /** @type {Map<string, Rate>} */
  const latest = new Map();

  function show() {
    for (const cell of page.querySelectorAll("[data-rate]")) {
      const rate = latest.get(/** @type {HTMLElement} */ (cell).dataset.rate ?? "");
      if (rate) cell.textContent = words(rate);
    }
  }

  live.on("rates", (message) => {
    for (const [id, rate] of Object.entries(message.rates)) latest.set(`${message.engine} ${id}`, rate);
    show();
  });
  page.addEventListener("htmx:afterSwap", show);
}

/** In and out, as the interface itself counts; nothing at all is a dash. @param {Rate} rate */
export function words(rate) {
  if (!rate.rx_bytes_per_s && !rate.tx_bytes_per_s) return "–";
  return `↓ ${perSecond(rate.rx_bytes_per_s)}  ↑ ${perSecond(rate.tx_bytes_per_s)}`;
}
