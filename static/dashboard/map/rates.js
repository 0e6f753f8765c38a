// Bytes per second, beside the joints and as the weight of their lines: written into the drawing as they come, without a new layout.

const UNITS = ["B", "kB", "MB", "GB"];

/** @param {number} bytes per second */
export function perSecond(bytes) {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < UNITS.length - 1) [value, unit] = [value / 1000, unit + 1];
  return `${value >= 100 || unit === 0 ? Math.round(value) : value.toFixed(1)} ${UNITS[unit]}/s`;
}

/** How thick a line is, as a part of its usual width: idle a third, then once more for every factor of a hundred. @param {number} bytes per second, both ways */
export const weightOf = (bytes) => Math.min(3, 0.35 + Math.log10(1 + bytes / 100) / 2);

/** @param {SVGElement} svg */
export function createRates(svg) {
  /** @type {Map<string, {rx_bytes_per_s: number, tx_bytes_per_s: number}>} */
  const latest = new Map();

  function refresh() {
    if (!latest.size) return;
    for (const place of svg.querySelectorAll("[data-rate]")) {
      const rate = latest.get(/** @type {SVGElement} */ (place).dataset.rate ?? "");
      // A host-side end counts from its own side: what it sends, the container receives.
      const swapped = place.hasAttribute("data-swapped");
      const words = rate ? `↓${perSecond(swapped ? rate.tx_bytes_per_s : rate.rx_bytes_per_s)} ↑${perSecond(swapped ? rate.rx_bytes_per_s : rate.tx_bytes_per_s)}` : "";
      if (place.textContent !== words) place.textContent = words;
    }
    for (const line of /** @type {NodeListOf<SVGElement>} */ (svg.querySelectorAll("rect.line"))) weigh(line);
  }

  /** @param {SVGElement} line */
  function weigh(line) {
    const rate = latest.get(line.dataset.weight ?? "");
    const wanted = rate ? `scaleX(${weightOf(rate.rx_bytes_per_s + rate.tx_bytes_per_s).toFixed(2)})` : "";
    if (line.style.transform !== wanted) line.style.transform = wanted;
  }

  return {
    refresh,
    /** @param {{rates: Record<string, {rx_bytes_per_s: number, tx_bytes_per_s: number}>}} message */
    hear(message) {
      for (const [id, rate] of Object.entries(message.rates)) latest.set(id, rate);
      refresh();
    },
  };
}
