// The time bar's geometry: which stretch of time it shows, and where on it a moment and a tick lie. Pure; times are milliseconds.

/** @typedef {{time: string, first: number, last: number, kinds: Record<string, number>, engine: string | null, network: string | null}} Tick */
/** @typedef {{start: number, end: number}} Span */
/** @typedef {{x: number, height: number, tick: Tick}} Mark `x` from 0 to 1 along the bar, `height` from 0 to 1 */

const MINUTE = 60_000;
/** What can be chosen; the last is all that the journal holds. */
export const LENGTHS = /** @type {const} */ ({ "15m": 15 * MINUTE, "1h": 60 * MINUTE, "6h": 360 * MINUTE, "1d": 1440 * MINUTE, "7d": 10080 * MINUTE, all: Infinity });
/** @typedef {keyof typeof LENGTHS} Length */

/**
 * From the chosen length before now, or from where the journal begins where that is later.
 * @param {Length} length @param {number | null} earliest @param {number} now @returns {Span}
 */
export function spanOf(length, earliest, now) {
  const start = Math.max(earliest ?? now - MINUTE, now - LENGTHS[length]);
  // A journal that began just now: a bar of no length could not be drawn.
  return { start: Math.min(start, now - MINUTE), end: now };
}

/** The shortest length that reaches back to a moment. @param {number} time @param {number} now @returns {Length} */
export const lengthFor = (time, now) => /** @type {Length[]} */ (Object.keys(LENGTHS)).find((length) => now - LENGTHS[length] <= time) ?? "all";

/** @param {Span} span @param {number} time @returns {number} 0 to 1 */
export const placeOf = (span, time) => Math.min(1, Math.max(0, (time - span.start) / (span.end - span.start)));

/** @param {Span} span @param {number} place 0 to 1 */
export const timeAt = (span, place) => span.start + Math.min(1, Math.max(0, place)) * (span.end - span.start);

/** How many changes that people know of a tick holds. @param {Tick} tick */
export const weightOf = (tick) => Object.entries(tick.kinds).reduce((sum, [kind, count]) => sum + (kind === "interface" ? 0 : count), 0);

/** @param {Tick[]} ticks @param {Span} span @returns {Mark[]} */
export function marksOf(ticks, span) {
  const most = Math.max(1, ...ticks.map(weightOf));
  return ticks
    .filter((tick) => weightOf(tick) > 0 && Date.parse(tick.time) >= span.start && Date.parse(tick.time) <= span.end)
    .map((tick) => ({ x: placeOf(span, Date.parse(tick.time)), height: most === 1 ? 0.6 : 0.35 + 0.65 * (Math.log(weightOf(tick) + 1) / Math.log(most + 1)), tick }));
}

/** The mark nearest to a place, within reach (both 0 to 1). @param {Mark[]} marks @param {number} place @param {number} reach */
export function markAt(marks, place, reach) {
  let best = null;
  for (const mark of marks) if (Math.abs(mark.x - place) <= reach && (!best || Math.abs(mark.x - place) < Math.abs(best.x - place))) best = mark;
  return best;
}

/** A change that came live, as a tick of its own. @param {import("../store.js").Change} change @returns {Tick} */
export function tickOf(change) {
  const network = ["network", "endpoint"].includes(change.kind) ? change.id.slice(change.id.lastIndexOf(":") + 1) : null;
  return { time: change.time, first: change.revision, last: change.revision, kinds: { [change.kind]: 1 }, engine: network && change.engine, network };
}
